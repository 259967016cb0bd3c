import { dayOf } from '../days'
import { type Balance, type Entry, isFloored, isPersonal, kindOf, type Unit } from './entry'

/** One account over all its entries. */
export type Row = {
  account: string
  unit: Unit
  /** Sums of both sides, above zero. */
  debit: number
  credit: number
  /** Debits less credits. */
  balance: number
  entries: number
}

/** What is wrong with a single entry: its sides do not come to zero, or it cannot be found where it should be. */
export type Fault = { entryId: string; what: 'unbalanced' | 'accounts' | 'day' | 'key'; unit: Unit | null; off: number }

/** A kept balance that is not what its entries come to. `kept` is null where none was kept. */
export type Drift = {
  account: string
  kept: { amount: number; entries: number } | null
  rebuilt: { amount: number; entries: number }
}

/** What a personal account holds after these entries: the balance that should be kept. */
export type Rebuilt = Map<string, { amount: number; entries: number }>

/** Adds up entries one by one, in any order, and says what is wrong with any of them. */
export function books() {
  const rows = new Map<string, Row>()
  const rebuilt: Rebuilt = new Map()
  const faults: Fault[] = []
  let entries = 0

  function addLine({ account, unit, amount }: Entry['lines'][number]): void {
    const key = `${account} ${unit}`
    const row = rows.get(key) ?? { account, unit, debit: 0, credit: 0, balance: 0, entries: 0 }
    if (amount > 0) row.debit += amount
    else row.credit -= amount
    row.balance += amount
    row.entries += 1
    rows.set(key, row)
  }

  function look({ _id: entryId, lines, accounts, at, day, key }: Entry): void {
    const off = new Map<Unit, number>()
    for (const { unit, amount } of lines) off.set(unit, (off.get(unit) ?? 0) + amount)
    for (const [unit, sum] of off) if (sum !== 0) faults.push({ entryId, what: 'unbalanced', unit, off: sum })
    const named = new Set(lines.map(({ account }) => account))
    if (named.size !== accounts.length || accounts.some((account) => !named.has(account)))
      faults.push({ entryId, what: 'accounts', unit: null, off: 0 })
    if (day !== dayOf(at)) faults.push({ entryId, what: 'day', unit: null, off: 0 })
    if (key !== `${at}:${entryId}`) faults.push({ entryId, what: 'key', unit: null, off: 0 })
  }

  return {
    add(entry: Entry): void {
      entries += 1
      look(entry)
      for (const line of entry.lines) addLine(line)
      const own = new Map<string, number>()
      for (const { account, amount } of entry.lines)
        if (isPersonal(account)) own.set(account, (own.get(account) ?? 0) - amount)
      for (const [account, amount] of own) {
        const before = rebuilt.get(account) ?? { amount: 0, entries: 0 }
        rebuilt.set(account, { amount: before.amount + amount, entries: before.entries + 1 })
      }
    },
    rebuilt,
    faults,
    /** Sorted by unit and account. */
    rows: (): Row[] =>
      [...rows.values()].sort((a, b) => a.unit.localeCompare(b.unit) || (a.account < b.account ? -1 : 1)),
    count: () => entries,
  }
}

/** Where kept balances are not what their entries come to. */
export function driftsOf(rebuilt: Rebuilt, kept: Map<string, Pick<Balance, 'amount' | 'entries'>>): Drift[] {
  const accounts = [...new Set([...rebuilt.keys(), ...kept.keys()])].sort()
  return accounts.flatMap((account) => {
    const should = rebuilt.get(account) ?? { amount: 0, entries: 0 }
    const is = kept.get(account)
    if (is && is.amount === should.amount && is.entries === should.entries) return []
    return [{ account, kept: is ? { amount: is.amount, entries: is.entries } : null, rebuilt: should }]
  })
}

/** Accounts that may not be overdrawn and are. */
export const overdrawn = (rows: Row[]): Row[] =>
  rows.filter(({ account, balance }) => isFloored(account) && balance > 0)

const units: Record<Unit, { title: string; show(amount: number): string }> = {
  fen: { title: '人民币 (元)', show: (fen) => yuan(fen) },
  point: { title: '积分', show: String },
  coin: { title: '代币', show: String },
}

/** Digits are moved, never divided: `-1234` is `-12.34`. */
function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** A line of the table; both balances, because of many accounts together some may stand on either side. */
type Printed = {
  name: string
  owners: number
  sums: [debit: number, credit: number, debitBalance: number, creditBalance: number]
}

/** People's accounts are many: for reading they stand in one row of their kind, with how many they are. */
function forReading(rows: Row[]): Printed[] {
  const shown = new Map<string, Printed>()
  for (const { account, debit, credit, balance } of rows) {
    const name = isPersonal(account) ? kindOf(account) : account
    const { owners, sums } = shown.get(name) ?? { owners: 0, sums: [0, 0, 0, 0] }
    const [debits, credits, debitBalance, creditBalance] = sums
    shown.set(name, {
      name,
      owners: owners + (isPersonal(account) ? 1 : 0),
      sums: [
        debits + debit,
        credits + credit,
        debitBalance + Math.max(balance, 0),
        creditBalance + Math.max(0 - balance, 0),
      ],
    })
  }
  return [...shown.values()]
}

/** Chinese signs are two columns wide. */
const width = (text: string): number => [...text].reduce((sum, sign) => sum + (sign > '\u2E7F' ? 2 : 1), 0)
const left = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - width(text)))
const right = (text: string, to: number): string => ' '.repeat(Math.max(0, to - width(text))) + text

/** A trial balance (试算平衡表) for each unit, as text: account, turnover on both sides, balance on the side where it is. */
export function trialBalanceText(rows: Row[]): string {
  const heads = ['科目', '借方发生额', '贷方发生额', '借方余额', '贷方余额']
  return (Object.keys(units) as Unit[]) // Object.keys forgets the keys' type
    .map((unit) => ({ unit, some: forReading(rows.filter((row) => row.unit === unit)) }))
    .filter(({ some }) => some.length > 0)
    .map(({ unit, some }) => {
      const { title, show } = units[unit]
      const cells = (name: string, sums: number[]) => [name, ...sums.map((amount) => (amount ? show(amount) : ''))]
      const totals = heads.slice(1).map((_, column) => some.reduce((sum, { sums }) => sum + (sums[column] ?? 0), 0))
      const table = [
        heads,
        ...some.map(({ name, owners, sums }) => cells(owners ? `${name} (${owners})` : name, sums)),
        cells('合计', totals),
      ]
      const widths = heads.map((_, column) => Math.max(...table.map((row) => width(row[column] ?? ''))))
      const lines = table.map((row) =>
        row
          .map((cell, column) => (column ? right(cell, widths[column] ?? 0) : left(cell, widths[column] ?? 0)))
          .join('  ')
          .trimEnd(),
      )
      const rule = '-'.repeat(widths.reduce((total, one) => total + one + 2, -2))
      const [head = '', ...body] = lines
      return [`试算平衡表 · ${title}`, rule, head, rule, ...body.slice(0, -1), rule, body.at(-1) ?? ''].join('\n')
    })
    .join('\n\n')
}
