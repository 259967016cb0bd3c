import * as z from 'zod'
import { contract } from './contract'
import { Fen, GatewayName, Month } from './shapes'

/** What was sold and what was given back. What is paid for with points alone is a sale of nothing. */
export const Sales = z.object({ soldFen: Fen, sales: z.int(), refundedFen: Fen, refunds: z.int() })
export type Sales = z.infer<typeof Sales>

/**
 * The school's income of a Shanghai month as it stands at this moment: by day, by what was sold, and by way of paying, each of which adds up to `total`. Sales count on the
 * day they were paid and refunds on the day they arrived, so past days change only when something lost is found.
 */
export const schoolIncome = contract({
  name: 'schoolIncome',
  access: 'finance',
  input: z.strictObject({
    /** This month when left out. */
    month: Month.optional(),
  }),
  output: z.object({
    month: z.string(),
    /** The Shanghai day it is. */
    today: z.string(),
    total: Sales,
    /** Of what was sold, less what was given back, what is the teachers'; the rest is the school's. */
    teachersFen: z.int(),
    /** What payment services kept, as far as their bills have told. */
    feesFen: z.int(),
    /** Days on which something moved, the oldest first. */
    days: z.array(Sales.extend({ day: z.string() })),
    /** What brought most stands first. A course's gifts count with it. */
    goods: z.array(
      Sales.extend({ kind: z.enum(['course', 'membership', 'earlier']), id: z.string(), title: z.string() }),
    ),
    /** Goods that brought less than those listed. */
    others: Sales.extend({ goods: z.int() }),
    /** `balance`: from learners' wallets. */
    ways: z.array(z.object({ way: GatewayName.or(z.literal('balance')), soldFen: Fen, refundedFen: Fen })),
    /** Put into wallets, less what was given back: not income before something is bought with it. */
    topUpsFen: z.int(),
  }),
})
