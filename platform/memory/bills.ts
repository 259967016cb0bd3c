import { AppError } from '../../core/contract/errors'
import type { Bill, Bills, Clock, FundLine, TradeLine } from '../../core/ports'
import type { Moved } from './moved'
import type { MemoryTransfer } from './transfers'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A day's bills are there from ten o'clock of the next day on, in China, for three months. */
const READY_AT_MS = 10 * HOUR_MS
const KEPT_DAYS = 92
/** WeChat Pay keeps 0.6 % of a payment, half up to a whole fen, and gives its share back with a refund. So does Alipay here. */
const FEE_PER_MILLE = 6
const feeOf = (fen: number): number => Math.floor((fen * FEE_PER_MILLE + 500) / 1000)

/** A movement with the fee it cost, or that came back with it, and what it does to our balance. In fen. */
export type Booked = Moved & { feeFen: number; balanceFen: number }

/** Never more fee comes back than was kept, in however many parts the money goes. */
export function booked(moved: Moved[], fee: (fen: number) => number = feeOf): Booked[] {
  const givenBack = new Map<string, number>()
  return moved.map((one) => {
    const { outTradeNo, fen } = one.payment
    if (one.kind === 'payment') return { ...one, feeFen: fee(fen), balanceFen: fen - fee(fen) }
    const before = givenBack.get(outTradeNo) ?? 0
    const after = before + one.refund.fen
    givenBack.set(outTradeNo, after)
    const feeFen = fee(after) - fee(before)
    return { ...one, feeFen, balanceFen: feeFen - one.refund.fen }
  })
}

const dayOf = (iso: string): string => new Date(Date.parse(iso) + 8 * HOUR_MS).toISOString().slice(0, 10)
/** Bills count whole seconds. */
const second = (iso: string): string => `${iso.slice(0, 19)}.000Z`

type Line = Omit<FundLine, 'balanceFen'>

function transferLines({ transferBillNo: bizNo, fen, startedAt, returnedAt }: MemoryTransfer): Line[] {
  const out: Line = { at: second(startedAt), bizNo, kind: '商家转账', direction: 'out', fen }
  if (returnedAt === null) return [out]
  return [out, { at: second(returnedAt), bizNo, kind: '商家转账退回', direction: 'in', fen }]
}

type Alteration = { trade?: (lines: TradeLine[]) => TradeLine[]; funds?: (lines: FundLine[]) => FundLine[] }
export type MemoryBills = {
  trade: Bills['trade']
  funds: NonNullable<Bills['funds']>
  /** Changes what a day's bills say, so that a reconciliation has something to find. */
  alter(day: string, change: Alteration): void
  /** From now on this day's bills are late; told again with false, they are there. */
  delay(day: string, isLate?: boolean): void
}

/**
 * How a service's bills differ: what it keeps (virtual payment tells nothing of it), and what its fund bill calls a movement: its own numbers, or the
 * order's (Alipay).
 */
type Manner = { fee?: (fen: number) => number; movements?: 'ownNumber' | 'orderNumber' }

/** The days' bills of what moved in memory. */
export function memoryBills(
  clock: Clock,
  payments: { moved(): Moved[] },
  transfers: { all(): MemoryTransfer[] } = { all: () => [] },
  { fee = feeOf, movements = 'ownNumber' }: Manner = {},
): MemoryBills {
  const changes = new Map<string, Alteration>()
  const delayed = new Set<string>()
  const moved = () => booked(payments.moved(), fee)

  const numbersOf = ({ payment, ...one }: Booked) => ({
    transactionId: movements === 'orderNumber' ? payment.outTradeNo : payment.transactionId,
    refundId: one.kind === 'payment' ? '' : movements === 'orderNumber' ? payment.outTradeNo : one.refund.refundId,
  })

  function tradeLine(one: Booked): TradeLine {
    const { outTradeNo, fen } = one.payment
    const common = { outTradeNo, ...numbersOf(one), at: second(one.at), state: 'SUCCESS' }
    const feeMilliFen = one.feeFen * 1000
    if (one.kind === 'payment') return { kind: 'payment', ...common, outRefundNo: '', fen, feeMilliFen }
    const { outRefundNo, fen: refundFen } = one.refund
    return { kind: 'refund', ...common, outRefundNo, fen: refundFen, feeMilliFen: 0 - feeMilliFen }
  }

  function linesOf(one: Booked): Line[] {
    const at = second(one.at)
    const { feeFen, balanceFen } = one
    const { transactionId, refundId } = numbersOf(one)
    if (one.kind === 'refund') return [{ at, bizNo: refundId, kind: '退款', direction: 'out', fen: 0 - balanceFen }]
    const income: Line = { at, bizNo: transactionId, kind: '交易', direction: 'in', fen: one.payment.fen }
    return feeFen
      ? [income, { at, bizNo: transactionId, kind: '扣除交易手续费', direction: 'out', fen: feeFen }]
      : [income]
  }

  /** Whether a day's bills are there; PAYMENT_REFUSED for a day that is not over, or too long ago. */
  function isReady(day: string): boolean {
    const now = clock.now().getTime()
    const begin = Date.parse(`${day}T00:00:00+08:00`)
    if (begin + DAY_MS > now || now - begin > KEPT_DAYS * DAY_MS)
      throw new AppError('PAYMENT_REFUSED', { code: 'INVALID_REQUEST' })
    return now >= begin + DAY_MS + READY_AT_MS && !delayed.has(day)
  }

  /** The lines of every day in the order they were booked, each with what was left afterwards. */
  function fundLines(): FundLine[] {
    let balanceFen = 0
    return [...moved().flatMap(linesOf), ...transfers.all().flatMap(transferLines)]
      .sort((a, b) => a.at.localeCompare(b.at))
      .map((line) => {
        balanceFen += line.direction === 'in' ? line.fen : -line.fen
        return { ...line, balanceFen }
      })
  }

  const same = <Line>(lines: Line[]): Line[] => lines

  return {
    async trade(day): Promise<Bill<TradeLine>> {
      if (!isReady(day)) return 'late'
      const lines = moved().filter(({ at }) => dayOf(at) === day)
      return (changes.get(day)?.trade ?? same)(lines.map(tradeLine))
    },
    async funds(day): Promise<Bill<FundLine>> {
      if (!isReady(day)) return 'late'
      const lines = fundLines().filter(({ at }) => dayOf(at) === day)
      return (changes.get(day)?.funds ?? same)(lines)
    },
    alter(day, { trade, funds }) {
      const before = changes.get(day)
      changes.set(day, {
        trade: (lines) => (trade ?? same)((before?.trade ?? same)(lines)),
        funds: (lines) => (funds ?? same)((before?.funds ?? same)(lines)),
      })
    },
    delay(day, isLate = true) {
      if (isLate) delayed.add(day)
      else delayed.delete(day)
    },
  }
}
