import { AppError } from '../../core/contract/errors'
import type { Clock, Gateway, Payment, Refund } from '../../core/ports'
import { bodyOf, lineTo, PATIENCE, type Patience } from './asking'
import { chinaTime } from './chinaTime'
import { noticeReader } from './notices'
import type { AlipaySettings } from './settings'
import { paymentOf, RefundQueryReply, RefundReply, refundStates, Trade } from './wire'
import { yuanOf } from './yuan'

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

const WIDE: Record<string, string> = { '/': '／', '=': '＝', '&': '＆', ',': '，' }

/**
 * A title as Alipay takes it: without `/`, `=`, `&`, which it forbids, and which would come back inside signed notices; and without the comma, which
 * parts the cells of its bills.
 */
const titleOf = (text: string): string => cut(text, LONGEST_TITLE).replaceAll(/[/=&,]/g, (sign) => WIDE[sign] ?? '')

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
  const { client, ask } = lineTo(settings, clock, patience)

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
