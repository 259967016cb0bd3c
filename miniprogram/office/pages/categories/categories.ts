import type { Input } from '../../../../core/contract'
import type { CategoryView } from '../../../../core/contract/shapes'
import { call } from '../../../api/call'
import { page } from '../../../styles/page'
import { officeWordsFor } from '../../words'
import { placesFor, type Row, reordered, rowsOf } from './rows'
import { categoriesOfficeWords } from './words'

type View = { status: 'loading' } | { status: 'empty' } | { status: 'failed'; why: string } | { status: 'ready' }
type Draft = { path: string | null; name: string; description: string; parent: string }

const NEW: Draft = { path: null, name: '', description: '', parent: '' }

Page({
  behaviors: [page(categoriesOfficeWords)],

  data: {
    view: { status: 'loading' } as View,
    rows: [] as Row[],
    isOpen: false,
    draft: NEW,
    places: [] as CategoryView[],
    isBusy: false,
    note: '',
  },

  tree: [] as CategoryView[],

  onLoad() {
    void this.refresh()
  },

  show(tree: CategoryView[]) {
    this.tree = tree
    this.setData({ rows: rowsOf(tree), view: { status: tree.length ? 'ready' : 'empty' } })
  },

  async refresh() {
    try {
      this.show((await call('arrangeCategories', { action: 'look' })).categories)
    } catch (error) {
      this.setData({ view: { status: 'failed', why: officeWordsFor(error) } })
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

  /** True when it was done; what went wrong is said in the panel. */
  async arrange(input: Input<'arrangeCategories'>): Promise<boolean> {
    if (this.data.isBusy) return false
    this.setData({ isBusy: true, note: '' })
    try {
      this.show((await call('arrangeCategories', input)).categories)
      return true
    } catch (error) {
      this.setData({ note: officeWordsFor(error) })
      return false
    } finally {
      this.setData({ isBusy: false })
    }
  },

  async onMoveTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { path, by } = currentTarget.dataset as { path: string; by: 1 | -1 } // set in the template
    const paths = reordered(this.tree, path, by)
    if (paths) await this.arrange({ action: 'order', paths })
  },

  open(draft: Draft) {
    this.setData({ draft, places: placesFor(this.tree, draft.path), isOpen: true, note: '' })
  },

  onRowTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const one = this.tree.find(({ path }) => path === currentTarget.dataset.path)
    if (one) this.open({ path: one.path, name: one.name, description: one.description, parent: one.parent })
  },

  onAddTap() {
    this.open(NEW)
  },

  onClose() {
    this.setData({ isOpen: false, note: '' })
  },

  onInput({ currentTarget, detail }: WechatMiniprogram.Input) {
    const field: 'name' | 'description' = currentTarget.dataset.field
    this.setData({ [`draft.${field}`]: detail.value, note: '' })
  },

  onPlaceTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.setData({ 'draft.parent': currentTarget.dataset.path })
  },

  async onSaveTap() {
    if (!(await this.arrange({ action: 'save', ...this.data.draft }))) return
    this.setData({ isOpen: false })
    void wx.showToast({ title: categoriesOfficeWords().saved, icon: 'none' })
  },

  async onPutAwayTap() {
    const { path } = this.data.draft
    if (path !== null && (await this.arrange({ action: 'putAway', path }))) this.setData({ isOpen: false })
  },
})
