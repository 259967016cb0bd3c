import * as z from 'zod'
import { BillChange, type BillChanges } from '../billChanges'
import type { DeskClock } from '../clock'
import { type DeskReply, type DeskRequest, json, type Route } from '../http'
import type { AccessTokens } from '../wechat/accessTokens'
import type { SessionKeys } from '../wechat/sessionKeys'
import type { VirtualAccount } from './account'
import type { Cashier } from './cashier'
import type { CoinLedger } from './coins'
import { badParameter, Unpayable, XpayRefusal } from './errors'
import { type FaultDesk, PushFault, RefundFault, TaskFault, XpayCallFault } from './faults'
import type { ItemShelf } from './items'
import { echoQuestion } from './letter'
import type { Booking } from './lists'
import { leftOf, type Order, type OrderBook, type Push } from './orders'
import { APPLE_ASKS, type Postman } from './postman'
import { EnvField, parsed } from './shapes'

const Named = z.strictObject({ outTradeNo: z.string() })
/** Pays an order whose sheet stands open, also one that has closed meanwhile: somebody confirmed in the last moment. */
const Pay = Named.extend({ phone: z.enum(['android', 'ios']).default('android') })
const Again = Named.extend({ event: z.string().optional(), times: z.int().min(1).max(1000).default(1) })
const Status = Named.extend({ status: z.int().min(0).max(10) })
const Person = z.strictObject({ openid: z.string() })
const Purse = Person.extend({ env: EnvField.default(0) })
const Address = z.strictObject({ url: z.url() })

const iso = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : new Date(at).toISOString()

const pushView = (push: Push) => ({
  id: push.id,
  event: push.event,
  delivered: push.delivered,
  nextAt: iso(push.nextAt),
  answer: push.answer ?? null,
  attempts: push.attempts.map((attempt) => ({ ...attempt, at: iso(attempt.at) })),
})

/** The order as the panel shows it: times are ISO. */
export const looked = (order: Order) => ({
  outTradeNo: order.outTradeNo,
  wxOrderId: order.wxOrderId,
  env: order.env,
  mode: order.mode,
  productId: order.productId,
  description: order.title,
  fen: order.fen,
  leftFen: leftOf(order),
  openid: order.openid,
  status: order.status,
  phone: order.phone ?? null,
  createdAt: iso(order.createdAt),
  paidAt: iso(order.paidAt),
  transactionId: order.transactionId ?? null,
  pushes: order.pushes.map(pushView),
  refunds: order.refunds.map((refund) => ({
    refundOrderId: refund.refundOrderId,
    wxRefundId: refund.wxRefundId,
    fen: refund.fen,
    state: refund.state,
    byApple: refund.byApple ?? false,
    createdAt: iso(refund.createdAt),
  })),
})

// The panel pages no further back.
const SHOWN = 500

/** What the panel and the tests may do that no client can: pay, end sessions, ask as Apple does, send again, order faults, look. */
export function controls(world: {
  account: VirtualAccount
  book: OrderBook
  clock: DeskClock
  faults: FaultDesk
  cashier: Cashier
  post: Postman
  sessions: SessionKeys
  tokens: AccessTokens
  coins: CoinLedger
  items: ItemShelf
  changes: BillChanges<Booking>
  address: { get(): string | null; set(url: string): void }
  calls: () => unknown[]
}) {
  const { account, book, clock, faults, post, sessions, tokens, coins, items, changes, address, calls } = world

  const look = () =>
    book
      .all()
      .sort((a, b) => b.createdAt - a.createdAt)
      .slice(0, SHOWN)
      .map(looked)

  function jsonOf({ body }: DeskRequest): unknown {
    try {
      return JSON.parse(body.toString('utf8') || '{}')
    } catch {
      throw badParameter('the body is not JSON')
    }
  }

  const asked = <Shape extends z.ZodType>(
    path: string,
    shape: Shape,
    answer: (input: z.output<Shape>) => unknown,
  ): Route => ({
    method: 'POST',
    path,
    async handle(request): Promise<DeskReply> {
      try {
        return json((await answer(parsed(shape, jsonOf(request)))) ?? {})
      } catch (error) {
        if (error instanceof XpayRefusal) return json({ errcode: error.errcode, message: error.message }, 400)
        if (error instanceof Unpayable) return json({ errCode: error.errCode, message: error.message }, 400)
        throw error
      }
    },
  })

  const waiting = () => ({
    pushes: faults.pushes.waiting(),
    calls: faults.calls.waiting(),
    refunds: faults.refunds.waiting(),
    tasks: faults.tasks.waiting(),
  })

  /** Apple asks whether it should give this one back; the answer, or none, decides in `service.ts`. */
  function appleAsks(outTradeNo: string): object {
    const order = book.get(outTradeNo)
    if (order.phone !== 'ios' || order.paidAt === undefined) throw badParameter('不是苹果支付的订单')
    const seconds = (at: number) => String(Math.floor(at / 1000))
    const push = post.written(APPLE_ASKS, {
      refund_time: seconds(clock.now()),
      order_time: seconds(order.paidAt),
      channel_bill: `apple-${order.wxOrderId}`,
      bundleid: 'com.tencent.xin',
      product_id: order.productId,
      p_count: String(order.quantity),
      refund_request_reason: 'UNINTENDED_PURCHASE',
      provide_status: order.status === 4 ? '1' : '0',
      pay_order_id: order.outTradeNo,
    })
    book.put({ ...order, pushes: [...order.pushes, push] })
    post.expect(outTradeNo, push.id)
    return looked(book.get(outTradeNo))
  }

  /** Asks the shop's address whether it is the shop's, as the platform does when it is entered. */
  async function enter(url: string): Promise<object> {
    const question = echoQuestion(url, account, clock.now())
    const said = await fetch(question.url).then((reply) => reply.text(), String)
    if (said !== question.echostr)
      throw badParameter(`the address did not answer with echostr, but: ${said.slice(0, 200)}`)
    address.set(url)
    return { url }
  }

  const routes: Route[] = [
    { method: 'GET', path: '/virtualPay/desk/orders', handle: () => json(look()) },
    { method: 'GET', path: '/virtualPay/desk/items', handle: () => json(items.all()) },
    { method: 'GET', path: '/virtualPay/desk/calls', handle: () => json(calls()) },
    { method: 'GET', path: '/virtualPay/desk/faults', handle: () => json(waiting()) },
    { method: 'GET', path: '/virtualPay/desk/pushUrl', handle: () => json({ url: address.get() }) },
    {
      method: 'DELETE',
      path: '/virtualPay/desk/faults',
      handle() {
        for (const queue of Object.values(faults)) queue.clear()
        return json(waiting())
      },
    },
    asked('/virtualPay/desk/pay', Pay, ({ outTradeNo, phone }) => {
      const order = book.get(outTradeNo)
      if (order.paidAt !== undefined) throw badParameter('这笔订单已经支付')
      return looked(world.cashier.pay(order, phone))
    }),
    asked('/virtualPay/desk/status', Status, ({ outTradeNo, status }) => {
      book.put({ ...book.get(outTradeNo), status })
      return looked(book.get(outTradeNo))
    }),
    asked('/virtualPay/desk/appleRefund', Named, ({ outTradeNo }) => appleAsks(outTradeNo)),
    asked('/virtualPay/desk/push', Again, async ({ outTradeNo, event, times }) => ({
      answers: await post.again(outTradeNo, event, times),
    })),
    asked('/virtualPay/desk/endSession', Person, ({ openid }) => sessions.end(openid)),
    asked('/virtualPay/desk/revokeToken', z.strictObject({}), () => tokens.revoke()),
    asked('/virtualPay/desk/coins', Purse, ({ openid, env }) => ({
      balance: coins.balance(openid, env),
      entries: coins.entries(openid, env),
    })),
    asked('/virtualPay/desk/pushUrl', Address, ({ url }) => enter(url)),
    asked('/virtualPay/desk/bill', BillChange, changes.order),
    asked('/virtualPay/desk/pushFault', PushFault, faults.pushes.order),
    asked('/virtualPay/desk/callFault', XpayCallFault, faults.calls.order),
    asked('/virtualPay/desk/refundOutcome', RefundFault, faults.refunds.order),
    asked('/virtualPay/desk/taskOutcome', TaskFault, faults.tasks.order),
  ]
  return { routes, look }
}
