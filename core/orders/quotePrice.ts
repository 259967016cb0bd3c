import type { Input, Output } from '../contract'
import type { Caller } from '../ports'
import { refuseWhenFull } from './orderSeat'
import { type QuotePorts, quote } from './quote'

/** The checkout, before anything is ordered. Refuses: what `quote` refuses; SOLD_OUT, SEATS_HELD. */
export const quotePrice =
  (ports: QuotePorts) =>
  async (caller: Caller, { goods, ...wish }: Input<'quotePrice'>): Promise<Output<'quotePrice'>> => {
    const { offer, latest, seats, price, methods, wallet, points, settings, agreement } = await quote(
      ports,
      caller,
      goods,
      {
        ...wish,
        showAll: true,
      },
    )
    refuseWhenFull(seats, latest)
    return { title: offer.title, price, methods, wallet, points, refundDays: settings.refund.days, agreement }
  }
