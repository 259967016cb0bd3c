import * as z from 'zod'

/** What a code opens for whoever redeems it. */
export const CodeGoods = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('course'), courseId: z.string() }),
  z.object({ kind: z.literal('membership'), days: z.int().positive(), percent: z.int().min(0).max(100) }),
])
export type CodeGoods = z.infer<typeof CodeGoods>

/** A code that opens something once: one of a batch that the school made, or a gift that somebody paid for. */
export const Code = z.object({
  /** Sixteen signs without dashes. */
  _id: z.string(),
  goods: CodeGoods,
  title: z.string(),
  /** Where it comes from: `batch:{name}` or `order:{orderId}`. */
  origin: z.string(),
  /** Who gives it; empty for a batch. */
  giverId: z.string(),
  state: z.enum(['open', 'redeemed', 'cancelled']),
  redeemedBy: z.string(),
  redeemedAt: z.string().nullable(),
  /** ISO time after which it opens nothing; null for ever. */
  expiresAt: z.string().nullable(),
  createdAt: z.string(),
  /** When the sweep should look: redeemed, and not yet opened. */
  dueAt: z.string().nullable(),
})
export type Code = z.infer<typeof Code>

/** As it is written to people: `8F3K-…`. Whatever is typed is read without dashes, spaces and case. */
export const codeWords = (id: string): string => id.replace(/(.{4})(?=.)/g, '$1-')
export const codeIdOf = (typed: string): string => typed.replace(/[\s-]/g, '').toUpperCase()
