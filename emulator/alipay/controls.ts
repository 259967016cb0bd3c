import * as z from 'zod'
import { BillChange, type BillChanges } from '../billChanges'
import type { DeskClock } from '../clock'
import { type DeskReply, json, type Route } from '../http'
import type { Cashier } from './cashier'
import { AlipayRefusal, failed } from './errors'
import { CallFault, type FaultDesk, NoticeFault, RefundFault } from './faults'
import type { Booking } from './ledger'
import type { Postman } from './postman'
import { parsed } from './request'
import { stateAt, type Trade, type TradeBook } from './trades'

const Pay = z.strictObject({
  outTradeNo: z.string().optional(),
  /** Opens this signed address first, as a buyer would: before that there is no trade. */
  url: z.url().optional(),
  /** Pays a trade that has closed: somebody had the page open and confirmed in the last moment. */
  late: z.boolean().default(false),
})
const Again = z.strictObject({
  outTradeNo: z.string(),
  /** The last notice of the trade, unless said. */
  noticeId: z.string().optional(),
  times: z.int().min(1).max(1000).default(1),
})

/** The trade as the panel shows it: times are ISO, `state` is as of now. */
export const looked = (trade: Trade, now: number) => {
  const iso = (at: number | null | undefined) => (at === null || at === undefined ? null : new Date(at).toISOString())
  return {
    outTradeNo: trade.outTradeNo,
    tradeNo: trade.tradeNo,
    method: trade.method,
    subject: trade.subject,
    fen: trade.fen,
    state: stateAt(trade, now),
    createdAt: iso(trade.createdAt),
    expiresAt: iso(trade.expiresAt),
    paidAt: iso(trade.paidAt),
    refunds: trade.refunds.map((refund) => ({
      outRequestNo: refund.outRequestNo,
      fen: refund.fen,
      reason: refund.reason ?? null,
      settled: refund.settlesAt === null,
      createdAt: iso(refund.createdAt),
    })),
    notices: trade.notices.map((notice) => ({
      id: notice.id,
      event: notice.event,
      url: notice.url,
      delivered: notice.delivered,
      nextAt: iso(notice.nextAt),
      attempts: notice.attempts.map((attempt) => ({ ...attempt, at: iso(attempt.at) })),
    })),
  }
}

// The panel pages no further back.
const SHOWN = 500

/** What the panel and the tests may do that no client can: pay, send again, order faults, look. Not part of Alipay. */
export function controls(
  book: TradeBook,
  clock: DeskClock,
  faults: FaultDesk,
  page: Cashier,
  post: Postman,
  changes: BillChanges<Booking>,
  calls: () => unknown[],
): { routes: Route[]; look(): ReturnType<typeof looked>[] } {
  const look = () =>
    book
      .all()
      .sort((a, b) => b.createdAt - a.createdAt)
      .slice(0, SHOWN)
      .map((trade) => looked(trade, clock.now()))

  const asked = <Shape extends z.ZodType>(
    path: string,
    shape: Shape,
    answer: (input: z.output<Shape>) => unknown,
  ): Route => ({
    method: 'POST',
    path,
    async handle({ body }): Promise<DeskReply> {
      try {
        return json((await answer(parsed(shape, jsonIn(body)))) ?? {})
      } catch (error) {
        if (!(error instanceof AlipayRefusal)) throw error
        return json({ code: error.subCode, message: error.subMsg }, 400)
      }
    },
  })

  const waiting = () => ({
    notices: faults.notices.waiting(),
    calls: faults.calls.waiting(),
    refunds: faults.refunds.waiting(),
  })

  const routes: Route[] = [
    { method: 'GET', path: '/alipay/desk/trades', handle: () => json(look()) },
    { method: 'GET', path: '/alipay/desk/calls', handle: () => json(calls()) },
    { method: 'GET', path: '/alipay/desk/faults', handle: () => json(waiting()) },
    {
      method: 'DELETE',
      path: '/alipay/desk/faults',
      handle() {
        for (const queue of Object.values(faults)) queue.clear()
        return json(waiting())
      },
    },
    asked('/alipay/desk/pay', Pay, ({ outTradeNo, url, late }) => {
      const trade =
        url === undefined
          ? book.get({ out_trade_no: outTradeNo })
          : page.opened(new URL(url).search.slice(1), late).trade
      if (trade.paidAt !== undefined) throw failed('TRADE_HAS_SUCCESS', '交易已被支付')
      if (!late) page.checkPayable(trade)
      return looked(page.pay(trade), clock.now())
    }),
    asked('/alipay/desk/notify', Again, async ({ outTradeNo, noticeId, times }) => ({
      answers: await post.again(book.get({ out_trade_no: outTradeNo }).outTradeNo, noticeId, times),
    })),
    asked('/alipay/desk/bill', BillChange, changes.order),
    asked('/alipay/desk/noticeFault', NoticeFault, faults.notices.order),
    asked('/alipay/desk/callFault', CallFault, faults.calls.order),
    asked('/alipay/desk/refundOutcome', RefundFault, faults.refunds.order),
  ]
  return { routes, look }
}

function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw failed('INVALID_PARAMETER', 'the body is not JSON')
  }
}
