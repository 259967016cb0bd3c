import type { Input } from '../../../core/contract'
import type { CourseCard } from '../../../core/contract/shapes'
import { call, wordsFor } from '../../api/call'
import { kept } from '../../api/kept'
import { buyingShut } from '../../device/channel'
import { page } from '../../styles/page'
import { remember } from './history'

type Wish = Extract<Input<'browseCatalog'>, { action: 'list' }>
type View = { status: 'loading' } | { status: 'empty' } | { status: 'failed'; why: string } | { status: 'ready' }

const HISTORY = 'searches'
const PRICES: { name: string; value: NonNullable<Wish['price']> }[] = [
  { name: '免费', value: 'free' },
  { name: '50 元以下', value: 'under50' },
  { name: '50 元以上', value: 'over50' },
]

const decoded = (text: string | undefined): string => (text ? decodeURIComponent(text) : '')
const isPrice = (text: string | undefined): text is NonNullable<Wish['price']> =>
  PRICES.some(({ value }) => value === text)

Page({
  behaviors: [page()],

  data: {
    view: { status: 'loading' } as View,
    keyword: '',
    category: '',
    teacher: '',
    price: '' as Wish['price'] | '',
    prices: PRICES,
    categories: [] as string[],
    history: [] as string[],
    focus: false,
    isTyping: false,
    courses: [] as CourseCard[],
    teachers: [] as string[],
    next: null as string | null,
    isMore: false,
    moreFailed: '',
    hasFilter: false,
  },

  /** Answers that come late for an older question are not shown. */
  question: 0,

  onLoad({ keyword, category, teacher, price, focus }: Record<string, string | undefined>) {
    const home = kept<{ categories: { name: string }[] }>('home')
    this.setData({
      keyword: decoded(keyword),
      category: decoded(category),
      teacher: decoded(teacher),
      price: isPrice(price) ? price : '',
      // Where nothing may be sold, only what is free has a price.
      prices: buyingShut() ? PRICES.filter(({ value }) => value === 'free') : PRICES,
      focus: focus === '1',
      categories: home?.categories.map(({ name }) => name) ?? [],
      history: (wx.getStorageSync(HISTORY) || []) as string[], // only written below
    })
    void this.look()
    if (!home) void this.nameCategories()
  },

  /** Opened by a link, the shop window has not been seen on this phone yet. */
  async nameCategories() {
    try {
      const { categories } = await call('browseCatalog', { action: 'home' })
      this.setData({ categories: categories.map(({ name }) => name) })
    } catch (error) {
      // The list itself says what is wrong; without categories it can still be searched.
      console.info('no categories', error)
    }
  },

  wish(after?: string): Wish {
    const { keyword, category, teacher, price } = this.data
    return {
      action: 'list',
      ...(keyword && { keyword }),
      ...(category && { category }),
      ...(teacher && { teacher }),
      ...(price && { price }),
      ...(after && { after }),
    }
  },

  async look() {
    const question = ++this.question
    const { keyword, category, teacher, price } = this.data
    this.setData({ view: { status: 'loading' }, hasFilter: !!(keyword || category || teacher || price) })
    try {
      const { courses, next } = await call('browseCatalog', this.wish())
      if (question !== this.question) return
      const teachers = [...new Set([...courses.map((card) => card.teacherName), ...(teacher ? [teacher] : [])])]
      this.setData({
        courses,
        next,
        moreFailed: '',
        ...(!teacher && { teachers }),
        ...(teacher && !this.data.teachers.length && { teachers }),
        view: { status: courses.length ? 'ready' : 'empty' },
      })
    } catch (error) {
      if (question === this.question) this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  async onReachBottom() {
    const { next, isMore, courses } = this.data
    if (!next || isMore) return
    const question = this.question
    this.setData({ isMore: true, moreFailed: '' })
    try {
      const page = await call('browseCatalog', this.wish(next))
      if (question === this.question) this.setData({ courses: [...courses, ...page.courses], next: page.next })
    } catch (error) {
      this.setData({ moreFailed: wordsFor(error) })
    }
    this.setData({ isMore: false })
  },

  async onPullDownRefresh() {
    await this.look()
    wx.stopPullDownRefresh()
  },

  onRetry() {
    void this.look()
  },

  onKeywordChange({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ keyword: detail.value, isTyping: true })
  },

  onSearchFocus() {
    this.setData({ isTyping: true })
  },

  onSearch() {
    this.search(this.data.keyword.trim())
  },

  onClear() {
    this.search('')
  },

  onHistoryTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.search(currentTarget.dataset.word)
  },

  onForgetTap() {
    wx.removeStorageSync(HISTORY)
    this.setData({ history: [] })
  },

  search(keyword: string) {
    const history = remember(this.data.history, keyword)
    wx.setStorageSync(HISTORY, history)
    this.setData({ keyword, history, isTyping: false, focus: false })
    void this.look()
  },

  // Tapped again, a chip is taken off.
  onCategoryTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { name } = currentTarget.dataset
    this.setData({ category: name === this.data.category ? '' : name })
    void this.look()
  },

  onPriceTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { value } = currentTarget.dataset
    this.setData({ price: value === this.data.price ? '' : value })
    void this.look()
  },

  onTeacherTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { name } = currentTarget.dataset
    this.setData({ teacher: name === this.data.teacher ? '' : name })
    void this.look()
  },

  onAllTap() {
    this.setData({ keyword: '', category: '', teacher: '', price: '', isTyping: false })
    void this.look()
  },
})
