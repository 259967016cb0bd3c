import * as z from 'zod'

/** What may be ordered to go wrong with the next notice. Several at once are possible. */
export const NoticeFault = z.strictObject({
  /** Never leaves the desk; WeChat's schedule goes on. */
  lost: z.boolean().optional(),
  /** So many further copies of the same bytes, at the same time. */
  duplicate: z.int().min(1).max(1000).optional(),
  /** Sent so much later by the desk's clock. */
  delayMs: z.int().positive().optional(),
  badSignature: z.boolean().optional(),
  /** A false signature with WeChat's own prefix, as it sends at times to see whether a shop checks. */
  signtest: z.boolean().optional(),
  /** One bit of the sealed text, or of its tag, is turned before a true signature is made. */
  flippedBit: z.enum(['text', 'tag']).optional(),
  /** Another serial in the header. */
  serial: z.string().min(1).optional(),
  /** The timestamp is so far from now, truly signed. */
  skewSeconds: z.int().optional(),
  /** Sealed and signed truly, but with other content. */
  alter: z
    .strictObject({
      fen: z.int().optional(),
      mchid: z.string().optional(),
      appid: z.string().optional(),
      outTradeNo: z.string().optional(),
      currency: z.string().optional(),
    })
    .optional(),
  times: z.int().min(1).max(1000).default(1),
})
export type NoticeFault = z.infer<typeof NoticeFault>

/** What may be ordered to go wrong with the next call of the API whose path holds `path`. */
export const CallFault = z.strictObject({
  path: z.string().default('/'),
  /** Answers this instead of doing the work. */
  status: z.int().min(400).max(599).optional(),
  code: z.string().default('SYSTEM_ERROR'),
  /** Milliseconds of real time. */
  delayMs: z.int().positive().max(60_000).optional(),
  /** Cuts the line before the work is done, or after. */
  drop: z.enum(['before', 'after']).optional(),
  badSignature: z.boolean().optional(),
  times: z.int().min(1).max(1000).default(1),
})
export type CallFault = z.infer<typeof CallFault>

/** How the bank ends the next refund. */
export const RefundFault = z.strictObject({
  outcome: z.enum(['SUCCESS', 'CLOSED', 'ABNORMAL']).default('SUCCESS'),
  afterMs: z.int().nonnegative().optional(),
  times: z.int().min(1).max(1000).default(1),
})
export type RefundFault = z.infer<typeof RefundFault>

/** How paying out the next confirmed transfer ends. */
export const TransferFault = z.strictObject({
  outcome: z.enum(['SUCCESS', 'FAIL']).default('SUCCESS'),
  afterMs: z.int().nonnegative().optional(),
  times: z.int().min(1).max(1000).default(1),
})
export type TransferFault = z.infer<typeof TransferFault>

/** What waits to go wrong, in order; each is used up by what it meets. */
export function queue<Fault extends { times: number }>() {
  const waiting: Fault[] = []
  return {
    order: (fault: Fault) => void waiting.push({ ...fault }),
    take(fits: (fault: Fault) => boolean = () => true): Fault | undefined {
      const fault = waiting.find(fits)
      if (!fault) return undefined
      fault.times -= 1
      if (fault.times === 0) waiting.splice(waiting.indexOf(fault), 1)
      return { ...fault }
    },
    waiting: () => waiting.map((fault) => ({ ...fault })),
    clear: () => void waiting.splice(0),
  }
}

/** Faults wait in order and are used up. They are kept in memory only: a desk that starts again starts sound. */
export const faultDesk = () => ({
  notices: queue<NoticeFault>(),
  calls: queue<CallFault>(),
  refunds: queue<RefundFault>(),
  transfers: queue<TransferFault>(),
})
export type FaultDesk = ReturnType<typeof faultDesk>
