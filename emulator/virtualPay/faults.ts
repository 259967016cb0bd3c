import * as z from 'zod'
import { CallFault, queue } from '../wechatPay/faults'

/** What may be ordered to go wrong with the next push. Several at once are possible. */
export const PushFault = z.strictObject({
  /** Never leaves the desk; the schedule goes on. */
  lost: z.boolean().optional(),
  /** So many further copies of the same bytes, at the same time. */
  duplicate: z.int().min(1).max(1000).optional(),
  /** Sent so much later by the desk's clock. */
  delayMs: z.int().positive().optional(),
  badSignature: z.boolean().optional(),
  /** Signed as a plain message is: with `signature` where `msg_signature` belongs. */
  plainSignature: z.boolean().optional(),
  /** One bit of the sealed text is turned before a true signature is made. */
  flippedBit: z.boolean().optional(),
  /** Sealed and signed truly, for another mini-program. */
  appid: z.string().min(1).optional(),
  /** Sealed and signed truly, with other content. */
  alter: z.record(z.string(), z.unknown()).optional(),
  times: z.int().min(1).max(1000).default(1),
})
export type PushFault = z.infer<typeof PushFault>

/** How the next refund ends. */
export const RefundFault = z.strictObject({
  outcome: z.enum(['done', 'failed']).default('done'),
  afterMs: z.int().nonnegative().optional(),
  times: z.int().min(1).max(1000).default(1),
})
export type RefundFault = z.infer<typeof RefundFault>

/** How the next task with items ends, and when. */
export const TaskFault = z.strictObject({
  outcome: z.enum(['done', 'failed']).default('done'),
  afterMs: z.int().nonnegative().optional(),
  times: z.int().min(1).max(1000).default(1),
})
export type TaskFault = z.infer<typeof TaskFault>

/** A call fault's `code` is an errcode here. */
export const XpayCallFault = CallFault.omit({ status: true, code: true, badSignature: true }).extend({
  status: z.int().min(400).max(599).optional(),
  errcode: z.int().optional(),
  /** Does the work, and then tells other things of the order than are true. */
  alterOrder: z.record(z.string(), z.unknown()).optional(),
})
export type XpayCallFault = z.infer<typeof XpayCallFault>

/** Faults wait in order and are used up. They are kept in memory only: a desk that starts again starts sound. */
export const faultDesk = () => ({
  pushes: queue<PushFault>(),
  calls: queue<XpayCallFault>(),
  refunds: queue<RefundFault>(),
  tasks: queue<TaskFault>(),
})
export type FaultDesk = ReturnType<typeof faultDesk>
