import * as z from 'zod'
import { contract } from './contract'
import { Fen, Id, Instant } from './shapes'

export const PlanView = z.object({
  planId: Id,
  title: z.string().trim().min(1).max(40),
  days: z.int().min(1).max(3660),
  fen: Fen.min(1).max(10_000_000),
  /** What a member pays for a course, in percent of its price. */
  percent: z.int().min(0).max(100),
  rights: z.array(z.string().trim().min(1).max(60)).max(12),
})
export type PlanView = z.infer<typeof PlanView>

/** The plans on sale, and how long the caller is a member. */
export const showMembership = contract({
  name: 'showMembership',
  access: 'anyone',
  input: z.strictObject({}),
  output: z.object({
    plans: z.array(PlanView),
    mine: z.object({ until: Instant, percent: z.int() }).nullable(),
  }),
})
