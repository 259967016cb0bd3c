import type { Output } from '../../../../core/contract'
import { call, wordsFor } from '../../../api/call'
import { buyingShut } from '../../../device/channel'
import { page } from '../../../styles/page'
import { money } from '../../../words/money'
import { type Account, type MovementRow, movementRow, pointsHint } from '../../../words/wallet'
import { checkoutOf } from '../../goods'
import { walletWords } from './words'

type Wallet = Output<'myWallet'>
type View = { status: 'loading' } | { status: 'failed'; why: string } | { status: 'ready' }

/** The statement below: of what, and how far it has come. */
type List = { status: 'loading' | 'empty' | 'ready'; rows: MovementRow[]; next: string | null; isMore: boolean }

const NOTHING: List = { status: 'loading', rows: [], next: null, isMore: false }

Page({
  behaviors: [page(walletWords)],

  data: {
    view: { status: 'loading' } as View,
    of: 'wallet' as Account,
    balance: '',
    points: 0,
    pointsHint: '',
    /** Empty where nothing can be put in. */
    amounts: [] as { fen: number; words: string }[],
    chosenFen: 0,
    list: NOTHING,
    note: '',
  },

  onShow() {
    // Also after a top-up: there is more in it.
    void this.refresh()
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  async refresh() {
    const { of } = this.data
    try {
      const wallet = await call('myWallet', { of })
      // A tap on the other tab may have overtaken this answer.
      if (of === this.data.of) this.show(wallet)
    } catch (error) {
      if (this.data.view.status === 'ready') this.setData({ note: wordsFor(error) })
      else this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  show(wallet: Wallet) {
    const { of, chosenFen } = this.data
    const amounts = wallet.canTopUp && !buyingShut() ? wallet.topUpFen : []
    const rows = wallet.movements.map((movement) => movementRow(movement, of))
    this.setData({
      balance: money(wallet.walletFen),
      points: wallet.points,
      pointsHint: pointsHint(wallet),
      amounts: amounts.map((fen) => ({ fen, words: money(fen) })),
      chosenFen: amounts.includes(chosenFen) ? chosenFen : (amounts[0] ?? 0),
      list: { status: rows.length ? 'ready' : 'empty', rows, next: wallet.next, isMore: false },
      note: '',
      view: { status: 'ready' },
    })
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onTabTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { of } = currentTarget.dataset
    if (of === this.data.of) return
    this.setData({ of, list: NOTHING })
    void this.refresh()
  },

  async onReachBottom() {
    const { list, of } = this.data
    if (!list.next || list.isMore) return
    this.setData({ list: { ...list, isMore: true } })
    try {
      const wallet = await call('myWallet', { of, after: list.next })
      if (of !== this.data.of) return
      const rows = wallet.movements.map((movement) => movementRow(movement, of))
      this.setData({ list: { ...list, rows: [...list.rows, ...rows], next: wallet.next, isMore: false } })
    } catch (error) {
      this.setData({ list: { ...list, isMore: false }, note: wordsFor(error) })
    }
  },

  onAmountTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.setData({ chosenFen: currentTarget.dataset.fen })
  },

  onTopUpTap() {
    if (this.data.chosenFen) void wx.navigateTo({ url: checkoutOf({ kind: 'topUp', fen: this.data.chosenFen }) })
  },

  onMovementTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { order } = currentTarget.dataset
    if (order) void wx.navigateTo({ url: `/shop/pages/order/order?orderId=${order}` })
  },
})
