import * as z from 'zod'

const times = z.int().min(1).max(1000).default(1)

/** What may be ordered to go wrong with the next notice. Several at once are possible. */
export const NoticeFault = z.strictObject({
  /** Never leaves the desk; Alipay's schedule goes on. */
  lost: z.boolean().optional(),
  /** So many further copies of the same bytes, at the same time. */
  duplicate: z.int().min(1).max(1000).optional(),
  /** Sent so much later by the desk's clock. */
  delayMs: z.int().positive().optional(),
  badSignature: z.boolean().optional(),
  /** Another kind of signature is named, over the same content. */
  signType: z.string().min(1).optional(),
  /** Fields changed after the notice was signed: a forgery. */
  forge: z.record(z.string(), z.string()).optional(),
  /** Fields changed and signed truly: what a shop must find by comparing with its own order. */
  alter: z.record(z.string(), z.string()).optional(),
  times,
})
export type NoticeFault = z.infer<typeof NoticeFault>

/** What may be ordered to go wrong with the next call of the API whose method holds `method`. */
export const CallFault = z.strictObject({
  method: z.string().default(''),
  /** An answer of some machine in between, instead of the work. */
  status: z.int().min(300).max(599).optional(),
  /** Alipay's own refusal, truly signed, instead of the work: `20000 isp.unknow-error` leaves everything open. */
  code: z.string().default('20000'),
  subCode: z.string().optional(),
  /** Milliseconds of real time. */
  delayMs: z.int().positive().max(60_000).optional(),
  /** Cuts the line before the work is done, or after. */
  drop: z.enum(['before', 'after']).optional(),
  badSignature: z.boolean().optional(),
  /** The work is done, and the reply comes without a signature. */
  unsigned: z.boolean().optional(),
  /** A refusal nobody signed, beside an old reply that is genuine: what somebody on the line could put together. */
  forgedRefusal: z.string().optional(),
  /** The last reply to this method once more, genuine as it was, whatever is asked for now. */
  replayed: z.boolean().optional(),
  times,
})
export type CallFault = z.infer<typeof CallFault>

/** How the bank ends the next refund, and when: at once, unless said. A failed one is as if it had never been asked for. */
export const RefundFault = z.strictObject({
  outcome: z.enum(['SUCCESS', 'FAIL']).default('SUCCESS'),
  afterMs: z.int().nonnegative().default(0),
  times,
})
export type RefundFault = z.infer<typeof RefundFault>

function queue<Fault extends { times: number }>() {
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
})
export type FaultDesk = ReturnType<typeof faultDesk>
