import type { Input } from '../../../../core/contract'
import { call } from '../../../api/call'
import { type Found, listed, listing } from '../../../styles/listing'
import { page } from '../../../styles/page'
import { money, yuan } from '../../../words/money'
import { fenOf, officeWordsFor } from '../../words'
import { givenWords, outcomeWords, type Review, type Reviewed, reviewOf } from './review'
import { refundsWords } from './words'

/** The decision whose panel is open. */
type Asking = 'refuse' | 'part' | 'settle'
type Decision = Exclude<Input<'reviewRefunds'>, { action: 'waiting' | 'all' | 'look' }>
/** What is listed: what waits to be decided, or every order. */
type Kind = 'waiting' | 'all'

Page({
  behaviors: [page(refundsWords)],
  ...listing(officeWordsFor),

  data: {
    ...listed<Review>(),
    kind: 'waiting' as Kind,
    shownId: '',
    number: '',
    isFinding: false,
    findFailed: '',
    found: null as Review | null,
    busyId: '',
    asking: '' as Asking | '',
    askedId: '',
    panel: { title: '', lead: '', act: '', words: '' },
    words: '',
    amount: '',
    shut: false,
    effect: '',
    panelNote: '',
    isComplete: false,
  },

  /** What the server said about each order on the page. */
  known: {} as Record<string, Reviewed | undefined>,

  onLoad() {
    void this.refresh()
  },

  reviewed(list: Reviewed[]): Review[] {
    for (const one of list) this.known[one.order.orderId] = one
    return list.map((one) => reviewOf(one))
  },

  async ask(after?: string): Promise<Found<Review>> {
    const { orders, next } = await call('reviewRefunds', { action: this.data.kind, ...(after && { after }) })
    return { rows: this.reviewed(orders), next }
  },

  onKindTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { kind } = currentTarget.dataset as { kind: Kind } // from the template
    if (kind === this.data.kind) return
    this.setData({ kind, rows: [], next: null, shownId: '', view: { status: 'loading' } })
    void this.refresh()
  },

  onReviewTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { id } = currentTarget.dataset
    this.setData({ shownId: id === this.data.shownId ? '' : id })
  },

  onNumberInput({ detail }: WechatMiniprogram.Input) {
    this.setData({ number: detail.value, findFailed: '', ...(!detail.value && { found: null }) })
  },

  async onFindTap() {
    const orderId = this.data.number.trim()
    if (!orderId || this.data.isFinding) return
    this.setData({ isFinding: true, findFailed: '', found: null })
    try {
      const { reviewed } = await call('reviewRefunds', { action: 'look', orderId })
      const [found = null] = this.reviewed([reviewed])
      this.setData({ found, shownId: orderId })
    } catch (error) {
      this.setData({ findFailed: officeWordsFor(error) })
    }
    this.setData({ isFinding: false })
  },

  async onAgreeTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const orderId: string = currentTarget.dataset.id
    const one = this.known[orderId]
    if (!one || this.data.busyId) return
    const { confirm } = await wx.showModal({
      title: refundsWords().agreeTitle,
      content: reviewOf(one).agreed,
      confirmText: refundsWords().agreeYes,
      cancelText: refundsWords().think,
    })
    if (confirm) await this.decide({ action: 'agree', orderId })
  },

  async onAgainTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    if (!this.data.busyId) await this.decide({ action: 'again', orderId: currentTarget.dataset.id })
  },

  onAskTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { id, asking } = currentTarget.dataset as { id: string; asking: Asking }
    const one = this.known[id]
    if (!one || this.data.busyId) return
    const { buyer, leftFen } = reviewOf(one)
    const { panels, left } = refundsWords()
    this.setData({
      asking,
      askedId: id,
      panel: { ...panels[asking], ...(asking === 'part' && { lead: left(buyer, money(leftFen)) }) },
      words: '',
      amount: '',
      shut: false,
      effect: '',
      panelNote: '',
      isComplete: false,
    })
  },

  onPanelClose() {
    this.setData({ asking: '' })
  },

  onWordsInput({ detail }: WechatMiniprogram.Input) {
    this.weigh({ words: detail.value })
  },

  onAmountInput({ detail }: WechatMiniprogram.Input) {
    this.weigh({ amount: detail.value })
  },

  onAllTap() {
    const one = this.known[this.data.askedId]
    if (one) this.weigh({ amount: yuan(reviewOf(one).leftFen) })
  },

  onShutChange({ detail }: WechatMiniprogram.CustomEvent<{ value: boolean }>) {
    this.weigh({ shut: detail.value })
  },

  /** Whether what is filled in can be done, and what it will do. */
  weigh(change: { words?: string; amount?: string; shut?: boolean }) {
    const { asking, words, amount, shut, askedId } = { ...this.data, ...change }
    const one = this.known[askedId]
    const fen = fenOf(amount)
    const isPart = asking === 'part'
    const leftFen = one ? reviewOf(one).leftFen : 0
    const fits = fen !== null && fen > 0 && fen <= leftFen
    this.setData({
      ...change,
      effect: one && isPart && fits ? givenWords(one, fen, shut) : '',
      panelNote: isPart && amount && !fits ? refundsWords().between(yuan(leftFen)) : '',
      isComplete: words.trim().length > 0 && (!isPart || fits),
    })
  },

  async onDecideTap() {
    const { asking, askedId: orderId, words, amount, shut } = this.data
    const answer = words.trim()
    const fen = fenOf(amount)
    if (asking === 'refuse') await this.decide({ action: 'refuse', orderId, answer })
    else if (asking === 'settle') await this.decide({ action: 'settle', orderId, answer })
    else if (asking === 'part' && fen) await this.decide({ action: 'give', orderId, fen, reason: answer, shut })
  },

  async decide(decision: Decision) {
    const { orderId } = decision
    this.setData({ busyId: orderId, note: '', panelNote: '' })
    try {
      const { reviewed } = await call('reviewRefunds', decision)
      this.show(reviewed)
      this.setData({ asking: '' })
      void wx.showToast({ title: outcomeWords(reviewed), icon: 'none' })
    } catch (error) {
      const why = officeWordsFor(error)
      this.setData(this.data.asking ? { panelNote: why } : { note: why })
    }
    this.setData({ busyId: '' })
  },

  /** What still waits stays in the list as it is now; what does not, leaves it, unless the list is of all. */
  show(reviewed: Reviewed) {
    const [review] = this.reviewed([reviewed])
    if (!review) return
    const stays = this.data.kind === 'all' || review.may === 'decide' || review.may === 'mend'
    const rows = this.data.rows.flatMap((one) => (one.orderId !== review.orderId ? [one] : stays ? [review] : []))
    this.setData({
      rows,
      ...(this.data.found?.orderId === review.orderId && { found: review }),
      view: { status: rows.length || this.data.next ? 'ready' : 'empty' },
    })
  },

  onCopyTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.setClipboardData({ data: currentTarget.dataset.id })
  },
})
