import { daysAfter } from '../days'
import type { FundLine, Ports } from '../ports'
import type { Withdrawal } from '../profit/withdrawal'
import { withdrawals } from '../profit/withdrawals'
import type { Booked } from './booked'
import { type Earlier, linesOf } from './compareTrade'
import type { Finding } from './reconciled'

/** A payout is on the bill when it was started, and in our books when it was confirmed (within a day) and we had heard of it. */
const PAYOUT_TRAVELS_DAYS = 14

const ofTransfer = (
  kind: 'missingThere' | 'amount' | 'state',
  one: Withdrawal,
  theirFen: number | null,
  words: string,
): Finding => ({
  kind,
  about: 'transfer',
  outTradeNo: one._id,
  outRefundNo: '',
  ourFen: one.fen,
  theirFen,
  words,
})

/** What a payout of ours did to the account on this day: it goes out once whole, and comes back whole when nobody took it. */
export function transferFindings(one: Withdrawal, lines: FundLine[]): Finding[] {
  const wrong = lines.find(({ fen }) => fen !== one.fen)
  if (wrong) return [ofTransfer('amount', one, wrong.fen, '提现金额和资金账单不一样')]
  const cameBack = lines.some(({ direction }) => direction === 'in')
  const isGivenUp = one.state === 'failed' || one.state === 'cancelled'
  if (!cameBack || isGivenUp) return []
  // Booked as paid and come back: what the account did not lose is what differs. Not booked at all yet: nothing does.
  return [ofTransfer('state', one, one.state === 'paid' ? 0 : one.fen, '资金账单上提现已退回,这里还没有')]
}

/** Our payouts that were booked as paid on this day must have left the account, on this day or some before. */
export async function missingTransfers(
  ports: Pick<Ports, 'store' | 'ids'>,
  day: string,
  lines: FundLine[],
  booked: Map<string, Booked>,
  earlier: Earlier<FundLine>,
): Promise<Finding[]> {
  const paid = await withdrawals(ports).those('_id', [...booked.keys()])
  const left = new Map(paid.map((one) => [one.transferBillNo ?? one._id, one]))
  const strike = (some: FundLine[]) => {
    for (const { bizNo } of some) left.delete(bizNo)
  }
  strike(lines)
  for (let ago = 1; left.size && ago <= PAYOUT_TRAVELS_DAYS; ago += 1)
    strike(linesOf(await earlier(daysAfter(day, -ago))))
  return [...left.values()].map((one) => ofTransfer('missingThere', one, null, '账本里已经提现,资金账单上没有'))
}
