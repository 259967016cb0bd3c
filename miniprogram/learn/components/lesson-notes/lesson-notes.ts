import type { NotePlace, NoteView } from '../../../../core/contract/notes'
import { addNote, editNote, notesKept, notesOf, notesWaiting, removeNote, sendNotes } from '../../../study/notes'
import { speaks } from '../../../styles/page'
import { placeWords } from '../../notePlace'
import { learnWords } from '../../words'

type Row = { noteId: string; place: string; text: string; earlier: string[] }

/**
 * The learner's notes on one lesson, and the sheet on which they are written. `write(place)` opens the sheet for a new one; a tap
 * on a note's place tells `jump`, and closing the sheet `written`.
 */
Component({
  behaviors: [speaks(learnWords)],
  options: { pureDataPattern: /^_/ },
  properties: { courseId: { type: String, value: '' }, lessonId: { type: String, value: '' } },
  data: {
    rows: [] as Row[],
    isWaiting: false,
    sheet: { isOpen: false, title: '', text: '', noteId: '' },
    _notes: [] as NoteView[],
    _place: null as NotePlace | null,
    _text: '',
  },
  lifetimes: {
    attached() {
      this.show(notesKept(this.lesson()))
      void this.refresh()
    },
  },
  pageLifetimes: {
    show() {
      void this.refresh()
    },
  },
  methods: {
    lesson() {
      const { courseId, lessonId } = this.data
      return { courseId, lessonId }
    },

    show(notes: NoteView[]) {
      this.data._notes = notes
      this.setData({
        rows: notes.map(({ noteId, place, text, earlier }) => ({ noteId, place: placeWords(place), text, earlier })),
        isWaiting: notesWaiting() > 0,
      })
    },

    async refresh() {
      try {
        this.show(await notesOf(this.lesson()))
      } catch {
        // Without a network what the phone has is shown, and says so.
        this.show(notesKept(this.lesson()))
      }
    },

    /** Shows at once what was done, and again when the cloud has answered. */
    async after() {
      this.show(notesKept(this.lesson()))
      await sendNotes()
      this.show(notesKept(this.lesson()))
    },

    write(place: NotePlace) {
      this.data._place = place
      this.data._text = ''
      this.setData({ sheet: { isOpen: true, title: learnWords().noteNew(placeWords(place)), text: '', noteId: '' } })
    },

    noteAt({ currentTarget }: WechatMiniprogram.TouchEvent): NoteView | undefined {
      return this.data._notes.find(({ noteId }) => noteId === currentTarget.dataset.id)
    },

    onPlaceTap(event: WechatMiniprogram.TouchEvent) {
      const note = this.noteAt(event)
      if (note) this.triggerEvent('jump', note.place)
    },

    async onMoreTap(event: WechatMiniprogram.TouchEvent) {
      const note = this.noteAt(event)
      if (!note) return
      const { change, remove } = learnWords()
      const chosen = await wx.showActionSheet({ itemList: [change, remove] }).catch(() => null) // left as it was
      if (chosen?.tapIndex === 0) {
        this.data._text = note.text
        this.setData({
          sheet: { isOpen: true, title: learnWords().noteChange, text: note.text, noteId: note.noteId },
        })
      }
      if (chosen?.tapIndex === 1) void this.remove(note)
    },

    async remove(note: NoteView) {
      const { confirm } = await wx.showModal({
        content: learnWords().removeAsk,
        confirmText: learnWords().remove,
        cancelText: learnWords().removeKeep,
      })
      if (!confirm) return
      removeNote(note)
      void this.after()
    },

    onInput({ detail }: WechatMiniprogram.TextareaInput) {
      this.data._text = detail.value
    },

    onSaveTap() {
      const text = this.data._text.trim()
      const { noteId } = this.data.sheet
      this.onCloseTap()
      if (!text) return
      const known = this.data._notes.find((note) => note.noteId === noteId)
      if (known) {
        if (text !== known.text) editNote(known, text)
      } else if (this.data._place) addNote(this.lesson(), this.data._place, text)
      void this.after()
    },

    onCloseTap() {
      this.setData({ 'sheet.isOpen': false })
      this.triggerEvent('written')
    },

    onAllTap() {
      void wx.navigateTo({ url: '/learn/pages/notes/notes' })
    },
  },
})
