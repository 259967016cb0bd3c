import * as z from 'zod'
import { contract } from './contract'

/** Every minute: finishes what paid orders still owe, asks WeChat Pay about quiet ones, closes what has run out of time. */
export const sweepOrders = contract({
  name: 'sweepOrders',
  access: 'timer',
  input: z.strictObject({}),
  output: z.object({ finished: z.int(), settled: z.int(), closed: z.int(), refunded: z.int(), failed: z.int() }),
})
