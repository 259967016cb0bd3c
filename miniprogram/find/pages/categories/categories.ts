import type { CategoryView } from '../../../../core/contract/shapes'
import { call, wordsFor } from '../../../api/call'
import { keep, kept } from '../../../api/kept'
import { page } from '../../../styles/page'
import { type Branch, branchesOf } from './tree'
import { categoriesWords } from './words'

type View = { status: 'loading' } | { status: 'empty' } | { status: 'failed'; why: string } | { status: 'ready' }

Page({
  behaviors: [page(categoriesWords)],

  data: {
    view: { status: 'loading' } as View,
    branches: [] as (Branch & { count: string })[],
  },

  onLoad() {
    const last = kept<CategoryView[]>('categories')
    if (last?.length) this.show(last)
    void this.refresh()
  },

  show(tree: CategoryView[]) {
    const { courses } = categoriesWords()
    const branches = branchesOf(tree).map((branch) => ({ ...branch, count: courses(branch.courseCount) }))
    this.setData({ branches, view: { status: branches.length ? 'ready' : 'empty' } })
  },

  async refresh() {
    try {
      const { categories } = await call('browseCatalog', { action: 'categories' })
      keep('categories', categories)
      this.show(categories)
    } catch (error) {
      if (this.data.view.status !== 'ready') this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onHomeTap() {
    void wx.switchTab({ url: '/pages/home/home' })
  },

  onTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `/pages/list/list?category=${encodeURIComponent(currentTarget.dataset.path)}` })
  },
})
