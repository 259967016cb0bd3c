import { Unit } from '../../../core/ledger/entry'
import { earningFaults } from '../earnings'
import { sum, total } from '../facts'
import type { Invariant } from '../invariants'

/** The books, by themselves. */
export const books: Invariant[] = [
  {
    sentence: 'Every entry is balanced, and so are the books.',
    contradictions({ entries }) {
      const off = (lines: (typeof entries)[number]['lines'], unit: Unit) =>
        sum(lines.filter((line) => line.unit === unit).map(({ amount }) => amount))
      return entries.flatMap(({ _id, lines }) =>
        Unit.options.flatMap((unit) => (off(lines, unit) ? [`${_id} is off by ${off(lines, unit)} ${unit}`] : [])),
      )
    },
  },
  {
    sentence: 'No wallet is ever overdrawn, nor what is on its way to a teacher.',
    contradictions({ entries }) {
      const held = new Map<string, number>()
      const overdrawn: string[] = []
      // Entries stand in the order in which they were written.
      for (const { _id, lines } of entries)
        for (const { account, amount } of lines) {
          if (!account.startsWith('wallet:') && !account.startsWith('payout:')) continue
          const now = (held.get(account) ?? 0) - amount
          held.set(account, now)
          if (now < 0) overdrawn.push(`${account} stands at ${now} after ${_id}`)
        }
      return overdrawn
    },
  },
  {
    sentence: 'Every balance is the sum of its entries.',
    contradictions({ entries, balances }) {
      const sums = new Map<string, number>()
      for (const { lines } of entries)
        for (const { account, amount } of lines) sums.set(account, (sums.get(account) ?? 0) - amount)
      const personal = [...sums.keys()].filter((one) => /^(wallet|teacher|payout|points):/.test(one))
      const kept = new Map(balances.map(({ _id, amount }) => [_id, amount]))
      return [...new Set([...personal, ...kept.keys()])].flatMap((account) =>
        (kept.get(account) ?? 0) === (sums.get(account) ?? 0)
          ? []
          : [`${account} is ${kept.get(account) ?? 0}, its entries sum to ${sums.get(account) ?? 0}`],
      )
    },
  },
  {
    sentence: 'What was set aside is spent or set free.',
    contradictions: (facts) =>
      ['held', 'pointsHeld', 'suspense'].flatMap((account) => {
        const isExplained =
          account === 'suspense' && facts.orders.some(({ isLate, refund }) => isLate && refund?.state === 'stuck')
        return total(facts, account) === 0 || isExplained ? [] : [`${account} still holds ${-total(facts, account)}`]
      }),
  },
  {
    sentence: 'Teachers, points and wallets have what was paid and stayed, and nothing of what was given back.',
    contradictions: earningFaults,
  },
  {
    sentence: 'Shares wait only for orders that have not ripened.',
    contradictions: (facts) => {
      const waiting = facts.orders.some(({ maturesAt }) => maturesAt !== null)
      const stuck = facts.orders.some(({ refund }) => refund !== null)
      return waiting || stuck || total(facts, 'shares') === 0
        ? []
        : [`shares still hold ${-total(facts, 'shares')} fen`]
    },
  },
  {
    sentence: 'Income is what was paid for goods and stayed, told alike by day, by what was sold and by way of paying.',
    contradictions({ incomes, orders }) {
      const kept = orders.filter(({ goods, paidAt, isLate }) => goods.kind !== 'topUp' && paidAt !== null && !isLate)
      const should = sum(
        kept.map(
          ({ price, refundedFen, refundedBalanceFen }) =>
            price.payFen + price.balanceFen - refundedFen - refundedBalanceFen,
        ),
      )
      const net = (rows: { soldFen: number; refundedFen: number }[]) =>
        sum(rows.map(({ soldFen, refundedFen }) => soldFen - refundedFen))
      const told = {
        total: net(incomes.map((one) => one.total)),
        days: net(incomes.flatMap(({ days }) => days)),
        goods: net(incomes.flatMap(({ goods, others }) => [...goods, others])),
        ways: net(incomes.flatMap(({ ways }) => ways)),
      }
      return Object.entries(told).flatMap(([table, fen]) =>
        fen === should ? [] : [`income by ${table} is ${fen} fen, orders kept ${should}`],
      )
    },
  },
]
