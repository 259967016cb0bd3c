import * as z from 'zod'
import { contract } from './contract'
import { Fen, Instant, Month } from './shapes'
import { WithdrawalView } from './withdraw'

/** A teacher's income: what is mine to withdraw, what still waits for the refund days, a month's statement, and my withdrawals. */
export const teacherIncome = contract({
  name: 'teacherIncome',
  access: 'learner',
  input: z.strictObject({
    /** This month when left out. */
    month: Month.optional(),
  }),
  output: z.object({
    /** Whether any course shares its income with the caller. */
    isTeacher: z.boolean(),
    availableFen: z.int(),
    /** Shares that become the teacher's when the refund days are over. */
    waitingFen: Fen,
    month: z.string(),
    statement: z.object({
      openingFen: z.int(),
      closingFen: z.int(),
      lines: z.array(
        z.object({
          at: Instant,
          kind: z.enum(['share', 'takenBack', 'withdrawn', 'withdrawBack']),
          words: z.string(),
          orderId: z.string().nullable(),
          fen: z.int(),
        }),
      ),
    }),
    withdrawals: z.array(WithdrawalView),
    leastFen: Fen,
    mostFen: Fen,
  }),
})
