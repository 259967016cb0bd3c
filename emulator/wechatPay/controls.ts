import * as z from 'zod'
import { BillChange, type BillChanges } from '../billChanges'
import type { DeskClock } from '../clock'
import { type DeskReply, json, type Route } from '../http'
import { jsonIn } from './api'
import { PayRefusal } from './errors'
import { CallFault, type FaultDesk, NoticeFault, RefundFault, TransferFault } from './faults'
import type { Booking } from './ledger'
import { type Order, type OrderBook, stateAt } from './orders'
import type { Postman } from './postman'
import { parsed, type Transactions } from './transactions'
import type { Transfer, TransferBook } from './transferBook'
import type { TransferDesk } from './transfers'

const Pay = z.strictObject({
  outTradeNo: z.string(),
  /** Who pays; the one who ordered when it is left out, or somebody of whom nothing is known. */
  openid: z.string().min(1).optional(),
  /** Pays an order that has closed: somebody had the sheet open and confirmed in the last moment. */
  late: z.boolean().default(false),
})
const times = z.int().min(1).max(1000).default(1)
const Again = z.union([
  z.strictObject({ outTradeNo: z.string(), outRefundNo: z.string().optional(), times }),
  z.strictObject({ outBillNo: z.string(), times }),
])
const Confirm = z.strictObject({ outBillNo: z.string() })

/** Pays an order of which nobody is named. */
const SOMEBODY = 'o-somebody-with-a-phone'

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

/** The transfer as the panel shows it: times are ISO. */
export const lookedTransfer = (transfer: Transfer) => ({
  outBillNo: transfer.outBillNo,
  transferBillNo: transfer.transferBillNo,
  remark: transfer.remark,
  fen: transfer.fen,
  openid: transfer.openid,
  state: transfer.state,
  failReason: transfer.failReason ?? null,
  createdAt: iso(transfer.createdAt),
  updatedAt: iso(transfer.updatedAt),
  notice: noticeView(transfer.notice) ?? null,
})

/** The order as the panel shows it: times are ISO, `state` is as of now, `payPage` is where somebody may pay it on the web. */
export const looked = (order: Order, now: number) => {
  return {
    outTradeNo: order.outTradeNo,
    tradeType: order.tradeType,
    payPage: order.code === undefined ? null : `/wechatPay/native?pr=${order.code}`,
    description: order.description,
    fen: order.fen,
    openid: order.openid ?? null,
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

type Steered = {
  book: OrderBook
  transferBook: TransferBook
  clock: DeskClock
  faults: FaultDesk
  orders: Transactions
  transfers: TransferDesk
  changes: BillChanges<Booking>
  post: Postman
  balanceFen: () => number
  calls: () => unknown[]
}

/** What the panel and the tests may do that no client can: pay, send again, order faults, falsify bills, look. Not part of WeChat Pay. */
export function controls({
  book,
  transferBook,
  clock,
  faults,
  orders,
  transfers,
  changes,
  post,
  balanceFen,
  calls,
}: Steered): {
  routes: Route[]
  look(): ReturnType<typeof looked>[]
  lookTransfers(): ReturnType<typeof lookedTransfer>[]
} {
  const lookTransfers = () =>
    transferBook
      .all()
      .sort((a, b) => b.createdAt - a.createdAt)
      .slice(0, SHOWN)
      .map(lookedTransfer)
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
    transfers: faults.transfers.waiting(),
  })

  const routes: Route[] = [
    { method: 'GET', path: '/desk/payments', handle: () => json(look()) },
    {
      method: 'GET',
      path: '/desk/transfers',
      handle: () => json({ balanceFen: balanceFen(), transfers: lookTransfers() }),
    },
    { method: 'GET', path: '/wechatPay/desk/bill', handle: () => json(changes.all()) },
    {
      method: 'DELETE',
      path: '/wechatPay/desk/bill',
      handle() {
        changes.clear()
        return json([])
      },
    },
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
    asked('/wechatPay/desk/pay', Pay, ({ outTradeNo, openid, late }) => {
      const order = book.get(outTradeNo)
      if (order.paidAt !== undefined) throw new PayRefusal(400, 'ORDER_PAID', '这笔订单已经支付，无需再付')
      if (!late && stateAt(order, clock.now()) === 'CLOSED')
        throw new PayRefusal(400, 'ORDER_CLOSED', '订单已关闭，请重新下单')
      if (order.openid !== undefined && openid !== undefined && order.openid !== openid)
        throw new PayRefusal(400, 'NOT_THE_PAYER', '这笔订单由另一个微信号下单，请换回下单的微信号支付')
      return looked(orders.pay(order, openid ?? order.openid ?? SOMEBODY), clock.now())
    }),
    asked('/wechatPay/desk/transfer', Confirm, ({ outBillNo }) => {
      const transfer = transferBook.find(outBillNo)
      if (transfer?.state !== 'WAIT_USER_CONFIRM') throw new PayRefusal(400, 'INVALID_REQUEST', '这笔收款已失效')
      return lookedTransfer(transfers.confirm(transfer))
    }),
    asked('/wechatPay/desk/notify', Again, async ({ times, ...about }) => {
      if ('outTradeNo' in about) book.get(about.outTradeNo)
      return { answers: await post.again(about, times) }
    }),
    asked('/wechatPay/desk/bill', BillChange, changes.order),
    asked('/wechatPay/desk/noticeFault', NoticeFault, faults.notices.order),
    asked('/wechatPay/desk/callFault', CallFault, faults.calls.order),
    asked('/wechatPay/desk/refundOutcome', RefundFault, faults.refunds.order),
    asked('/wechatPay/desk/transferOutcome', TransferFault, faults.transfers.order),
  ]
  return { routes, look, lookTransfers }
}
