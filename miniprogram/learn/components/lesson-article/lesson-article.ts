import type { Block } from '../../../study/prose'
import { readOn } from '../../../study/reading'
import { Recorder } from '../../../study/recorder'

const TICK_SECONDS = 1

/**
 * The words of a lesson. Where they are the lesson (`isRead`), reading them is studying: what was on the screen is counted
 * at a reader's pace, and `progress` tells what the cloud counts.
 */
Component({
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
    _recorder: null as Recorder | null,
    _position: 0,
    /** The part of the words that has been on the screen, 0 to 1. */
    _shown: 0,
    _timer: 0,
  },
  lifetimes: {
    ready() {
      if (!this.data.isRead) return
      const { courseId, lessonId, startAt, durationSeconds } = this.data
      this.data._position = startAt
      this.data._recorder = new Recorder({ courseId, lessonId }, (progress) => this.triggerEvent('progress', progress))
      this.data._recorder.moved(startAt)
      const share = startAt / durationSeconds
      if (share > 0.05 && share < 0.95) this.scrollTo(share)
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
    begin() {
      clearInterval(this.data._timer)
      this.data._timer = setInterval(() => this.look(), TICK_SECONDS * 1000)
    },

    leave() {
      clearInterval(this.data._timer)
      void this.data._recorder?.send()
    },

    /** What the screen shows now has been seen, and a second more of it read. */
    look() {
      this.boxOf(({ top, height }, windowHeight) => {
        if (height > 0) this.data._shown = Math.max(this.data._shown, (windowHeight - top) / height)
        this.readOn()
      })
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
      this.boxOf((box, windowHeight) => {
        void wx.pageScrollTo({ scrollTop: Math.max(0, box.height * share - windowHeight * 0.8), duration: 0 })
      })
    },

    boxOf(then: (box: { top: number; height: number }, windowHeight: number) => void) {
      const { windowHeight } = wx.getWindowInfo()
      this.createSelectorQuery()
        .select('#article')
        .boundingClientRect((box) => {
          if (box && !Array.isArray(box)) then(box, windowHeight)
        })
        .exec()
    },

    onPictureTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
      const blocks = this.data.blocks as Block[] // as the property is declared
      const urls = blocks.flatMap((block) => (block.kind === 'picture' ? [block.src] : []))
      void wx.previewImage({ urls, current: currentTarget.dataset.src })
    },
  },
})
