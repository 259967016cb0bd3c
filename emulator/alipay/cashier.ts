import * as z from 'zod'
import type { DeskClock } from '../clock'
import type { DeskReply, DeskRequest, Route } from '../http'
import { type Account, GATEWAY_PATH } from './account'
import { chinaTime, momentOf } from './chinaTime'
import { AlipayRefusal, failed, invalid } from './errors'
import { vouched } from './letter'
import { LONGEST_ADDRESS, LONGEST_SUBJECT, LONGEST_TRADE_MS, MOST_FEN, SHORTEST_TRADE_MS } from './limits'
import { billPage, refusalPage, thanksPage } from './page'
import type { Postman } from './postman'
import { checked, parsed, type Request, text } from './request'
import { stateAt, type Terms, type Trade, type TradeBook, tradeNumber } from './trades'
import { fenOf, yuanOf } from './yuan'

const productCodes: Record<string, string> = {
  'alipay.trade.page.pay': 'FAST_INSTANT_TRADE_PAY',
  'alipay.trade.wap.pay': 'QUICK_WAP_WAY',
}
/** The methods that are a page for the buyer and no call of the API. */
export const isPage = (method: string): boolean => Object.hasOwn(productCodes, method)

const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?\//

const Address = text(LONGEST_ADDRESS).refine(
  (url) => URL.canParse(url) && /^https?:\/\//.test(url),
  'a full http or https address',
)
/** The desk lets the loopback address be plain http; a notice brings no query with it. */
const NotifyUrl = Address.refine((url) => !/[?#]/.test(url) && (url.startsWith('https://') || LOOPBACK.test(url)))

// opendocs.alipay.com/open/028r8t and 029i7e; a field that is not listed here is refused.
const PageOrder = z.strictObject({
  out_trade_no: z.string().regex(/^[0-9A-Za-z_]{1,64}$/, '1 to 64 of 0-9 A-Z a-z _'),
  total_amount: z.string().refine((yuan) => {
    const fen = fenOf(yuan) ?? 0
    return fen >= 1 && fen <= MOST_FEN
  }),
  subject: text(LONGEST_SUBJECT).refine((subject) => !/[/=&]/.test(subject), 'no / = &'),
  product_code: z.string(),
  time_expire: z
    .string()
    .refine((time) => momentOf(time) !== undefined)
    .optional(),
  quit_url: Address.optional(),
})

const Addresses = z.object({ notify_url: NotifyUrl.optional(), return_url: Address.optional() })

type Opened = { trade: Trade; returnUrl?: string; quitUrl?: string }

function termsOf({ method, business }: Request): Terms & { quitUrl?: string } {
  const order = parsed(PageOrder, business)
  if (order.product_code !== productCodes[method]) throw failed('INVALID_PARAMETER', '参数无效：product_code')
  if (order.quit_url !== undefined && method !== 'alipay.trade.wap.pay')
    throw failed('INVALID_PARAMETER', '参数无效：quit_url')
  return {
    outTradeNo: order.out_trade_no,
    method,
    fen: fenOf(order.total_amount) ?? 0,
    subject: order.subject,
    timeExpire: order.time_expire,
    quitUrl: order.quit_url,
  }
}

function expiryOf(timeExpire: string | undefined, now: number): number {
  const asked = timeExpire === undefined ? now + LONGEST_TRADE_MS : (momentOf(timeExpire) ?? 0)
  if (asked <= now) throw failed('NOW_TIME_AFTER_EXPIRE_TIME_ERROR', '订单已超过支付时间')
  return Math.min(now + LONGEST_TRADE_MS, Math.max(now + SHORTEST_TRADE_MS, asked))
}

const html = (body: string, status = 200): DeskReply => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  body,
})

const leadTo = (location: string): DeskReply => ({ status: 303, headers: { location } })

/**
 * Alipay's own page, as the buyer's browser reaches it: look at the bill, pay, or leave. Each step brings the whole signed
 * address, and each checks it again. Opening it is what brings the trade into being.
 */
export function cashier(who: Account, clock: DeskClock, book: TradeBook, post: Postman) {
  const { seller } = who

  function checkRepetition(known: Trade, terms: Terms): void {
    const isSame = (['outTradeNo', 'method', 'fen', 'subject', 'timeExpire'] as const).every(
      (name) => known[name] === terms[name],
    )
    if (!isSame) throw failed('CONTEXT_INCONSISTENT', '交易信息被篡改')
  }

  function checkPayable(trade: Trade): void {
    const state = stateAt(trade, clock.now())
    if (state === 'TRADE_CLOSED') throw failed('TRADE_HAS_CLOSE', '交易已经关闭')
    if (state !== 'WAIT_BUYER_PAY') throw failed('TRADE_HAS_SUCCESS', '交易已被支付')
  }

  /** The trade of a signed address, made now when nobody has opened it before. `late` forgives that it closed meanwhile. */
  function opened(query: string, late = false): Opened {
    const now = clock.now()
    const url = new URL(`http://127.0.0.1${GATEWAY_PATH}?${query}`)
    const request = checked({ url, headers: {}, body: Buffer.alloc(0) }, seller, now, true)
    if (!isPage(request.method)) throw invalid('isv.invalid-method', `${request.method} is no page`)
    const { quitUrl, ...terms } = termsOf(request)
    const { notify_url, return_url } = parsed(Addresses, request.parameters)
    const addresses = { returnUrl: return_url, quitUrl }

    const known = book.find(terms.outTradeNo)
    if (known) {
      checkRepetition(known, terms)
      if (!late) checkPayable(known)
      return { trade: known, ...addresses }
    }
    const trade: Trade = {
      ...terms,
      tradeNo: tradeNumber(now),
      notifyUrl: notify_url,
      createdAt: now,
      expiresAt: expiryOf(terms.timeExpire, now),
      state: 'WAIT_BUYER_PAY',
      refunds: [],
      notices: [],
    }
    book.put(trade)
    expectEnd(trade)
    return { trade, ...addresses }
  }

  /** Closes the trade and tells the shop: at its time, or when the shop asks. */
  function close(trade: Trade): Trade {
    const closed: Trade = { ...trade, state: 'TRADE_CLOSED', closedAt: clock.now() }
    // As Alipay tells it, also where nothing was ever paid.
    const withNotice = post.withNotice(closed, 'closed', { refund_fee: '0.00' })
    book.put(withNotice)
    post.expectLast(trade.outTradeNo)
    return withNotice
  }

  function expectEnd({ outTradeNo, expiresAt }: Trade): void {
    clock.at(expiresAt, () => {
      const trade = book.find(outTradeNo)
      if (trade?.state === 'WAIT_BUYER_PAY') close(trade)
    })
  }

  /** The money moves: one write holds payment and notice. The caller has checked that the trade may be paid. */
  function pay(trade: Trade): Trade {
    const { closedAt: _, ...rest } = trade
    const paid = post.withNotice({ ...rest, state: 'TRADE_SUCCESS', paidAt: clock.now() }, 'paid')
    book.put(paid)
    post.expectLast(trade.outTradeNo)
    return paid
  }

  /** The buyer's way back, with what Alipay vouches for on it. It proves nothing about the payment: only a notice or a query does. */
  function wayBack(returnUrl: string, trade: Trade): string {
    const url = new URL(returnUrl)
    const fields = {
      app_id: seller.appId,
      auth_app_id: seller.appId,
      charset: 'utf-8',
      method: `${trade.method}.return`,
      out_trade_no: trade.outTradeNo,
      seller_id: seller.sellerId,
      timestamp: chinaTime(clock.now()),
      total_amount: yuanOf(trade.fen),
      trade_no: trade.tradeNo,
      version: '1.0',
    }
    for (const [name, value] of Object.entries(vouched(who, fields))) url.searchParams.set(name, value)
    return url.href
  }

  const queryIn = ({ body }: DeskRequest): string => new URLSearchParams(body.toString('utf8')).get('order') ?? ''

  /** A step of the page: a refusal is a page, too. */
  const step = (method: string, path: string, answer: (request: DeskRequest) => DeskReply): Route => ({
    method,
    path,
    handle(request) {
      try {
        return answer(request)
      } catch (error) {
        if (!(error instanceof AlipayRefusal)) throw error
        return html(refusalPage(error.subCode, error.subMsg), 400)
      }
    },
  })

  const routes = [
    step('GET', GATEWAY_PATH, ({ url }) => {
      const query = url.search.slice(1)
      const { trade } = opened(query)
      return html(billPage({ sellerName: seller.name, trade, order: query }))
    }),
    step('POST', '/alipay/cashier/confirm', (request) => {
      const { trade, returnUrl } = opened(queryIn(request))
      const paid = pay(trade)
      return returnUrl === undefined ? html(thanksPage(paid)) : leadTo(wayBack(returnUrl, paid))
    }),
    // Leaving changes nothing: the trade stays unpaid and can be paid later.
    step('POST', '/alipay/cashier/leave', (request) => {
      const { trade, returnUrl, quitUrl } = opened(queryIn(request), true)
      const away = quitUrl ?? returnUrl
      return away === undefined ? html(refusalPage('USER_CANCEL', `订单 ${trade.outTradeNo} 没有付款`)) : leadTo(away)
    }),
  ]
  return { routes, opened, checkPayable, pay, close, resume: expectEnd }
}
export type Cashier = ReturnType<typeof cashier>
