import * as z from 'zod'
import type { DeskClock } from '../clock'
import { type DeskReply, json, type Route } from '../http'
import { jsonIn } from './api'
import { PayRefusal } from './errors'
import { CallFault, type FaultDesk, NoticeFault, RefundFault } from './faults'
import { type Order, type OrderBook, stateAt } from './orders'
import type { Postman } from './postman'
import { parsed, type Transactions } from './transactions'

const Pay = z.strictObject({
  outTradeNo: z.string(),
  /** Pays an order that has closed: somebody had the sheet open and confirmed in the last moment. */
  late: z.boolean().default(false),
})
const Again = z.strictObject({
  outTradeNo: z.string(),
  outRefundNo: z.string().optional(),
  times: z.int().min(1).max(1000).default(1),
})

/** The order as the panel shows it: times are ISO, `state` is as of now. */
export const looked = (order: Order, now: number) => {
  const iso = (at: number | null | undefined) => (at === null || at === undefined ? null : new Date(at).toISOString())
  const noticeView = (notice: Order['notice']) =>
    notice && {
      id: notice.id,
      event: notice.eventType,
      url: notice.url,
      delivered: notice.delivered,
      nextAt: iso(notice.nextAt),
      attempts: notice.attempts.map((attempt) => ({ ...attempt, at: iso(attempt.at) })),
    }
  return {
    outTradeNo: order.outTradeNo,
    description: order.description,
    fen: order.fen,
    openid: order.openid,
    state: stateAt(order, now),
    createdAt: iso(order.createdAt),
    expiresAt: iso(order.expiresAt),
    paidAt: iso(order.paidAt),
    transactionId: order.transactionId ?? null,
    notice: noticeView(order.notice) ?? null,
    refunds: order.refunds.map((refund) => ({
      outRefundNo: refund.outRefundNo,
      refundId: refund.refundId,
      fen: refund.fen,
      reason: refund.reason ?? null,
      status: refund.status,
      createdAt: iso(refund.createdAt),
      notice: noticeView(refund.notice) ?? null,
    })),
  }
}

// The panel pages no further back.
const SHOWN = 500

/** What the panel and the tests may do that no client can: pay, send again, order faults, look. Not part of WeChat Pay. */
export function controls(
  book: OrderBook,
  clock: DeskClock,
  faults: FaultDesk,
  orders: Transactions,
  post: Postman,
  calls: () => unknown[],
): { routes: Route[]; look(): ReturnType<typeof looked>[] } {
  const look = () =>
    book
      .all()
      .sort((a, b) => b.createdAt - a.createdAt)
      .slice(0, SHOWN)
      .map((order) => looked(order, clock.now()))

  const asked = <Shape extends z.ZodType>(
    path: string,
    shape: Shape,
    answer: (input: z.output<Shape>) => unknown,
  ): Route => ({
    method: 'POST',
    path,
    async handle(request): Promise<DeskReply> {
      try {
        return json((await answer(parsed(shape, jsonIn(request)))) ?? {})
      } catch (error) {
        if (!(error instanceof PayRefusal)) throw error
        const { status, code, message, detail } = error
        return json({ code, message, detail }, status)
      }
    },
  })

  const waiting = () => ({
    notices: faults.notices.waiting(),
    calls: faults.calls.waiting(),
    refunds: faults.refunds.waiting(),
  })

  const routes: Route[] = [
    { method: 'GET', path: '/desk/payments', handle: () => json(look()) },
    { method: 'GET', path: '/wechatPay/desk/calls', handle: () => json(calls()) },
    { method: 'GET', path: '/wechatPay/desk/faults', handle: () => json(waiting()) },
    {
      method: 'DELETE',
      path: '/wechatPay/desk/faults',
      handle() {
        for (const queue of Object.values(faults)) queue.clear()
        return json(waiting())
      },
    },
    asked('/wechatPay/desk/pay', Pay, ({ outTradeNo, late }) => {
      const order = book.get(outTradeNo)
      if (order.paidAt !== undefined) throw new PayRefusal(400, 'ORDER_PAID', '这笔订单已经支付，无需再付')
      if (!late && stateAt(order, clock.now()) === 'CLOSED')
        throw new PayRefusal(400, 'ORDER_CLOSED', '订单已关闭，请重新下单')
      return looked(orders.pay(order), clock.now())
    }),
    asked('/wechatPay/desk/notify', Again, async ({ outTradeNo, outRefundNo, times }) => ({
      answers: await post.again(book.get(outTradeNo).outTradeNo, outRefundNo, times),
    })),
    asked('/wechatPay/desk/noticeFault', NoticeFault, faults.notices.order),
    asked('/wechatPay/desk/callFault', CallFault, faults.calls.order),
    asked('/wechatPay/desk/refundOutcome', RefundFault, faults.refunds.order),
  ]
  return { routes, look }
}
