import * as z from 'zod'
import { contract } from './contract'
import { Fen, Id, Instant } from './shapes'

export const WithdrawalView = z.object({
  withdrawalId: Id,
  fen: Fen,
  /** `confirm`: the teacher must confirm in WeChat, with `packageInfo`, before `confirmBy`. */
  state: z.enum(['started', 'confirm', 'paying', 'paid', 'failed', 'cancelled']),
  packageInfo: z.string().nullable(),
  confirmBy: Instant.nullable(),
  askedAt: Instant,
  endedAt: Instant.nullable(),
  why: z.string(),
})
export type WithdrawalView = z.infer<typeof WithdrawalView>

/**
 * Withdraws income to WeChat (商家转账): `ask` starts one transfer, which the teacher confirms in WeChat within 24 hours; `look` asks
 * how far it is; `cancel` gives it up before the confirmation. One at a time.
 */
export const withdraw = contract({
  name: 'withdraw',
  access: 'learner',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('ask'), fen: Fen.min(1) }),
    z.strictObject({ action: z.literal('look'), withdrawalId: Id }),
    z.strictObject({ action: z.literal('cancel'), withdrawalId: Id }),
  ]),
  output: z.object({
    withdrawal: WithdrawalView,
    /** What `wx.requestMerchantTransfer` needs beside `packageInfo`. */
    merchant: z.object({ mchid: z.string(), appid: z.string() }),
  }),
})
