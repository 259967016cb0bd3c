import type { Favourite } from '../../../../core/contract/favourites'
import { call, wordsFor } from '../../../api/call'
import { buyingShut } from '../../../device/channel'
import { page } from '../../../styles/page'
import { money } from '../../../words/money'
import { favouritesWords } from './words'

type View = { status: 'loading' } | { status: 'empty' } | { status: 'failed'; why: string } | { status: 'ready' }
type Row = Favourite & { fell: string; isOff: boolean }

const rowOf = (one: Favourite): Row => ({
  ...one,
  fell: one.fellFen > 0 && !buyingShut() ? favouritesWords().fell(money(one.fellFen)) : '',
  isOff: false,
})

Page({
  behaviors: [page(favouritesWords)],

  data: {
    view: { status: 'loading' } as View,
    rows: [] as Row[],
    next: null as string | null,
    isMore: false,
    note: '',
  },

  onShow() {
    void this.refresh()
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  async refresh() {
    try {
      const { favourites, next } = await call('favourites', { action: 'list' })
      const rows = favourites.map((one) => rowOf(one))
      this.setData({ rows, next, note: '', view: { status: rows.length ? 'ready' : 'empty' } })
    } catch (error) {
      if (this.data.view.status === 'ready') this.setData({ note: wordsFor(error) })
      else this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  async onReachBottom() {
    const { next, isMore, rows } = this.data
    if (!next || isMore) return
    this.setData({ isMore: true })
    try {
      const found = await call('favourites', { action: 'list', after: next })
      this.setData({ rows: [...rows, ...found.favourites.map((one) => rowOf(one))], next: found.next })
    } catch (error) {
      this.setData({ note: wordsFor(error) })
    }
    this.setData({ isMore: false })
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onFindTap() {
    void wx.switchTab({ url: '/pages/home/home' })
  },

  /** Taken off at once, and its row stays with a way back. */
  async onHeartTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const at = this.data.rows.findIndex(({ courseId }) => courseId === currentTarget.dataset.id)
    const row = this.data.rows[at]
    if (!row) return
    const isOff = !row.isOff
    this.setData({ [`rows[${at}].isOff`]: isOff, note: '' })
    try {
      await call('favourites', { action: isOff ? 'remove' : 'add', courseId: row.courseId })
    } catch (error) {
      this.setData({ [`rows[${at}].isOff`]: row.isOff, note: wordsFor(error) })
    }
  },
})
