import { type DeskReply, type DeskRequest, json, type Route } from '../http'
import { type Order, stateAt } from './orders'

/** Why a person in front of one of WeChat's sheets cannot go on, in words for them. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    words: string,
    readonly status = 400,
  ) {
    super(words)
    this.name = 'Refused'
  }
}

/** Whose WeChat a request comes from: the openid, or undefined when nobody is signed in. */
export type Identify = (request: DeskRequest) => string | undefined

export function personOf(request: DeskRequest, identify: Identify): string {
  const openid = identify(request)
  if (!openid) throw new Refused('NEED_LOGIN', '请先登录微信', 401)
  return openid
}

/** One step of a sheet: JSON in, JSON out, refusals with their words. */
export const step = (path: string, answer: (request: DeskRequest) => unknown): Route => ({
  method: 'POST',
  path,
  handle(request): DeskReply {
    try {
      return json(answer(request))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return json({ code: error.code, message: error.message }, error.status)
    }
  },
})

/** What was found under a prepay_id, a code or a link, if it can be paid now. */
export function payable(order: Order | 'old' | null, now: number): Order {
  if (order === null) throw new Refused('ORDER_NOT_EXIST', '找不到这笔订单，请返回重新下单')
  if (order === 'old') throw new Refused('PREPAY_EXPIRED', '支付页面已过期，请返回重新支付')
  if (order.paidAt !== undefined) throw new Refused('ORDER_PAID', '这笔订单已经支付，无需再付')
  if (stateAt(order, now) === 'CLOSED') throw new Refused('ORDER_CLOSED', '订单已关闭，请重新下单')
  return order
}

/** The bill as a sheet shows it. */
export const shownBill = ({ outTradeNo, fen, description, expiresAt }: Order, merchantName: string) => ({
  outTradeNo,
  fen,
  description,
  merchantName,
  expiresAt: new Date(expiresAt).toISOString(),
})
