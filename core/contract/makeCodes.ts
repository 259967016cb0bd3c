import * as z from 'zod'
import { contract } from './contract'
import { Id, Instant } from './shapes'

/** The office makes codes for a course or days of membership, up to 200 at once, and looks at the batches it made. */
export const makeCodes = contract({
  name: 'makeCodes',
  access: 'admin',
  input: z.discriminatedUnion('action', [
    z.strictObject({
      action: z.literal('make'),
      /** Names the batch; the same name again goes on with the same batch, and never makes more than `count`. */
      batch: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
      count: z.int().min(1).max(200),
      goods: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('course'), courseId: Id }),
        z.strictObject({ kind: z.literal('membership'), planId: Id }),
      ]),
      expiresAt: Instant.nullable(),
    }),
    z.strictObject({
      action: z.literal('list'),
      batch: z.string().min(1).max(40),
      after: z.string().max(100).optional(),
    }),
    z.strictObject({ action: z.literal('cancel'), batch: z.string().min(1).max(40) }),
    z.strictObject({ action: z.literal('batches') }),
  ]),
  output: z.object({
    /** Of one batch; empty where all were asked for. */
    batch: z.string(),
    codes: z.array(
      z.object({
        code: z.string(),
        state: z.enum(['open', 'redeemed', 'cancelled']),
        redeemedAt: Instant.nullable(),
      }),
    ),
    next: z.string().nullable(),
    /** Asked for with `batches`: the newest first, at most a hundred. `count` is how many codes were asked for. */
    batches: z.array(z.object({ batch: z.string(), title: z.string(), count: z.int(), madeAt: Instant })),
  }),
})
