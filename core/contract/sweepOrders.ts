import * as z from 'zod'
import { contract } from './contract'

/**
 * Every minute: finishes what paid orders still owe, asks the payment services about quiet ones, closes what has run out of time, hands over
 * shares and points whose refund days are over, opens what redeemed codes still owe, and asks about payouts on their way.
 */
export const sweepOrders = contract({
  name: 'sweepOrders',
  access: 'timer',
  input: z.strictObject({}),
  output: z.object({
    finished: z.int(),
    settled: z.int(),
    closed: z.int(),
    refunded: z.int(),
    matured: z.int(),
    redeemed: z.int(),
    payouts: z.int(),
    failed: z.int(),
  }),
})
