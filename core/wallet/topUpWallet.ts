import type { Input, Output } from '../contract'
import { type PurchasePorts, purchase } from '../orders/purchase'
import type { Caller } from '../ports'

/** Puts money into the caller's wallet. Refuses: AMOUNT_NOT_OFFERED, and what `purchase` refuses. */
export const topUpWallet =
  (ports: PurchasePorts) =>
  (caller: Caller, { fen, ...choice }: Input<'topUpWallet'>): Promise<Output<'topUpWallet'>> =>
    purchase(ports, caller, { kind: 'topUp', fen }, choice)
