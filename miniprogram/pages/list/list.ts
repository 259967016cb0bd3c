import type { CategoryView, CourseFilter } from '../../../core/contract/shapes'
import { call, wordsFor } from '../../api/call'
import { kept } from '../../api/kept'
import type { Row } from '../../components/course-rows/course-rows'
import { categoryName, type Sort } from '../../components/filters/choices'
import { page } from '../../styles/page'
import { wishOf } from './wish'
import { listWords } from './words'

type View = { status: 'loading' } | { status: 'empty' } | { status: 'failed'; why: string } | { status: 'ready' }
type Rows = WechatMiniprogram.Component.TrivialInstance & { show(rows: Row[]): void; add(rows: Row[]): void }

/** Its bar says what it lists: a category, a teacher, a tag. */
function titleOf({ category, teacher, tag }: CourseFilter): string {
  if (category) return categoryName(category, kept<CategoryView[]>('categories') ?? [])
  return teacher ?? tag ?? ''
}

Page({
  behaviors: [page(listWords)],

  data: {
    view: { status: 'loading' } as View,
    filter: {} as CourseFilter,
    sort: 'new' as Exclude<Sort, 'fit'>,
    hasFilter: false,
    next: null as string | null,
    isMore: false,
    moreFailed: '',
  },

  /** Answers that come late for an older question are not shown. */
  question: 0,

  onLoad(query: Record<string, string | undefined>) {
    this.setData(wishOf(query))
    const title = titleOf(this.data.filter)
    if (title) void wx.setNavigationBarTitle({ title })
    void this.look()
  },

  ask(after?: string) {
    const { filter, sort } = this.data
    return call('browseCatalog', { action: 'list', ...filter, sort, ...(after && { after }) })
  },

  rows(): Rows {
    return this.selectComponent('#rows') as Rows // the one of the template
  },

  async look(isQuiet = false) {
    const question = ++this.question
    const hasFilter = Object.keys(this.data.filter).length > 0
    this.setData({ hasFilter, ...(!isQuiet && { view: { status: 'loading' } }) })
    try {
      const { courses, next } = await this.ask()
      if (question !== this.question) return
      this.setData({ next, moreFailed: '', view: { status: courses.length ? 'ready' : 'empty' } })
      this.rows().show(courses.map((card) => ({ card })))
    } catch (error) {
      if (question === this.question) this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  async onReachBottom() {
    const { next, isMore } = this.data
    if (!next || isMore) return
    const question = this.question
    this.setData({ isMore: true, moreFailed: '' })
    try {
      const more = await this.ask(next)
      if (question === this.question) {
        this.rows().add(more.courses.map((card) => ({ card })))
        this.setData({ next: more.next })
      }
    } catch (error) {
      this.setData({ moreFailed: wordsFor(error) })
    }
    this.setData({ isMore: false })
  },

  async onPullDownRefresh() {
    await this.look(true)
    wx.stopPullDownRefresh()
  },

  onRetry() {
    void this.look()
  },

  onSearchTap() {
    void wx.navigateTo({ url: '/find/pages/search/search' })
  },

  onFilterChange({ detail }: WechatMiniprogram.CustomEvent<{ filter: CourseFilter; sort: Exclude<Sort, 'fit'> }>) {
    this.setData({ filter: detail.filter, sort: detail.sort })
    void this.look()
  },

  onAllTap() {
    this.setData({ filter: {} })
    void this.look()
  },
})
