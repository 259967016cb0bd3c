import { setTimeout as pause } from 'node:timers/promises'
import type * as z from 'zod'
import { AppError, type Facts } from '../../core/contract/errors'
import type { Clock, Gateway, Payment, Refund } from '../../core/ports'
import { chinaTime } from './chinaTime'
import { type Business, type Signer, signer } from './client'
import { noticeReader } from './notices'
import { type Witness, witnessOf } from './proof'
import type { AlipaySettings } from './settings'
import { NoAnswer, proven } from './transport'
import { DONE, Head, paymentOf, RefundQueryReply, RefundReply, refundStates, Trade } from './wire'
import { yuanOf } from './yuan'

/** How long one request may take, how often it is sent at most, and how long to wait before the first repetition. */
export type Patience = { timeoutMs: number; tries: number; pauseMs: number }

const PATIENCE: Patience = { timeoutMs: 4_000, tries: 3, pauseMs: 150 }

// opendocs.alipay.com/open/028r8t (page.pay) and 02ekfk (refund): letters, digits and the underscore, at most 64.
const NUMBER = /^[0-9A-Za-z_]{1,64}$/
const LONGEST_TITLE = 256
const LONGEST_REASON = 256
const LONGEST_ADDRESS = 256
/** 100 000 000 yuan. */
const MOST_FEN = 10_000_000_000

const pages = {
  alipayPage: { call: 'alipay.trade.page.pay', productCode: 'FAST_INSTANT_TRADE_PAY' },
  alipayWap: { call: 'alipay.trade.wap.pay', productCode: 'QUICK_WAP_WAY' },
}

// Alipay's own table of the refund query has it with the prefix and without.
const UNKNOWN_TRADE = ['ACQ.TRADE_NOT_EXIST', 'TRADE_NOT_EXIST']
/** Not waiting for a buyer any more: paid, or closed already. A question tells which. */
const NOT_CLOSABLE = [
  'ACQ.TRADE_STATUS_ERROR',
  'ACQ.REASON_TRADE_STATUS_INVALID',
  'ACQ.REASON_ILLEGAL_STATUS',
  'ACQ.TRADE_HAS_CLOSE',
  'ACQ.TRADE_HAS_SUCCESS',
  'ACQ.TRADE_HAS_FINISHED',
]

const refused = (code: string, field?: string): AppError =>
  new AppError('PAYMENT_REFUSED', field === undefined ? { code } : { code, field })

function checked(number: string, field: string): string {
  if (!NUMBER.test(number)) throw refused('PARAM_ERROR', field)
  return number
}

const cut = (text: string, longest: number): string => [...text].slice(0, longest).join('')

const WIDE: Record<string, string> = { '/': '／', '=': '＝', '&': '＆' }

/** A title as Alipay takes it: without `/`, `=`, `&`, which it forbids, and which would come back inside signed notices. */
const titleOf = (text: string): string => cut(text, LONGEST_TITLE).replaceAll(/[/=&]/g, (sign) => WIDE[sign] ?? '')

type Answer = { done: unknown } | { refusal: string }

type Outcome = { answer: Answer } | { undecided: Facts; again: boolean }

/** What a proven reply decides. `20000` and system errors decide nothing: the work may have been done or not. */
function outcomeIn(body: unknown): Outcome {
  const head = Head.safeParse(body)
  if (!head.success) return { undecided: { reason: 'REPLY_SHAPE' }, again: false }
  const { code, sub_code = '' } = head.data
  if (code === DONE) return { answer: { done: body } }
  // Too many calls is no verdict on this order, but asking again at once would be one more.
  if (code === '40005') return { undecided: { code: sub_code }, again: false }
  if (code === '20000' || sub_code.endsWith('.SYSTEM_ERROR')) return { undecided: { code: sub_code }, again: true }
  return { answer: { refusal: sub_code || code } }
}

async function outcomeOf(send: () => Promise<unknown>): Promise<Outcome> {
  try {
    return outcomeIn(await send())
  } catch (error) {
    if (error instanceof NoAnswer) return { undecided: { reason: error.reason, ...error.facts }, again: true }
    throw error
  }
}

/**
 * Sends until there is an answer that decides something. Every call here may be repeated with the same parameters (same
 * order number, same refund number), and is signed afresh each time. Throws AppError PAYMENT_UNAVAILABLE.
 */
async function answerOf(send: () => Promise<unknown>, { tries, pauseMs }: Patience): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await outcomeOf(send)
    if ('answer' in outcome) return outcome.answer
    if (!outcome.again || attempt >= tries) throw new AppError('PAYMENT_UNAVAILABLE', outcome.undecided)
    await pause(pauseMs * attempt)
  }
}

/** The body of a good reply about this order. What cannot be read, or speaks of another, decides nothing. */
function bodyOf<Body>(body: unknown, shape: z.ZodType<Body>, isAbout: (read: Body) => boolean): Body {
  const read = shape.safeParse(body)
  if (read.success && isAbout(read.data)) return read.data
  throw new AppError('PAYMENT_UNAVAILABLE', { reason: 'REPLY_SHAPE' })
}

/**
 * Alipay as the product's payment service on the web: `alipayPage` on a computer, `alipayWap` on a phone.
 *
 * Placing an order asks Alipay nothing: it signs an address, and the trade comes into being only when a buyer opens it. So an
 * order that Alipay does not know is one that nobody has opened yet, and closing it there changes nothing: whoever holds
 * the address may still open it and pay, until its `time_expire`. Such a payment is real; it comes as any other, by
 * notice or by question, finds a closed order, and the core gives it back.
 */
export function alipay(settings: AlipaySettings, clock: Clock, patience: Patience = PATIENCE): Gateway {
  const merchant = { mchid: settings.sellerId, appid: settings.appId }
  let loading: Promise<Signer> | undefined
  let isSigned: Witness | undefined
  const client = (): Promise<Signer> => {
    loading ??= signer(settings, clock)
    return loading
  }

  async function ask(method: string, business: Business): Promise<Answer> {
    const sign = await client()
    isSigned ??= witnessOf(settings.publicKey)
    const witness = isSigned
    return answerOf(() => proven(sign.call(method, business), witness, patience.timeoutMs), patience)
  }

  async function paymentAt(outTradeNo: string): Promise<Payment | null> {
    const out_trade_no = checked(outTradeNo, 'out_trade_no')
    const answer = await ask('alipay.trade.query', { out_trade_no })
    if ('done' in answer)
      return paymentOf(
        bodyOf(answer.done, Trade, (trade) => trade.out_trade_no === outTradeNo),
        merchant,
      )
    if (UNKNOWN_TRADE.includes(answer.refusal)) return null
    throw refused(answer.refusal)
  }

  async function refundAt(outTradeNo: string, outRefundNo: string): Promise<Refund | null> {
    const out_trade_no = checked(outTradeNo, 'out_trade_no')
    const out_request_no = checked(outRefundNo, 'out_request_no')
    const answer = await ask('alipay.trade.fastpay.refund.query', { out_trade_no, out_request_no })
    if ('refusal' in answer) {
      if (UNKNOWN_TRADE.includes(answer.refusal)) return null
      throw refused(answer.refusal)
    }
    const told = bodyOf(
      answer.done,
      RefundQueryReply,
      (read) => read === null || (read.out_trade_no === outTradeNo && read.out_request_no === outRefundNo),
    )
    return told && refundIn(outTradeNo, outRefundNo, refundStates[told.refund_status], told.refund_amount)
  }

  return {
    name: 'alipay',
    merchant,
    canClose: true,

    async prepay({ outTradeNo, method, fen, description, expiresAt, returnUrl }) {
      if (method !== 'alipayPage' && method !== 'alipayWap') throw refused('PARAM_ERROR', 'method')
      if (fen < 1 || fen > MOST_FEN) throw refused('PARAM_ERROR', 'total_amount')
      if (!URL.canParse(returnUrl) || returnUrl.length > LONGEST_ADDRESS) throw refused('PARAM_ERROR', 'return_url')
      const { call, productCode } = pages[method]
      const business = {
        out_trade_no: checked(outTradeNo, 'out_trade_no'),
        total_amount: yuanOf(fen),
        subject: titleOf(description),
        product_code: productCode,
        // Cut to a whole second, so never later than `expiresAt`.
        time_expire: chinaTime(new Date(expiresAt)),
        // Where a phone's browser goes when its person gives up.
        ...(method === 'alipayWap' ? { quit_url: returnUrl } : {}),
      }
      const sign = await client()
      const url = sign.page(call, business, { returnUrl, notifyUrl: settings.notifyUrl })
      return { sheet: { method, url }, seal: null }
    },

    query: ({ outTradeNo }) => paymentAt(outTradeNo),

    async close({ outTradeNo }) {
      const answer = await ask('alipay.trade.close', { out_trade_no: checked(outTradeNo, 'out_trade_no') })
      // Nobody has opened it. Somebody still may: see above.
      if ('done' in answer || UNKNOWN_TRADE.includes(answer.refusal)) return 'closed'
      if (!NOT_CLOSABLE.includes(answer.refusal)) throw refused(answer.refusal)

      const payment = await paymentAt(outTradeNo)
      if (payment?.state === 'SUCCESS' || payment?.state === 'REFUND') return 'paid'
      if (payment === null || payment.state === 'CLOSED') return 'closed'
      throw new AppError('PAYMENT_UNAVAILABLE', { code: answer.refusal })
    },

    async refund({ outTradeNo, outRefundNo, refundFen, reason }) {
      const answer = await ask('alipay.trade.refund', {
        out_trade_no: checked(outTradeNo, 'out_trade_no'),
        out_request_no: checked(outRefundNo, 'out_request_no'),
        refund_amount: yuanOf(refundFen),
        refund_reason: cut(reason, LONGEST_REASON),
      })
      if ('done' in answer) {
        // Its `refund_fee` is all that was ever given back for this trade, not this refund.
        const { fund_change } = bodyOf(answer.done, RefundReply, (read) => read.out_trade_no === outTradeNo)
        if (fund_change === 'Y') return refundIn(outTradeNo, outRefundNo, 'SUCCESS', refundFen)
      }
      // Nothing moved just now: either it had before, or it is under way, or it was refused. A refund already made under this
      // number is the answer also then, for a full one closes the trade to its own repetition.
      const known = await refundAt(outTradeNo, outRefundNo)
      if (known?.fen === refundFen) return known
      if ('refusal' in answer) throw refused(answer.refusal)
      return refundIn(outTradeNo, outRefundNo, 'PROCESSING', refundFen)
    },

    refundOf: ({ outTradeNo, outRefundNo }) => refundAt(outTradeNo, outRefundNo),

    readNotice: noticeReader(settings),
  }
}

/** Alipay gives a refund no number of its own: it is known, also in bills, by ours. */
const refundIn = (outTradeNo: string, outRefundNo: string, state: Refund['state'], fen: number): Refund => ({
  outRefundNo,
  outTradeNo,
  refundId: outRefundNo,
  state,
  fen,
})
