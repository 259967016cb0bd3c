import { sharesWith } from '../catalog/terms'
import type { Input, Output } from '../contract'
import { waitingShareOf } from '../orders/accounting'
import { orders } from '../orders/orders'
import type { Caller, Ports } from '../ports'
import { monthOf } from './months'
import { statementOf } from './statement'
import { LEAST_FEN, MOST_FEN, withdrawalView } from './withdrawal'
import { withdrawals } from './withdrawals'

/** Shares of paid orders whose refund days are not over, of what has not been given back. */
async function waitingFenOf(ports: Pick<Ports, 'store' | 'ids'>, userId: string): Promise<number> {
  let fen = 0
  for await (const order of orders(ports).waitingFor(userId)) fen += waitingShareOf(order)
  return fen
}

/** A teacher's income: what is there, what is still to come, a month of it, and what was withdrawn. */
export const teacherIncome =
  (ports: Pick<Ports, 'store' | 'ids' | 'clock'>) =>
  async ({ userId }: Caller, input: Input<'teacherIncome'>): Promise<Output<'teacherIncome'>> => {
    const month = input.month ?? monthOf(ports.clock.now())
    const [teaches, waitingFen, { availableFen, statement }, asked] = await Promise.all([
      sharesWith(ports, userId),
      waitingFenOf(ports, userId),
      statementOf(ports, userId, month),
      withdrawals(ports).ofTeacher(userId),
    ])
    return {
      isTeacher: teaches,
      availableFen,
      waitingFen,
      month,
      statement,
      withdrawals: asked.map(withdrawalView),
      leastFen: LEAST_FEN,
      mostFen: MOST_FEN,
    }
  }
