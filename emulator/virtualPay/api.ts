import { createHmac } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import type { DeskClock } from '../clock'
import { type DeskReply, type DeskRequest, json, type Route } from '../http'
import type { AccessTokens } from '../wechat/accessTokens'
import type { SessionKeys } from '../wechat/sessionKeys'
import type { VirtualAccount } from './account'
import { type CoinLedger, coinShapes } from './coins'
import { badParameter, badSignature, noSuchOrder, notEmulated, sessionOver, XpayRefusal } from './errors'
import type { FaultDesk } from './faults'
import { type ItemShelf, Look, Publish, Upload } from './items'
import { Ask, type OrderLists, Start } from './lists'
import type { OrderBook } from './orders'
import { RefundRequest, type Refunds } from './refunds'
import { EnvField, Fields, parsed } from './shapes'
import { toldOrder, toldRefund } from './told'

type Endpoint = { needsUser: boolean; answer(body: unknown, origin: string): object }

/** One call as the panel shows it. */
export type LoggedCall = { at: number; api: string; errcode: number; fault?: string }

const CALLS_KEPT = 200

const Query = Fields.extend({ order_id: z.string().optional(), wx_order_id: z.string().optional() }).refine(
  (ask) => (ask.order_id === undefined) !== (ask.wx_order_id === undefined),
  'order_id or wx_order_id',
)

function endpoint<Shape extends z.ZodType>(
  shape: Shape,
  answer: (ask: z.output<Shape>, origin: string) => object,
  needsUser = false,
): Endpoint {
  return { needsUser, answer: (body, origin) => answer(parsed(shape, body), origin) }
}

/** query_order: a payment by our number or WeChat's, or a refund by its own. */
function queryOf(book: OrderBook) {
  return ({ openid, env, order_id, wx_order_id }: z.infer<typeof Query>) => {
    const isHers = (order: { openid: string; env: number }) => order.openid === openid && order.env === env
    const order = order_id === undefined ? book.all().find((one) => one.wxOrderId === wx_order_id) : book.find(order_id)
    if (order && isHers(order)) return { order: toldOrder(order) }
    const found = book.refund(order_id ?? '')
    if (found && isHers(found.order)) return { order: toldRefund(found.order, found.refund) }
    throw noSuchOrder()
  }
}

/** A lie about an order, for shops that must find it. */
const altered = (body: object, alter: object): object =>
  'order' in body && typeof body.order === 'object' ? { ...body, order: { ...body.order, ...alter } } : body

/** The server's API under /xpay/: token, both signatures over the exact bytes, then the fields. */
export function api(world: {
  account: VirtualAccount
  tokens: AccessTokens
  sessions: SessionKeys
  clock: DeskClock
  faults: FaultDesk
  book: OrderBook
  coins: CoinLedger
  refunds: Refunds
  items: ItemShelf
  lists: OrderLists
}) {
  const { account, tokens, sessions, clock, faults, book, coins, refunds, items, lists } = world
  const known: Record<string, Endpoint> = {
    query_order: endpoint(Query, queryOf(book)),
    refund_order: endpoint(RefundRequest, refunds.ask),
    query_user_balance: endpoint(coinShapes.Balance, coins.tell, true),
    currency_pay: endpoint(coinShapes.Spend, coins.spend, true),
    cancel_currency_pay: endpoint(coinShapes.TakeBack, coins.takeBack, true),
    start_upload_goods: endpoint(Upload, items.upload),
    query_upload_goods: endpoint(Look, items.uploads),
    start_publish_goods: endpoint(Publish, items.publish),
    query_publish_goods: endpoint(Look, items.publishings),
    start_download_order: endpoint(Start, lists.start),
    query_download_order: endpoint(Ask, lists.tell),
  }
  const calls: LoggedCall[] = []

  function bodyOf(request: DeskRequest): unknown {
    try {
      return JSON.parse(request.body.toString('utf8'))
    } catch {
      throw badParameter('请求体不是JSON')
    }
  }

  function checkPaySignature({ url, body }: DeskRequest, fields: unknown): void {
    const given = url.searchParams.get('pay_sig')
    if (!given) throw badParameter('签名字段[pay_sig]为空')
    const { env } = parsed(z.looseObject({ env: EnvField }), fields)
    const wanted = createHmac('sha256', account.appKeys[env]).update(`${url.pathname}&`).update(body).digest('hex')
    if (given !== wanted) throw badSignature()
  }

  function checkUserSignature({ url, body }: DeskRequest, fields: unknown): void {
    const given = url.searchParams.get('signature')
    if (!given) throw badParameter('签名字段[signature]为空')
    const { openid } = parsed(z.looseObject({ openid: z.string() }), fields)
    const verdict = sessions.judge(openid, body, given)
    if (verdict === 'over') throw sessionOver()
    if (verdict === 'false') throw badSignature()
  }

  function answered(request: DeskRequest, name: string): object {
    const called = Object.hasOwn(known, name) ? known[name] : undefined
    if (!called) throw notEmulated(`/xpay/${name}`)
    if (request.method !== 'POST') throw new XpayRefusal(43002, 'require POST method')
    const token = tokens.verdict(request.url.searchParams.get('access_token'))
    if (token !== 0) throw new XpayRefusal(token, 'invalid credential, access_token is invalid or not latest')
    const fields = bodyOf(request)
    checkPaySignature(request, fields)
    if (called.needsUser) checkUserSignature(request, fields)
    return called.answer(fields, `http://${request.headers.host}`)
  }

  function replyOf(request: DeskRequest, name: string): { status: number; body: { errcode: number; errmsg: string } } {
    try {
      return { status: 200, body: { ...answered(request, name), errcode: 0, errmsg: 'ok' } }
    } catch (error) {
      if (!(error instanceof XpayRefusal)) throw error
      const { status, errcode, message } = error
      return { status, body: { errcode, errmsg: message } }
    }
  }

  async function handle(request: DeskRequest): Promise<DeskReply> {
    const name = request.url.pathname.slice('/xpay/'.length)
    const fault = faults.calls.take(({ path }) => request.url.pathname.includes(path))
    if (fault?.delayMs) await pause(fault.delayMs)
    if (fault?.drop === 'before') {
      request.raw.socket.destroy()
      return { status: 500 }
    }
    const ordered = fault?.status ?? (fault?.errcode === undefined ? undefined : 200)
    const reply =
      ordered === undefined
        ? replyOf(request, name)
        : { status: ordered, body: { errcode: fault?.errcode ?? -1, errmsg: 'system error' } }
    calls.push({
      at: clock.now(),
      api: name,
      errcode: reply.body.errcode,
      ...(fault ? { fault: fault.drop ?? 'ordered' } : {}),
    })
    calls.splice(0, calls.length - CALLS_KEPT)
    if (fault?.drop === 'after') request.raw.socket.destroy()
    return json(fault?.alterOrder ? altered(reply.body, fault.alterOrder) : reply.body, reply.status)
  }

  const routes: Route[] = [{ path: '/xpay/', handle }, tokens.route]
  return { routes, calls: () => [...calls] }
}
