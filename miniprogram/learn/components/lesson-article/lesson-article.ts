import { type Block, contentsOf } from '../../../study/prose'
import { readOn } from '../../../study/reading'
import { Recorder } from '../../../study/recorder'
import { speaks } from '../../../styles/page'
import { learnWords } from '../../words'

const TICK_SECONDS = 1
/** Where a heading that was gone to stands below the top of the screen, px. */
const BELOW_TOP = 24

type Box = { top: number; height: number; bottom: number }

/**
 * The words of a lesson. Where they are the lesson (`isRead`), reading them is studying: what was on the screen is counted
 * at a reader's pace, `progress` tells what the cloud counts, and the next time it opens at the paragraph that was on top.
 */
Component({
  behaviors: [speaks(learnWords)],
  // What begins with an underline is not drawn.
  options: { pureDataPattern: /^_/ },
  properties: {
    courseId: { type: String, value: '' },
    lessonId: { type: String, value: '' },
    blocks: { type: Array, value: [] as Block[] },
    typeScale: { type: Number, value: 1 },
    isRead: { type: Boolean, value: false },
    durationSeconds: { type: Number, value: 0 },
    /** Seconds of reading time. */
    startAt: { type: Number, value: 0 },
  },
  data: {
    contents: [] as { block: number; text: string; depth: number }[],
    contentsTitle: '',
    isContentsOpen: false,
    _recorder: null as Recorder | null,
    _position: 0,
    /** The part of the words that has been on the screen, 0 to 1. */
    _shown: 0,
    /** The paragraph on top of the screen. */
    _paragraph: 0,
    _timer: 0,
  },
  observers: {
    'blocks, isRead'(blocks: Block[], isRead: boolean) {
      const contents = isRead ? contentsOf(blocks) : []
      this.setData({ contents, contentsTitle: learnWords().contents(contents.length) })
    },
  },
  lifetimes: {
    ready() {
      if (!this.data.isRead) return
      const { courseId, lessonId, startAt, durationSeconds } = this.data
      this.data._position = startAt
      this.data._recorder = new Recorder({ courseId, lessonId }, (progress) => this.triggerEvent('progress', progress))
      this.data._recorder.moved(startAt)
      const kept = this.paragraphKept()
      const share = startAt / durationSeconds
      if (kept > 0) this.jumpTo(kept)
      else if (share > 0.05 && share < 0.95) this.scrollTo(share)
      this.begin()
    },
    detached() {
      this.leave()
    },
  },
  pageLifetimes: {
    show() {
      if (this.data._recorder) this.begin()
    },
    hide() {
      this.leave()
    },
  },
  methods: {
    key(): string {
      return `place.${this.data.courseId}.${this.data.lessonId}`
    },

    paragraphKept(): number {
      return Number(wx.getStorageSync(this.key())) || 0
    },

    begin() {
      clearInterval(this.data._timer)
      this.data._timer = setInterval(() => this.look(), TICK_SECONDS * 1000)
    },

    leave() {
      clearInterval(this.data._timer)
      if (!this.data._recorder) return
      void this.data._recorder.send()
      if (this.data._paragraph !== this.paragraphKept()) wx.setStorageSync(this.key(), this.data._paragraph)
    },

    /** What the screen shows now has been seen, and a second more of it read. */
    look() {
      this.boxOf('#article', ({ top, height }, windowHeight) => {
        if (height > 0) this.data._shown = Math.max(this.data._shown, (windowHeight - top) / height)
        this.readOn()
      })
      this.lookAtTop()
    },

    lookAtTop() {
      this.createSelectorQuery()
        .selectAll('.block')
        .boundingClientRect((boxes) => {
          if (!Array.isArray(boxes)) return
          const onTop = (boxes as unknown as Box[]).findIndex(({ bottom }) => bottom > BELOW_TOP) // the query of `selectAll`
          this.data._paragraph = Math.max(0, onTop)
        })
        .exec()
    },

    readOn() {
      const { _position, _shown, _recorder, durationSeconds } = this.data
      const next = readOn(_position, _shown, durationSeconds, TICK_SECONDS)
      if (next <= _position) return
      this.data._position = next
      _recorder?.playing(next)
      if (next >= durationSeconds) void _recorder?.send()
    },

    /** Puts the place where the learner stopped at the bottom of the screen: it is the last they have seen. */
    scrollTo(share: number) {
      this.boxOf('#article', (box, windowHeight, scrolled) => {
        const scrollTop = Math.max(0, scrolled + box.top + box.height * share - windowHeight * 0.8)
        void wx.pageScrollTo({ scrollTop, duration: 0 })
      })
    },

    /** The paragraph on top of the screen. */
    here(): number {
      return this.data._paragraph
    },

    jumpTo(paragraph: number) {
      this.boxOf(`#b${paragraph}`, ({ top }, _windowHeight, scrolled) => {
        void wx.pageScrollTo({ scrollTop: Math.max(0, scrolled + top - BELOW_TOP), duration: 0 })
      })
    },

    boxOf(selector: string, then: (box: Box, windowHeight: number, scrolled: number) => void) {
      const { windowHeight } = wx.getWindowInfo()
      this.createSelectorQuery()
        .select(selector)
        .boundingClientRect()
        .selectViewport()
        .scrollOffset()
        .exec(([box, viewport]: [Box | null, { scrollTop: number }]) => {
          if (box) then(box, windowHeight, viewport.scrollTop)
        })
    },

    onContentsTap() {
      this.setData({ isContentsOpen: !this.data.isContentsOpen })
    },

    onHeadingTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
      this.jumpTo(Number(currentTarget.dataset.block))
    },

    onPictureTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
      const blocks = this.data.blocks as Block[] // as the property is declared
      const urls = blocks.flatMap((block) => (block.kind === 'picture' ? [block.src] : []))
      void wx.previewImage({ urls, current: currentTarget.dataset.src })
    },
  },
})
