import { randomInt } from 'node:crypto'
import type { Driver } from '../database/driver'
import { records } from '../records'
import { chinaDay, chinaTime } from './chinaTime'
import { unknownTrade } from './errors'
import { REFUND_WITHIN_MS } from './limits'
import type { Parameters } from './signature'
import { yuanOf } from './yuan'

/** One attempt to bring a notice to the shop. Times are milliseconds of the desk's clock. */
export type Attempt = {
  at: number
  /** The shop's HTTP status and the begin of what it said; absent when there was none. */
  status?: number
  said?: string
  /** Why there was no status: `timeout`, `lost`, a network error. */
  failed?: string
  /** The fault that was ordered for it. */
  fault?: string
  copies: number
  byHand?: boolean
}

/** A notice to the shop, kept until it is answered with `success` or the schedule is used up. */
export type Notice = {
  id: string
  event: 'paid' | 'refunded' | 'closed'
  url: string
  /** What is told, as it was when the thing happened; the time of sending and the signature come with each sending. */
  fields: Parameters
  createdAt: number
  tries: number
  /** When it is sent next; null when it was delivered or given up. */
  nextAt: number | null
  delivered: boolean
  attempts: Attempt[]
}

export type Refund = {
  outRequestNo: string
  fen: number
  reason?: string
  createdAt: number
  /** When the bank is done; null once it is. */
  settlesAt: number | null
  outcome: 'SUCCESS' | 'FAIL'
}

/** What the shop signed in the address of the page: a second opening must say the same. */
export type Terms = {
  outTradeNo: string
  method: string
  fen: number
  subject: string
  timeExpire?: string
}

export type Trade = Terms & {
  tradeNo: string
  notifyUrl?: string
  createdAt: number
  expiresAt: number
  /** As written down; ask `stateAt`, for time closes and finishes a trade by itself. */
  state: 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_CLOSED'
  paidAt?: number
  closedAt?: number
  /** Inside the trade, so that a refund and what it changes are one write. */
  refunds: Refund[]
  notices: Notice[]
}

export type TradeStatus = Trade['state'] | 'TRADE_FINISHED'

export function stateAt({ state, expiresAt, paidAt }: Trade, now: number): TradeStatus {
  if (state === 'WAIT_BUYER_PAY' && now >= expiresAt) return 'TRADE_CLOSED'
  if (state === 'TRADE_SUCCESS' && paidAt !== undefined && now - paidAt > REFUND_WITHIN_MS) return 'TRADE_FINISHED'
  return state
}

/** All that was given back and has arrived. */
export const givenBack = ({ refunds }: Trade): number =>
  refunds.filter(({ settlesAt }) => settlesAt === null).reduce((sum, { fen }) => sum + fen, 0)

// The desk's one buyer, hidden as Alipay hides every buyer's name.
const BUYER = { buyer_logon_id: '138****0000', buyer_user_id: '2088102000000001' }

/** The trade as a query tells of it: an unpaid one has no `send_pay_date`, and one given back whole still has it. */
export function told(trade: Trade, now: number): Record<string, string> {
  const state = stateAt(trade, now)
  const left = state === 'TRADE_CLOSED' || trade.paidAt === undefined ? '0.00' : yuanOf(trade.fen)
  return {
    ...BUYER,
    buyer_pay_amount: left,
    invoice_amount: left,
    out_trade_no: trade.outTradeNo,
    point_amount: '0.00',
    receipt_amount: left,
    ...(trade.paidAt === undefined ? {} : { send_pay_date: chinaTime(trade.paidAt) }),
    total_amount: yuanOf(trade.fen),
    trade_no: trade.tradeNo,
    trade_status: state,
  }
}

/** 28 digits, the day first. */
export const tradeNumber = (now: number): string =>
  `${chinaDay(now)}22001${Array.from({ length: 15 }, () => randomInt(10)).join('')}`

/**
 * The trades on disk. A trade with its refunds and notices is one record, so `kill -9` cannot part a payment from its
 * notice; the numbers of Alipay's own only point at it and are written first.
 */
export function tradeBook(driver: Driver) {
  const trades = records<Trade>(driver, 'alipay.trades')
  const numbers = records<{ outTradeNo: string }>(driver, 'alipay.tradeNumbers')
  const find = (outTradeNo: string) => trades.get(outTradeNo)

  return {
    find,
    /** By the shop's number or Alipay's own, which wins when both are given; throws ACQ.TRADE_NOT_EXIST. */
    get({ out_trade_no, trade_no }: { out_trade_no?: string; trade_no?: string }): Trade {
      const outTradeNo = trade_no === undefined ? out_trade_no : numbers.get(trade_no)?.outTradeNo
      const trade = outTradeNo === undefined ? undefined : find(outTradeNo)
      if (!trade) throw unknownTrade()
      return trade
    },
    put(trade: Trade): void {
      if (!numbers.get(trade.tradeNo)) numbers.put(trade.tradeNo, { outTradeNo: trade.outTradeNo })
      trades.put(trade.outTradeNo, trade)
    },
    all: () => trades.all().map(({ value }) => value),
  }
}
export type TradeBook = ReturnType<typeof tradeBook>
