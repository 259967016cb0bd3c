import type { Output } from '../../core/contract'
import type { Goods, PayMethod, PaySheet } from '../../core/contract/shapes'
import { call, codeOf, wordsFor } from '../api/call'
import { words } from '../api/words'
import { device } from '../device/channel'
import { noteConsent } from '../messages/consent'
import { freshLoginCode, numberOf, payVirtually, VIRTUAL, virtualWords } from './virtualPayment'
import { purchaseWords } from './words'

type Bought = Output<'buyCourse'>
type Bill = Extract<Bought, { status: 'pay' }>

/** What somebody wants, and how they would pay for it. */
export type Want = {
  goods: Goods
  method?: PayMethod
  usePoints?: boolean
  useBalance?: boolean
  /** The version of the agreement that the page showed. */
  agreed?: number
}

/** How a purchase ended for the page that began it. */
export type Purchase =
  | { outcome: 'paid'; orderId: string }
  /** Nothing was left to pay: it is open. */
  | { outcome: 'joined'; orderId: string }
  | { outcome: 'owned' }
  /** There is something else to agree to than the page showed. */
  | { outcome: 'changed'; why: string }
  /** The payment goes on at another page, which has been opened. */
  | { outcome: 'elsewhere'; orderId: string }
  | { outcome: 'left'; orderId: string; why: string }
  | { outcome: 'failed'; why: string }

const isVirtual = (method: PayMethod | undefined): boolean => method === 'virtualGoods' || method === 'virtualCoins'

/** Opens the order, or takes up the one that waits. A virtual payment is signed with a session key that must be fresh. */
async function order({ goods, method, usePoints, useBalance, agreed }: Want): Promise<Bought> {
  const way = {
    device: device(),
    ...(method && { method }),
    ...(isVirtual(method) && { loginCode: await freshLoginCode() }),
  }
  const choice = {
    ...way,
    ...(usePoints && { usePoints }),
    ...(useBalance && { useBalance }),
    ...(agreed && { agreed }),
  }
  switch (goods.kind) {
    case 'course':
      return call('buyCourse', { ...choice, courseId: goods.courseId })
    case 'gift':
      return call('buyCourse', { ...choice, courseId: goods.courseId, asGift: true })
    case 'membership':
      return call('buyMembership', { ...choice, planId: goods.planId })
    case 'topUp':
      return call('topUpWallet', { ...way, fen: goods.fen })
  }
}

/** Consent for one message about this order. Refusing it, or an old WeChat, never stands in the way of buying. */
async function askToNotify(templateId: string | null): Promise<void> {
  if (!templateId) return
  const answer = await wx.requestSubscribeMessage({ tmplIds: [templateId] }).catch((error: unknown) => {
    console.info('no message consent', error)
  })
  if (answer) noteConsent(answer, { key: 'opened', templateId })
}

const isCancel = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'errMsg' in error && /cancel/.test(String(error.errMsg))

/** A left order keeps its price until it expires. */
const heldWords = (expiresAt: string): string =>
  purchaseWords().kept(Math.max(1, Math.ceil((Date.parse(expiresAt) - Date.now()) / 60_000)))

async function payInWeChat(bill: Bill, { params }: Extract<PaySheet, { method: 'jsapi' }>): Promise<Purchase> {
  const { orderId } = bill
  try {
    await wx.requestPayment(params)
    return { outcome: 'paid', orderId }
  } catch (error) {
    if (isCancel(error)) return { outcome: 'left', orderId, why: heldWords(bill.expiresAt) }
    console.warn('the payment did not go through', error)
    return { outcome: 'failed', why: words().PAYMENT_REFUSED }
  }
}

type VirtualSheet = Extract<PaySheet, { method: 'virtualGoods' | 'virtualCoins' }>

/** A session key that has run out is renewed once: WeChat refused before anybody saw a sheet. */
async function payWithWeChatsGoods(want: Want, bill: Bill, sheet: VirtualSheet, isAgain = false): Promise<Purchase> {
  const { orderId } = bill
  try {
    await payVirtually(sheet.params)
    return { outcome: 'paid', orderId }
  } catch (error) {
    const number = numberOf(error)
    if (number === VIRTUAL.SESSION_EXPIRED && !isAgain) {
      const next = await order({ ...want, method: sheet.method })
      return settle(want, next, true)
    }
    // A number that WeChat has shown once is used up: the next tap opens a new order.
    if (number === VIRTUAL.CANCELLED) return { outcome: 'left', orderId, why: purchaseWords().left }
    console.warn('the virtual payment did not go through', error)
    return { outcome: 'failed', why: virtualWords(number) }
  }
}

/** Hands the payment over to a page of its own. */
async function payElsewhere(orderId: string, url: string): Promise<Purchase> {
  await wx.navigateTo({ url })
  return { outcome: 'elsewhere', orderId }
}

async function settle(want: Want, bought: Bought, isAgain = false): Promise<Purchase> {
  if (bought.status === 'opened') return { outcome: 'joined', orderId: bought.orderId }
  const { sheet, orderId, fen, expiresAt } = bought
  switch (sheet.method) {
    case 'jsapi':
      return payInWeChat(bought, sheet)
    case 'virtualGoods':
    case 'virtualCoins':
      return payWithWeChatsGoods(want, bought, sheet, isAgain)
    case 'native': {
      const code = encodeURIComponent(sheet.codeUrl)
      const until = encodeURIComponent(expiresAt)
      return payElsewhere(orderId, `/shop/pages/scan/scan?orderId=${orderId}&fen=${fen}&until=${until}&code=${code}`)
    }
    case 'h5':
    case 'alipayPage':
    case 'alipayWap':
      return payElsewhere(orderId, `/shop/pages/outside/outside?url=${encodeURIComponent(sheet.url)}`)
  }
}

/** Buys what is wanted, or goes on paying for its open order. Resolves when the pay sheet is gone; never throws. */
export async function purchase(want: Want): Promise<Purchase> {
  try {
    const bought = await order(want)
    if (bought.status === 'pay') await askToNotify(bought.templateId)
    return await settle(want, bought)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ALREADY_OWNED') return { outcome: 'owned' }
    return { outcome: code === 'AGREEMENT_CHANGED' ? 'changed' : 'failed', why: wordsFor(error) }
  }
}
