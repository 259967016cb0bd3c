import type { Output } from '../../../../core/contract'
import type { Goods } from '../../../../core/contract/shapes'
import { call, codeOf, wordsFor } from '../../../api/call'
import { buyingShut, device } from '../../../device/channel'
import { page } from '../../../styles/page'
import { metaOf } from '../../../words/course'
import { titleOf } from '../../../words/goods'
import { money } from '../../../words/money'
import { goodsOf } from '../../goods'
import { type Choice, type Offer, offerOf, promiseOf } from '../../offer'
import { planRows } from '../../plans'
import { purchase } from '../../purchase'
import { checkoutWords } from './words'

type Quote = Output<'quotePrice'>

type View =
  | { status: 'loading' }
  | { status: 'failed'; why: string }
  | { status: 'gone'; why: string }
  | { status: 'owned' }
  /** Nothing may be sold here, or no place is left, and why. */
  | { status: 'shut'; why: string }
  | { status: 'ready' }

/** What is bought, as its card shows it. */
type Shown = { title: string; meta: string; coverUrl: string; coverTitle: string; rights: string[]; notes: string }

const NOTHING: Shown = { title: '', meta: '', coverUrl: '', coverTitle: '', rights: [], notes: '' }
const FIRST: Choice = { usePoints: false, useBalance: false, method: null }

/** The picture and the facts beside the title. They dress the page and never keep anybody from buying. */
async function shownOf(goods: Goods): Promise<Partial<Shown>> {
  try {
    if (goods.kind === 'membership') {
      const plan = planRows(await call('showMembership', {})).find(({ planId }) => planId === goods.planId)
      return plan ? { meta: plan.days, rights: plan.rights } : {}
    }
    if (goods.kind === 'topUp') return { meta: checkoutWords().intoWallet(money(goods.fen)) }
    const { course } = await call('browseCatalog', { action: 'detail', courseId: goods.courseId })
    return {
      meta: metaOf(course.card),
      coverUrl: course.card.coverUrl ?? '',
      coverTitle: course.card.title,
      notes: course.card.fen > 0 ? course.notes : '',
    }
  } catch (error) {
    console.info('the goods have no picture', error)
    return {}
  }
}

Page({
  behaviors: [page(checkoutWords)],

  data: {
    view: { status: 'loading' } as View,
    goods: null as Goods | null,
    shown: NOTHING,
    choice: FIRST,
    offer: null as Offer | null,
    promise: '',
    /** What is to be read before buying, opened. */
    areNotesOpen: false,
    isQuoting: false,
    isBusy: false,
    /** A quiet line above the button: an order that waits, a payment that did not go through. */
    note: '',
    /** An order that is being paid at another page. */
    elsewhereId: '',
    /** Counts the questions about the price: only the newest answer is shown. */
    asked: 0,
  },

  onLoad(query: Record<string, string | undefined>) {
    const goods = goodsOf(query)
    if (!goods) {
      this.setData({ view: { status: 'gone', why: checkoutWords().badAddress } })
      return
    }
    this.setData({ goods })
    void this.open(goods)
  },

  onShow() {
    if (this.data.elsewhereId) void this.lookElsewhere(this.data.elsewhereId)
  },

  async open(goods: Goods) {
    const [shown] = await Promise.all([shownOf(goods), this.quote(FIRST)])
    this.setData({ shown: { ...this.data.shown, ...shown } })
  },

  /** Asks what it costs with this choice. A failure leaves what stands, with a word about it. */
  async quote(choice: Choice) {
    const { goods } = this.data
    if (!goods) return
    const asked = this.data.asked + 1
    this.setData({ asked, isQuoting: true })
    try {
      const { usePoints, useBalance } = choice
      const quote = await call('quotePrice', { goods, device: device(), usePoints, useBalance })
      if (asked === this.data.asked) this.show(goods, quote, choice)
    } catch (error) {
      if (asked === this.data.asked) this.refuse(error)
    }
    if (asked === this.data.asked) this.setData({ isQuoting: false })
  },

  show(goods: Goods, quote: Quote, choice: Choice) {
    if (quote.price.payFen > 0 && buyingShut()) {
      this.setData({ view: { status: 'shut', why: buyingShut() } })
      return
    }
    const offer = offerOf(goods, quote, choice)
    this.setData({
      choice: { ...choice, method: offer.method },
      offer,
      promise: promiseOf(goods, quote),
      shown: { ...this.data.shown, title: titleOf(quote.title) },
      view: { status: 'ready' },
    })
  },

  refuse(error: unknown) {
    const why = wordsFor(error)
    switch (codeOf(error)) {
      case 'ALREADY_OWNED':
        return this.setData({ view: { status: 'owned' } })
      case 'COURSE_NOT_FOUND':
      case 'PLAN_NOT_FOUND':
      case 'AMOUNT_NOT_OFFERED':
        return this.setData({ view: { status: 'gone', why } })
      case 'SOLD_OUT':
      case 'SEATS_HELD':
        return this.setData({ view: { status: 'shut', why } })
      case 'NO_WAY_TO_PAY':
        return this.setData({ view: { status: 'shut', why: checkoutWords().notOffered } })
      default:
        // The switch goes back to where the price on the page is true.
        if (this.data.view.status === 'ready') return this.setData({ note: why, offer: this.data.offer })
        return this.setData({ view: { status: 'failed', why } })
    }
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    if (this.data.goods) void this.open(this.data.goods)
  },

  onPointsChange({ detail }: WechatMiniprogram.CustomEvent<{ value: boolean }>) {
    this.setData({ note: '' })
    void this.quote({ ...this.data.choice, usePoints: detail.value })
  },

  onBalanceChange({ detail }: WechatMiniprogram.CustomEvent<{ value: boolean }>) {
    this.setData({ note: '' })
    void this.quote({ ...this.data.choice, useBalance: detail.value })
  },

  onWayTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { offer, choice, isBusy } = this.data
    if (!offer || isBusy) return
    const { method } = currentTarget.dataset
    this.setData({
      choice: { ...choice, method },
      offer: { ...offer, method, ways: offer.ways.map((way) => ({ ...way, isOn: way.method === method })) },
    })
  },

  onNotesTap() {
    this.setData({ areNotesOpen: !this.data.areNotesOpen })
  },

  onAgreementTap() {
    const { offer } = this.data
    if (offer?.agreement) void wx.navigateTo({ url: offer.agreement.url })
  },

  onShutTap() {
    const act = this.data.offer?.shut?.act
    if (act === 'topUp') void wx.navigateTo({ url: '/shop/pages/wallet/wallet' })
    if (act === 'redeem') void wx.navigateTo({ url: '/shop/pages/redeem/redeem' })
  },

  onGoneTap() {
    const { goods } = this.data
    const { status } = this.data.view
    if (status === 'gone' && goods?.kind === 'membership')
      void wx.redirectTo({ url: '/shop/pages/membership/membership' })
    else if (status === 'gone' && goods?.kind === 'topUp') void wx.redirectTo({ url: '/shop/pages/wallet/wallet' })
    else void wx.redirectTo({ url: '/pages/list/list' })
  },

  onStudyTap() {
    const { goods } = this.data
    if (goods?.kind !== 'course') return
    const pages = getCurrentPages()
    if (pages[pages.length - 2]?.route === 'pages/course/course') void wx.navigateBack()
    else void wx.redirectTo({ url: `/pages/course/course?courseId=${goods.courseId}` })
  },

  async onPayTap() {
    const { goods, choice, offer, isBusy, isQuoting } = this.data
    if (!goods || isBusy || isQuoting) return
    this.setData({ isBusy: true, note: '' })
    const { method, usePoints, useBalance } = choice
    const agreed = offer?.agreement?.version
    const bought = await purchase({ goods, usePoints, useBalance, agreed, ...(method && { method }) })
    switch (bought.outcome) {
      case 'paid':
        await wx.redirectTo({ url: `/pages/paid/paid?orderId=${bought.orderId}&paid=1` })
        break
      case 'joined':
        await wx.redirectTo({ url: `/pages/paid/paid?orderId=${bought.orderId}` })
        break
      case 'owned':
        this.setData({ view: { status: 'owned' } })
        break
      case 'elsewhere':
        this.setData({ elsewhereId: bought.orderId })
        break
      case 'left':
        this.setData({ note: bought.why })
        break
      case 'changed':
      case 'failed':
        this.setData({ note: bought.why })
        // The price, the points, the balance or the agreement may be what stood in the way.
        await this.quote(choice)
    }
    this.setData({ isBusy: false })
  },

  /** Back from where the order was being paid: whether it was. */
  async lookElsewhere(orderId: string) {
    try {
      const { order } = await call('checkOrder', { orderId })
      if (order.state === 'pending') this.setData({ note: checkoutWords().notYet })
      else await wx.redirectTo({ url: `/pages/paid/paid?orderId=${orderId}` })
    } catch (error) {
      this.setData({ note: wordsFor(error) })
    }
  },
})
