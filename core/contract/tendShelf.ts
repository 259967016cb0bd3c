import * as z from 'zod'
import { contract } from './contract'

/** Every hour: counts who joined and studied what, sorts the shelf by it, and prepares what home and search show to everybody. */
export const tendShelf = contract({
  name: 'tendShelf',
  access: 'timer',
  input: z.strictObject({}),
  output: z.object({ counted: z.int(), warmed: z.int(), courses: z.int() }),
})
