import * as z from 'zod'
import type { Driver } from './database/driver'
import { records } from './records'
import { beginOf, chinaDay } from './wechatPay/chinaTime'

const Day = z.iso.date()
const OwnNumber = z.string().regex(/^[0-9A-Za-z_\-|*@]{1,64}$/)
const Fen = z.int().min(1)

/**
 * An untruth in a day's bills, so that a reconciliation has something to find: a movement left out, one nobody here
 * knows, or another amount. Movements go by the merchant's number of them.
 */
export const BillChange = z.union([
  z.strictObject({ date: Day, drop: OwnNumber }),
  z.strictObject({ date: Day, stranger: z.strictObject({ outTradeNo: OwnNumber, fen: Fen }) }),
  z.strictObject({ date: Day, amount: z.strictObject({ of: OwnNumber, fen: Fen }) }),
])
export type BillChange = z.infer<typeof BillChange>

/** A movement as every payment service of the desk books it. */
type Booked = { at: number; number: string; fen: number }

const NOON_MS = 12 * 3_600_000

function changed<Booking extends Booked>(
  booked: Booking[],
  change: BillChange,
  strangerOf: (payment: Booked) => Booking,
): Booking[] {
  const isMeant = ({ at, number }: Booking, of: string) => chinaDay(at) === change.date && number === of
  if ('drop' in change) return booked.filter((one) => !isMeant(one, change.drop))
  if ('stranger' in change) {
    const { outTradeNo, fen } = change.stranger
    const stranger = strangerOf({ at: beginOf(change.date) + NOON_MS, number: outTradeNo, fen })
    return [...booked, stranger].sort((a, b) => a.at - b.at)
  }
  const { of, fen } = change.amount
  return booked.map((one) => (isMeant(one, of) ? { ...one, fen } : one))
}

/** The untruths that were ordered of one service, on disk: a bill asked for twice says the same twice. */
export function billChanges<Booking extends Booked>(
  driver: Driver,
  service: string,
  strangerOf: (payment: Booked) => Booking,
) {
  const kept = records<BillChange>(driver, `${service}.billChanges`)
  const all = () => kept.all().map(({ value }) => value)
  return {
    all,
    order: (change: BillChange): void => kept.put(String(kept.all().length).padStart(6, '0'), change),
    clear(): void {
      for (const { id } of kept.all()) kept.remove(id)
    },
    applied: (booked: Booking[]): Booking[] =>
      all().reduce((some, change) => changed(some, change, strangerOf), booked),
  }
}
export type BillChanges<Booking extends Booked> = ReturnType<typeof billChanges<Booking>>
