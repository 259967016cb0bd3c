import type { Input, Output } from '../contract'
import type { Caller } from '../ports'
import { type QuotePorts, quote } from './quote'

/** The checkout, before anything is ordered. */
export const quotePrice =
  (ports: QuotePorts) =>
  async (caller: Caller, { goods, ...wish }: Input<'quotePrice'>): Promise<Output<'quotePrice'>> => {
    const { offer, price, methods, wallet, points, settings } = await quote(ports, caller, goods, {
      ...wish,
      showAll: true,
    })
    return { title: offer.title, price, methods, wallet, points, refundDays: settings.refund.days }
  }
