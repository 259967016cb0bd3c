import * as z from 'zod'
import type { Driver } from '../database/driver'
import { records } from '../records'
import { beginOf, chinaDay } from './chinaTime'
import { type Booking, feeOf } from './ledger'

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

const NOON_MS = 12 * 3_600_000

const stranger = (date: string, outTradeNo: string, fen: number): Booking => ({
  kind: 'payment',
  at: beginOf(date) + NOON_MS,
  number: outTradeNo,
  fen,
  feeFen: feeOf(fen),
  trade: {
    transactionId: `4200${date.replaceAll('-', '')}${'0'.repeat(16)}`,
    outTradeNo,
    tradeType: 'NATIVE',
    openid: 'o-a-stranger',
    description: '陌生的一笔',
    attach: '',
  },
})

function changed(booked: Booking[], change: BillChange): Booking[] {
  const isMeant = ({ at, number }: Booking, of: string) => chinaDay(at) === change.date && number === of
  if ('drop' in change) return booked.filter((one) => !isMeant(one, change.drop))
  if ('stranger' in change) {
    const { outTradeNo, fen } = change.stranger
    return [...booked, stranger(change.date, outTradeNo, fen)].sort((a, b) => a.at - b.at)
  }
  const { of, fen } = change.amount
  return booked.map((one) => (isMeant(one, of) ? { ...one, fen } : one))
}

/** The untruths that were ordered, on disk: a bill asked for twice says the same twice. */
export function billChanges(driver: Driver) {
  const kept = records<BillChange>(driver, 'wechatPay.billChanges')
  const all = () => kept.all().map(({ value }) => value)
  return {
    all,
    order: (change: BillChange): void => kept.put(String(kept.all().length).padStart(6, '0'), change),
    clear(): void {
      for (const { id } of kept.all()) kept.remove(id)
    },
    applied: (booked: Booking[]): Booking[] => all().reduce(changed, booked),
  }
}
export type BillChanges = ReturnType<typeof billChanges>
