import * as z from 'zod'
import { contract } from './contract'
import { Bought, PayChoice } from './purchase'

/** Puts money into my wallet. The amounts on offer are the school's. */
export const topUpWallet = contract({
  name: 'topUpWallet',
  access: 'learner',
  needsAgreement: true,
  input: PayChoice.omit({ usePoints: true, useBalance: true }).extend({ fen: z.int().min(1) }),
  output: Bought,
})
