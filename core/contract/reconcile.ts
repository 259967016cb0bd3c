import * as z from 'zod'
import { contract } from './contract'
import { ReconciledDay } from './reconciliation'

/** Every morning after ten: yesterday's bills are fetched and compared with the books, line by line. Runs again until they are there. */
export const reconcile = contract({
  name: 'reconcile',
  access: 'timer',
  input: z.strictObject({}),
  output: z.object({ days: z.array(ReconciledDay) }),
})
