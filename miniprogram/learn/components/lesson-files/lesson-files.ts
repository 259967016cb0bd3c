import type { Attachment } from '../../../../core/contract/attachment'
import { codeOf, wordsFor } from '../../../api/call'
import { isFull } from '../../../device/files'
import { CannotOpen, sendFile, takeFile } from '../../../study/takeFile'
import { speaks } from '../../../styles/page'
import { sizeWords } from '../../size'
import { learnWords } from '../../words'

type State = 'not' | 'busy' | 'held' | 'taken'
type Row = Attachment & { badge: string; facts: string; state: State; filePath: string }

const badgeOf = (name: string): string => (name.split('.').pop() ?? '').toUpperCase()
const factsOf = ({ kind, bytes }: Attachment): string =>
  learnWords().fileFacts(learnWords().fileKinds[kind], sizeWords(bytes))

const rowOf = (file: Attachment): Row => ({
  ...file,
  badge: badgeOf(file.name),
  facts: factsOf(file),
  state: 'not',
  filePath: '',
})

function failureWords(error: unknown): string {
  if (error instanceof CannotOpen) return learnWords().fileShut
  if (isFull(error)) return learnWords().keepFull
  return codeOf(error) === 'UNEXPECTED' ? learnWords().fileFailed : wordsFor(error)
}

/** The files that go with a lesson, each to be taken along. */
Component({
  behaviors: [speaks(learnWords)],
  properties: {
    courseId: { type: String, value: '' },
    lessonId: { type: String, value: '' },
    files: { type: Array, value: [] as Attachment[] },
  },
  data: { rows: [] as Row[] },
  observers: {
    files(files: Attachment[]) {
      this.setData({ rows: files.map(rowOf) })
    },
  },
  methods: {
    change(at: number, row: Partial<Row>) {
      const named = Object.entries(row).map(([field, value]) => [`rows[${at}].${field}`, value])
      this.setData(Object.fromEntries(named))
    },

    onTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
      const at = this.data.rows.findIndex(({ name }) => name === currentTarget.dataset.name)
      const row = this.data.rows[at]
      if (!row || this.data.rows.some(({ state }) => state === 'busy')) return
      if (row.state === 'held') void this.send(at, row)
      else void this.take(at, row)
    },

    async take(at: number, row: Row) {
      // The one before makes room for it.
      this.setData({ rows: this.data.rows.map((one) => (one.state === 'held' ? rowOf(one) : one)) })
      let told = -1
      const tell = (share: number) => {
        const percent = Math.floor(share * 100)
        if (percent === told) return
        told = percent
        this.change(at, { facts: learnWords().fileBusy(percent) })
      }
      this.change(at, { state: 'busy' })
      tell(0)
      try {
        const { courseId, lessonId } = this.data
        const taken = await takeFile({ courseId, lessonId }, row, tell)
        if (taken.state === 'held')
          this.change(at, { state: 'held', facts: learnWords().fileHeld, filePath: taken.filePath })
        else this.change(at, { state: 'taken', facts: factsOf(row) })
        if (taken.state === 'saved') void wx.showToast({ title: learnWords().fileSaved, icon: 'none' })
      } catch (error) {
        console.warn('the file was not taken', error)
        this.change(at, { state: 'not', facts: factsOf(row) })
        void wx.showToast({ title: failureWords(error), icon: 'none' })
      }
    },

    async send(at: number, row: Row) {
      try {
        await sendFile(row.filePath, row.name)
        this.change(at, { state: 'taken', facts: factsOf(row) })
      } catch (error) {
        console.warn('the file was not sent', error)
        void wx.showToast({ title: learnWords().fileShut, icon: 'none' })
      }
    },
  },
})
