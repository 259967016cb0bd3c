import * as z from 'zod'
import { contract } from './contract'

/** Ends what has run out (codes, tickets, sessions, counters, copies of data), joins what was begun, and closes accounts whose seven days are over. */
export const sweepAccounts = contract({
  name: 'sweepAccounts',
  access: 'timer',
  input: z.strictObject({}),
  output: z.object({ removed: z.int(), joined: z.int(), closed: z.int() }),
})
