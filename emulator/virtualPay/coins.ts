import * as z from 'zod'
import type { Driver } from '../database/driver'
import { records } from '../records'
import type { Env } from './account'
import { badParameter, doneBefore, takenBack, tooFewCoins } from './errors'
import { COINS_PER_YUAN } from './limits'
import type { OrderBook } from './orders'
import { Fields } from './shapes'

const Spend = Fields.extend({
  user_ip: z.string().optional(),
  amount: z.int().min(1),
  order_id: z.string().regex(/^[0-9A-Za-z_-]{1,64}$/),
  payitem: z.string(),
  remark: z.string().optional(),
})
const TakeBack = Fields.extend({
  user_ip: z.string(),
  pay_order_id: z.string(),
  order_id: z.string().regex(/^[0-9A-Za-z_-]{1,64}$/),
  amount: z.int().min(1),
})
const Balance = Fields.extend({ user_ip: z.string() })

const Items = z.array(z.strictObject({ productid: z.string(), unit_price: z.int(), quantity: z.int().min(1) })).min(1)

type Spent = {
  orderId: string
  openid: string
  env: Env
  amount: number
  at: number
  /** What was taken back of it, by the number it was asked under. */
  back: { orderId: string; amount: number; at: number }[]
}

/** One movement of somebody's coins: bought +, spent −, taken back +, given back for money −. */
export type CoinEntry = {
  kind: 'bought' | 'spent' | 'takenBack' | 'refunded'
  orderId: string
  amount: number
  at: number
}

/** The coins of everybody. What was bought and refunded stands in the orders, so that money and coins are one write. */
export function coinLedger(driver: Driver, book: OrderBook, now: () => number) {
  const spends = records<Spent>(driver, 'virtualPay.spends')

  function entries(openid: string, env: Env): CoinEntry[] {
    const orders = book
      .all()
      .filter((one) => one.openid === openid && one.env === env && one.mode === 'short_series_coin')
    const bought = orders.flatMap((order): CoinEntry[] => [
      ...(order.paidAt === undefined
        ? []
        : [{ kind: 'bought' as const, orderId: order.outTradeNo, amount: order.quantity, at: order.paidAt }]),
      ...order.refunds
        .filter(({ state }) => state !== 'failed')
        .map(({ refundOrderId, fen, createdAt }) => {
          return { kind: 'refunded' as const, orderId: refundOrderId, amount: -coinsOf(fen), at: createdAt }
        }),
    ])
    const spent = spends
      .all()
      .map(({ value }) => value)
      .filter((one) => one.openid === openid && one.env === env)
      .flatMap((one): CoinEntry[] => [
        { kind: 'spent', orderId: one.orderId, amount: -one.amount, at: one.at },
        ...one.back.map((back) => ({ kind: 'takenBack' as const, ...back })),
      ])
    return [...bought, ...spent].sort((a, b) => a.at - b.at)
  }
  const balance = (openid: string, env: Env): number =>
    entries(openid, env).reduce((sum, { amount }) => sum + amount, 0)

  return {
    entries,
    balance,

    /** currency_pay: the same number again is 268490004, with another amount a bad parameter. */
    spend(body: z.infer<typeof Spend>) {
      const { openid, env, amount, order_id } = body
      if (!Items.safeParse(jsonIn(body.payitem)).success) throw badParameter('payitem格式错误')
      const known = spends.get(order_id)
      if (known && (known.openid !== openid || known.env !== env || known.amount !== amount))
        throw badParameter('order_id重复且参数不一致')
      if (known) throw doneBefore()
      if (balance(openid, env) < amount) throw tooFewCoins()
      spends.put(order_id, { orderId: order_id, openid, env, amount, at: now(), back: [] })
      return { order_id, balance: balance(openid, env), used_present_amount: 0 }
    },

    /** cancel_currency_pay: back into the buyer's balance, at most what was spent. */
    takeBack(body: z.infer<typeof TakeBack>) {
      const { openid, env, amount, order_id, pay_order_id } = body
      const spent = spends.get(pay_order_id)
      if (!spent || spent.openid !== openid || spent.env !== env) throw badParameter('pay_order_id不存在')
      const known = spent.back.find((back) => back.orderId === order_id)
      if (known && known.amount !== amount) throw badParameter('order_id重复且参数不一致')
      if (known) throw doneBefore()
      const gone = spent.back.reduce((sum, back) => sum + back.amount, 0)
      if (gone === spent.amount) throw takenBack()
      if (gone + amount > spent.amount) throw tooFewCoins()
      spends.put(pay_order_id, { ...spent, back: [...spent.back, { orderId: order_id, amount, at: now() }] })
      return { order_id }
    },

    tell: ({ openid, env }: z.infer<typeof Balance>) => ({
      balance: balance(openid, env),
      present_balance: 0,
      sum_save: sumOf(entries(openid, env), 'bought'),
      sum_present: 0,
      sum_balance: sumOf(entries(openid, env), 'bought'),
      sum_cost: -sumOf(entries(openid, env), 'spent'),
      first_save_flag: false,
    }),

    all: () => spends.all().map(({ value }) => value),
  }
}
export type CoinLedger = ReturnType<typeof coinLedger>
export const coinShapes = { Spend, TakeBack, Balance }

/** Coins as money buys them here. */
export const coinsOf = (fen: number): number => Math.round((fen * COINS_PER_YUAN) / 100)

const sumOf = (entries: CoinEntry[], kind: CoinEntry['kind']): number =>
  entries.filter((one) => one.kind === kind).reduce((sum, { amount }) => sum + amount, 0)

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
