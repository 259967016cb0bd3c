import type { Output } from '../../../../core/contract'
import type { CourseFilter } from '../../../../core/contract/shapes'
import { call, wordsFor } from '../../../api/call'
import type { Row } from '../../../components/course-rows/course-rows'
import type { Sort } from '../../../components/filters/choices'
import { page } from '../../../styles/page'
import { remember } from './history'
import { searchWords } from './words'

/** `start`: nothing is typed yet. `typing`: what may be meant is listed beneath. */
type View =
  | { status: 'start' }
  | { status: 'typing' }
  | { status: 'loading' }
  | { status: 'empty'; text: string; isFiltered: boolean }
  | { status: 'failed'; why: string }
  | { status: 'ready' }
type Words = Extract<Output<'searchCourses'>, { action: 'words' }>
type Suggestion = Extract<Output<'searchCourses'>, { action: 'suggest' }>['suggestions'][number]
type Rows = WechatMiniprogram.Component.TrivialInstance & { show(rows: Row[]): void; add(rows: Row[]): void }

const HISTORY = 'searches'
/** Typing rests this long before anything is asked. */
const REST_MS = 250

Page({
  behaviors: [page(searchWords)],

  data: {
    view: { status: 'start' } as View,
    text: '',
    focus: true,
    history: [] as string[],
    hot: [] as string[],
    tags: [] as Words['tags'],
    suggestions: [] as (Suggestion & { kindName: string })[],
    filter: {} as CourseFilter,
    sort: 'fit' as Sort,
    sorts: ['fit', 'hot', 'new', 'cheap'] as Sort[],
    /** What was found, in words; and what was meant, where it was something else. */
    said: '',
    isMeant: false,
    next: null as number | null,
    isMore: false,
    moreFailed: '',
  },

  /** Answers that come late for an older question are not shown. */
  question: 0,
  resting: undefined as ReturnType<typeof setTimeout> | undefined,

  onLoad({ text }: Record<string, string | undefined>) {
    this.setData({ history: (wx.getStorageSync(HISTORY) || []) as string[] }) // only written below
    if (text) this.search(decodeURIComponent(text))
    void this.findWords()
  },

  onUnload() {
    clearTimeout(this.resting ?? 0)
  },

  async findWords() {
    try {
      const { hot, tags } = await call('searchCourses', { action: 'words' })
      this.setData({ hot, tags })
    } catch (error) {
      // Without them one types; what is wrong is said when something is searched for.
      console.info('no words', error)
    }
  },

  onTextChange({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    const text = detail.value
    if (text === this.data.text) return
    this.setData({ text })
    this.question += 1
    clearTimeout(this.resting ?? 0)
    if (!text.trim()) {
      this.setData({ view: { status: 'start' }, suggestions: [] })
      return
    }
    this.setData({ view: { status: 'typing' } })
    this.resting = setTimeout(() => void this.suggest(text.trim()), REST_MS)
  },

  async suggest(text: string) {
    const question = this.question
    try {
      const { suggestions } = await call('searchCourses', { action: 'suggest', text })
      const { kinds } = searchWords()
      if (question === this.question)
        this.setData({ suggestions: suggestions.map((one) => ({ ...one, kindName: kinds[one.kind] })) })
    } catch (error) {
      console.info('no suggestions', error)
    }
  },

  onSuggestionTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const suggestion = this.data.suggestions[currentTarget.dataset.index]
    if (!suggestion) return
    if (suggestion.kind === 'teacher')
      void wx.navigateTo({ url: `/find/pages/teacher/teacher?name=${encodeURIComponent(suggestion.text)}` })
    else if (suggestion.courseId) void wx.navigateTo({ url: `/pages/course/course?courseId=${suggestion.courseId}` })
    else this.search(suggestion.text)
  },

  onSearch() {
    this.search(this.data.text.trim())
  },

  onClear() {
    this.question += 1
    this.setData({ text: '', view: { status: 'start' }, suggestions: [], filter: {}, sort: 'fit' })
  },

  onWordTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.search(currentTarget.dataset.word)
  },

  onTagTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `/pages/list/list?tag=${encodeURIComponent(currentTarget.dataset.name)}` })
  },

  onForgetTap() {
    wx.removeStorageSync(HISTORY)
    this.setData({ history: [] })
  },

  search(text: string) {
    if (!text) return
    clearTimeout(this.resting ?? 0)
    const history = remember(this.data.history, text)
    wx.setStorageSync(HISTORY, history)
    this.setData({ text, history, suggestions: [], focus: false })
    void this.look()
  },

  ask(from: number) {
    const { text, filter, sort } = this.data
    return call('searchCourses', { action: 'search', text: text.trim(), filter, sort, from })
  },

  rows(): Rows {
    return this.selectComponent('#rows') as Rows // the one of the template
  },

  async look() {
    const question = ++this.question
    const text = this.data.text.trim()
    this.setData({ view: { status: 'loading' } })
    try {
      const { hits, next, total, meant } = await this.ask(0)
      if (question !== this.question) return
      const w = searchWords()
      const isFiltered = Object.keys(this.data.filter).length > 0
      this.setData({
        next,
        moreFailed: '',
        isMeant: meant !== '',
        said: meant ? w.meant(text, meant) : w.total(total),
        view: hits.length ? { status: 'ready' } : { status: 'empty', text: w.nothing(text), isFiltered },
      })
      this.rows().show(hits)
    } catch (error) {
      if (question === this.question) this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  async onReachBottom() {
    const { next, isMore, view } = this.data
    if (!next || isMore || view.status !== 'ready') return
    const question = this.question
    this.setData({ isMore: true, moreFailed: '' })
    try {
      const more = await this.ask(next)
      if (question === this.question) {
        this.rows().add(more.hits)
        this.setData({ next: more.next })
      }
    } catch (error) {
      this.setData({ moreFailed: wordsFor(error) })
    }
    this.setData({ isMore: false })
  },

  onRetry() {
    void this.look()
  },

  onFilterChange({ detail }: WechatMiniprogram.CustomEvent<{ filter: CourseFilter; sort: Sort }>) {
    this.setData({ filter: detail.filter, sort: detail.sort })
    void this.look()
  },

  onLoosenTap() {
    this.setData({ filter: {} })
    void this.look()
  },

  onEmptyTap() {
    if (this.data.view.status === 'empty' && this.data.view.isFiltered) this.onLoosenTap()
    else void wx.redirectTo({ url: '/pages/list/list' })
  },

  onCategoriesTap() {
    void wx.navigateTo({ url: '/find/pages/categories/categories' })
  },
})
