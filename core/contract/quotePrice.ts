import * as z from 'zod'
import { contract } from './contract'
import { PayChoice } from './purchase'
import { Fen, Goods, PayMethod, Price, PurchaseAgreement } from './shapes'

/** The checkout before anything is ordered: what it costs me and why, in which ways I may pay, and what I have to pay with. */
export const quotePrice = contract({
  name: 'quotePrice',
  access: 'learner',
  input: PayChoice.pick({ device: true, usePoints: true, useBalance: true }).extend({ goods: Goods }),
  output: z.object({
    title: z.string(),
    price: Price,
    /** The first is the one to offer first; empty when there is no way to pay here. */
    methods: z.array(PayMethod),
    wallet: z.object({
      /** Whether the school takes it for these goods. */
      isOpen: z.boolean(),
      fen: Fen,
    }),
    points: z.object({
      isOpen: z.boolean(),
      points: z.int().nonnegative(),
      /** The most that may be spent here, and what that is worth. */
      usable: z.int().nonnegative(),
      usableFen: Fen,
    }),
    /** Days within which a refund may be asked for, as the school promises. */
    refundDays: z.int(),
    /** What whoever buys it agrees to, in the version of now; null where there is nothing to agree to. */
    agreement: PurchaseAgreement.nullable(),
  }),
})
