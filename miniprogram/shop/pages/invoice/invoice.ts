import { call, codeOf, wordsFor } from '../../../api/call'
import { page } from '../../../styles/page'
import { money } from '../../../words/money'
import { keptFen } from '../../../words/order'
import { EMPTY, FINE, formOf, type InvoiceForm, isFine, taxNoOf, wrongIn } from './form'
import { invoiceWords } from './words'

type View =
  | { status: 'loading' }
  | { status: 'failed'; why: string }
  | { status: 'closed'; why: string }
  | { status: 'writing' }
  | { status: 'asked'; how: string }

Page({
  behaviors: [page(invoiceWords)],

  data: {
    orderId: '',
    view: { status: 'loading' } as View,
    amount: '',
    form: EMPTY,
    wrong: FINE,
    isBusy: false,
    note: '',
  },

  onLoad({ orderId = '' }: Record<string, string | undefined>) {
    this.setData({ orderId })
    void this.open()
  },

  async open() {
    try {
      const { order } = await call('checkOrder', { orderId: this.data.orderId })
      const { invoice } = order
      if (invoice && invoice.state !== 'asked')
        this.setData({ view: { status: 'closed', why: invoiceWords().issued(invoice.number, invoice.email) } })
      else
        this.setData({
          amount: money(keptFen(order)),
          view: { status: 'writing' },
          ...(invoice && { form: formOf(invoice) }),
        })
    } catch (error) {
      this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.open()
  },

  onKindTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.write({ kind: currentTarget.dataset.kind })
  },

  onTitleInput({ detail }: WechatMiniprogram.Input) {
    this.write({ title: detail.value })
  },

  onTaxNoInput({ detail }: WechatMiniprogram.Input) {
    this.write({ taxNo: detail.value })
  },

  onEmailInput({ detail }: WechatMiniprogram.Input) {
    this.write({ email: detail.value })
  },

  /** While somebody corrects, what was wrong is not said again until they are done. */
  write(part: Partial<InvoiceForm>) {
    this.setData({ form: { ...this.data.form, ...part }, wrong: FINE, note: '' })
  },

  async onAskTap() {
    const { orderId, form, isBusy } = this.data
    if (isBusy) return
    const wrong = wrongIn(form)
    this.setData({ wrong })
    if (!isFine(wrong)) return
    this.setData({ isBusy: true, note: '' })
    try {
      const taxNo = form.kind === 'company' ? taxNoOf(form.taxNo) : ''
      const email = form.email.trim()
      await call('askInvoice', { orderId, title: form.title.trim(), taxNo, email })
      this.setData({ view: { status: 'asked', how: invoiceWords().askedHow(email) } })
    } catch (error) {
      if (codeOf(error) === 'INVOICE_NOT_POSSIBLE') this.setData({ view: { status: 'closed', why: wordsFor(error) } })
      else this.setData({ note: wordsFor(error) })
    }
    this.setData({ isBusy: false })
  },

  onOrderTap() {
    const pages = getCurrentPages()
    if (pages[pages.length - 2]?.route === 'shop/pages/order/order') void wx.navigateBack()
    else void wx.redirectTo({ url: `/shop/pages/order/order?orderId=${this.data.orderId}` })
  },
})
