import type { Output } from '../../../../core/contract'
import { PageReader, pageAt, startOfPage } from '../../../study/pages'
import { Recorder } from '../../../study/recorder'
import { speaks } from '../../../styles/page'
import { learnWords } from '../../words'

type Page = Output<'playLesson'>['pages'][number]
type Sheet = { url: string; ratio: number; alt: string; isLost: boolean }

const TICK_SECONDS = 1
/** Pages so near the one that is read are fetched. */
const NEAR = 2
/** … and so far from it let go again: a phone has not the room for hundreds. */
const FAR = 8

/**
 * The pages of a document, one below the other. What is on the screen is being read: `progress` tells what the cloud counts, `page`
 * where the reader is, `missing` that the addresses of a page are not here or have run out.
 */
Component({
  behaviors: [speaks(learnWords)],
  options: { pureDataPattern: /^_/ },
  properties: {
    courseId: { type: String, value: '' },
    lessonId: { type: String, value: '' },
    pages: { type: Array, value: [] as Page[] },
    /** Seconds of reading time. */
    startAt: { type: Number, value: 0 },
  },
  data: {
    sheets: [] as Sheet[],
    /** Of the pages, to choose from. */
    names: [] as string[],
    page: 0,
    where: '',
    _reader: new PageReader([]),
    _recorder: null as Recorder | null,
    _timer: 0,
  },
  observers: {
    pages(pages: Page[]) {
      if (this.data._recorder) this.draw(pages)
    },
  },
  lifetimes: {
    attached() {
      const { courseId, lessonId, startAt } = this.data
      const pages = this.all()
      this.data._reader = new PageReader(pages)
      this.data._recorder = new Recorder({ courseId, lessonId }, (progress) => this.triggerEvent('progress', progress))
      this.data._recorder.moved(startAt)
      this.data.page = pageAt(pages, startAt)
      this.draw(pages)
    },
    ready() {
      if (this.data.page > 0) this.jumpTo(this.data.page)
      this.begin()
    },
    detached() {
      this.leave()
    },
  },
  pageLifetimes: {
    show() {
      this.begin()
    },
    hide() {
      this.leave()
    },
  },
  methods: {
    all(): Page[] {
      return this.data.pages as Page[] // as the property is declared
    },

    draw(pages: Page[]) {
      const { page } = this.data
      const sheets = pages.map(
        ({ url, width, height }, n): Sheet => ({
          url: Math.abs(n - page) <= NEAR ? (url ?? '') : (this.data.sheets[n]?.url ?? ''),
          ratio: (height / width) * 100,
          alt: learnWords().pageAlt(n + 1),
          isLost: false,
        }),
      )
      this.setData({ sheets, names: pages.map((_, n) => learnWords().noteAtPage(n + 1)) })
      this.stand(page)
    },

    /** The reader is at a page: it and its neighbours are fetched. */
    stand(page: number) {
      const pages = this.all()
      const change: Record<string, unknown> = { page, where: learnWords().page(page + 1, pages.length) }
      for (let n = Math.max(0, page - NEAR); n <= Math.min(pages.length - 1, page + NEAR); n += 1) {
        const url = pages[n]?.url
        if (url && !this.data.sheets[n]?.url) change[`sheets[${n}].url`] = url
      }
      for (const [n, { url }] of this.data.sheets.entries())
        if (url && Math.abs(n - page) > FAR) change[`sheets[${n}].url`] = ''
      this.setData(change)
      const ahead = pages[Math.min(pages.length - 1, page + NEAR)]
      if (ahead && !ahead.url) this.triggerEvent('missing', { page })
      this.triggerEvent('page', { page })
    },

    begin() {
      clearInterval(this.data._timer)
      this.data._timer = setInterval(() => this.look(), TICK_SECONDS * 1000)
    },

    leave() {
      clearInterval(this.data._timer)
      void this.data._recorder?.send()
    },

    /** The page in the middle of the screen is being read. */
    look() {
      const { windowHeight } = wx.getWindowInfo()
      this.createSelectorQuery()
        .selectAll('.sheet')
        .boundingClientRect((boxes) => {
          if (!Array.isArray(boxes)) return
          const middle = windowHeight / 2
          const list = boxes as unknown as { top: number; bottom: number }[] // the query of `selectAll`
          const page = list.findIndex(({ top, bottom }) => top <= middle && bottom > middle)
          if (page < 0) return
          if (page !== this.data.page) this.stand(page)
          if (this.data.sheets[page]?.url && !this.data.sheets[page]?.isLost) this.read(page)
        })
        .exec()
    },

    read(page: number) {
      const { _reader, _recorder } = this.data
      const stretch = _reader.look(page, TICK_SECONDS)
      if (!stretch) return
      _recorder?.moved(stretch.from)
      _recorder?.playing(stretch.to)
      if (stretch.to >= startOfPage(this.all(), page + 1)) void _recorder?.send()
    },

    /** The page that is read; 0 is the first. */
    here(): number {
      return this.data.page
    },

    jumpTo(page: number) {
      this.createSelectorQuery()
        .select(`#page-${page}`)
        .boundingClientRect()
        .selectViewport()
        .scrollOffset()
        .exec(([box, viewport]: [{ top: number } | null, { scrollTop: number }]) => {
          if (box) void wx.pageScrollTo({ scrollTop: Math.max(0, viewport.scrollTop + box.top - 16), duration: 0 })
        })
      if (page !== this.data.page) this.stand(page)
    },

    onError({ currentTarget }: WechatMiniprogram.TouchEvent) {
      this.setData({ [`sheets[${currentTarget.dataset.page}].isLost`]: true })
    },

    onPageTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
      const page = Number(currentTarget.dataset.page)
      if (this.data.sheets[page]?.isLost) {
        this.setData({ [`sheets[${page}].url`]: '', [`sheets[${page}].isLost`]: false })
        this.triggerEvent('missing', { page })
        return
      }
      const urls = this.all().flatMap(({ url }) => url ?? [])
      void wx.previewImage({ urls, current: this.all()[page]?.url ?? '' })
    },

    /** To a page by its number. */
    onPick({ detail }: WechatMiniprogram.PickerChange) {
      this.jumpTo(Number(detail.value))
    },
  },
})
