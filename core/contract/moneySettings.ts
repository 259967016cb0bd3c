import * as z from 'zod'
import { contract } from './contract'
import { Fen } from './shapes'

/**
 * How a school takes and gives back money. What is left out stands at its default, and the defaults follow WeChat's rules:
 * virtual goods are paid by virtual payment inside a mini-program, and ordinary WeChat Pay there is off.
 */
export const MoneySettings = z.strictObject({
  ways: z
    .strictObject({
      /** WeChat's virtual payment: published items, and coins. */
      virtualGoods: z.boolean().default(true),
      virtualCoins: z.boolean().default(true),
      /** Ordinary WeChat Pay inside the mini-program: only for goods that are not virtual, so a school must say so. */
      jsapi: z.boolean().default(false),
      /** On the web. */
      native: z.boolean().default(true),
      h5: z.boolean().default(true),
      alipay: z.boolean().default(true),
      balance: z.boolean().default(true),
      points: z.boolean().default(true),
      topUp: z.boolean().default(true),
      gifts: z.boolean().default(true),
      codes: z.boolean().default(true),
    })
    .prefault({}),
  refund: z
    .strictObject({
      /** Within so many days a refund goes back at once, if no more than this was watched; otherwise the school decides. */
      days: z.int().min(0).max(365).default(7),
      watchedPercent: z.int().min(0).max(100).default(20),
    })
    .prefault({}),
  points: z
    .strictObject({
      /** Points for each whole yuan paid, credited when the refund days are over. */
      perYuan: z.int().min(0).max(100).default(1),
      /** What one point is worth. */
      fenPerPoint: z.int().min(1).max(100).default(1),
      /** The most of a price that points may pay, in percent. */
      maxPercent: z.int().min(0).max(100).default(50),
    })
    .prefault({}),
  /** The amounts a wallet may be topped up by. */
  topUpFen: z.array(Fen.min(100).max(1_000_000)).max(12).default([5000, 10000, 20000, 50000]),
})
export type MoneySettings = z.infer<typeof MoneySettings>

/** Looks at how the school takes money, or changes it: `save` replaces all of it. Every change is kept with who made it. */
export const moneySettings = contract({
  name: 'moneySettings',
  access: 'admin',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('look') }),
    z.strictObject({ action: z.literal('save'), settings: MoneySettings }),
  ]),
  output: z.object({ settings: MoneySettings, changedAt: z.string().nullable() }),
})
