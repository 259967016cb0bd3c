import * as z from 'zod'
import type { Payment, Refund } from '../../core/ports'
import { instantOf } from './chinaTime'
import { fenOf } from './yuan'

/** An amount as Alipay writes it, read as fen. */
export const Yuan = z.string().transform((text, context): number => {
  const fen = fenOf(text)
  if (fen !== undefined) return fen
  context.addIssue('not an amount in yuan')
  return z.NEVER
})

/** A time as Alipay writes it, in China's time and without saying so; read as an ISO time. */
export const ChinaTime = z.string().transform((text, context): string => {
  const instant = instantOf(text)
  if (instant !== undefined) return instant
  context.addIssue('not a time')
  return z.NEVER
})

/** The head of every reply: `10000` means that the call was carried out, which is not yet that money has moved. */
export const Head = z.object({ code: z.string(), sub_code: z.string().optional() })
export const DONE = '10000'

export const tradeStatus = z.enum(['WAIT_BUYER_PAY', 'TRADE_SUCCESS', 'TRADE_FINISHED', 'TRADE_CLOSED'])

/**
 * A trade as `alipay.trade.query` tells of it. TRADE_CLOSED is one word for two things (opendocs.alipay.com/open/02ekfh:
 * 未付款交易超时关闭，或支付完成后全额退款). `send_pay_date` tells them apart: it is when the money was paid, stays after a
 * full refund, and a trade that nobody paid has none. `buyer_pay_amount` does not serve: it is 0.00 after a refund as well.
 * A trade that was given back in part stays TRADE_SUCCESS.
 */
export const Trade = z.object({
  out_trade_no: z.string(),
  trade_no: z.string().min(1),
  trade_status: tradeStatus,
  total_amount: Yuan,
  send_pay_date: ChinaTime.optional(),
})
export type Trade = z.infer<typeof Trade>

function stateOf({ trade_status, send_pay_date }: Trade): Payment['state'] {
  switch (trade_status) {
    case 'WAIT_BUYER_PAY':
      return 'NOTPAY'
    case 'TRADE_SUCCESS':
    case 'TRADE_FINISHED':
      return 'SUCCESS'
    case 'TRADE_CLOSED':
      return send_pay_date === undefined ? 'CLOSED' : 'REFUND'
  }
}

/** Whom it was paid to is not in the reply: an app is told of its own trades only. */
export function paymentOf(trade: Trade, merchant: { mchid: string; appid: string }): Payment {
  const state = stateOf(trade)
  const common = { outTradeNo: trade.out_trade_no, state, ...merchant }
  if (state === 'NOTPAY' || state === 'CLOSED') return common
  return {
    ...common,
    fen: trade.total_amount,
    // Closed after it was paid means that nothing is left; a part that went back is not told here.
    ...(state === 'REFUND' ? { backFen: trade.total_amount } : {}),
    currency: 'CNY',
    transactionId: trade.trade_no,
    paidAt: trade.send_pay_date,
  }
}

/** `fund_change` is Y when this very request moved the money; N when an earlier one had, or when it is not yet clear. */
export const RefundReply = z.object({ out_trade_no: z.string(), fund_change: z.enum(['Y', 'N']).optional() })

/** Without a status there is no such refund, or it failed: both ask for the same request once more. */
export const RefundQueryReply = z.union([
  z.object({
    out_trade_no: z.string(),
    out_request_no: z.string(),
    refund_amount: Yuan,
    refund_status: z.enum(['REFUND_SUCCESS', 'REFUND_PROCESSING', 'REFUND_FAIL']),
  }),
  z.object({ refund_status: z.undefined().optional() }).transform(() => null),
])

export const refundStates: Record<'REFUND_SUCCESS' | 'REFUND_PROCESSING' | 'REFUND_FAIL', Refund['state']> = {
  REFUND_SUCCESS: 'SUCCESS',
  REFUND_PROCESSING: 'PROCESSING',
  REFUND_FAIL: 'ABNORMAL',
}

/** A notice's fields (opendocs.alipay.com/open/270/105902), those we use. */
export const TradeNotice = z.object({
  notify_id: z.string().min(1),
  notify_type: z.literal('trade_status_sync'),
  app_id: z.string(),
  seller_id: z.string(),
  out_trade_no: z.string().min(1),
  trade_no: z.string().min(1),
  trade_status: tradeStatus,
  total_amount: Yuan,
  gmt_payment: ChinaTime.optional(),
  /** All that was given back until now: its presence alone says that the notice tells of more than a payment. */
  refund_fee: z.string().optional(),
})

/** Where a bill can be fetched, for 30 seconds. `bill_file_code` says of a file that it is the one of a day without movements. */
export const BillReply = z.object({ bill_download_url: z.url() })
