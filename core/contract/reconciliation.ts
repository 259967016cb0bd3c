import * as z from 'zod'
import { contract } from './contract'
import { Fen, GatewayName, Instant } from './shapes'

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** Where the bill of the payment service and our books disagree. */
export const Difference = z.object({
  differenceId: z.string(),
  gateway: GatewayName,
  day: Day,
  /**
   * `missingHere`: on the bill only. `missingThere`: in our books only. `amount`: both, not the same. `state`: both, but not in the same
   * state. `funds`: the fund bill does not fit; its amounts are what the account gained, below zero what it lost.
   */
  kind: z.enum(['missingHere', 'missingThere', 'amount', 'state', 'funds']),
  about: z.enum(['payment', 'refund', 'transfer', 'other']),
  /** The order's number; of a transfer its own, and of anything else what the fund bill calls it. */
  outTradeNo: z.string(),
  /** The refund's number, where it is about one. */
  outRefundNo: z.string(),
  ourFen: z.int().nullable(),
  theirFen: z.int().nullable(),
  words: z.string(),
  state: z.enum(['open', 'mended', 'resolved']),
  /** Why it is all right, in the words of whoever resolved it. */
  reason: z.string(),
  resolvedBy: z.string(),
  resolvedAt: Instant.nullable(),
})
export type Difference = z.infer<typeof Difference>

export const ReconciledDay = z.object({
  gateway: GatewayName,
  day: Day,
  /** `waiting`: no bill yet. `resolved`: there were differences, and none is open any more. */
  state: z.enum(['waiting', 'even', 'differs', 'resolved']),
  payments: z.int(),
  paidFen: Fen,
  refunds: z.int(),
  refundedFen: Fen,
  /** What the service kept, in 1/1000 fen. */
  feeMilliFen: z.int(),
  openDifferences: z.int(),
  reconciledAt: Instant.nullable(),
})
export type ReconciledDay = z.infer<typeof ReconciledDay>

/**
 * The office and reconciliation: the days of all payment services, the newest first; a service's day with its differences; comparing it anew; and
 * resolving a difference with a reason.
 */
export const reconciliation = contract({
  name: 'reconciliation',
  access: 'finance',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('days'), after: z.string().max(20).optional() }),
    z.strictObject({ action: z.literal('day'), gateway: GatewayName, day: Day }),
    z.strictObject({ action: z.literal('again'), gateway: GatewayName, day: Day }),
    z.strictObject({
      action: z.literal('resolve'),
      differenceId: z.string().min(1).max(120),
      reason: z.string().trim().min(2).max(200),
    }),
  ]),
  output: z.discriminatedUnion('action', [
    z.object({ action: z.literal('days'), days: z.array(ReconciledDay), next: z.string().nullable() }),
    z.object({ action: z.enum(['day', 'again', 'resolve']), day: ReconciledDay, differences: z.array(Difference) }),
  ]),
})
