import { AppError } from '../../core/contract/errors'
import type { Bills, Clock, FundLine, TradeLine } from '../../core/ports'
import type { MemoryPayments, Moved } from './payments'
import type { MemoryTransfer } from './transfers'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A day's bills are there from ten o'clock of the next day on, in China, for three months. */
const READY_AT_MS = 10 * HOUR_MS
const KEPT_DAYS = 92
/** WeChat Pay keeps 0.6 % of a payment, half up to a whole fen, and gives its share back with a refund. */
const FEE_PER_MILLE = 6
const feeOf = (fen: number): number => Math.floor((fen * FEE_PER_MILLE + 500) / 1000)

/** A movement with the fee it cost, or that came back with it, and what it does to our balance. In fen. */
export type Booked = Moved & { feeFen: number; balanceFen: number }

/** Never more fee comes back than was kept, in however many parts the money goes. */
export function booked(moved: Moved[]): Booked[] {
  const givenBack = new Map<string, number>()
  return moved.map((one) => {
    const { outTradeNo, fen } = one.payment
    if (one.kind === 'payment') return { ...one, feeFen: feeOf(fen), balanceFen: fen - feeOf(fen) }
    const before = givenBack.get(outTradeNo) ?? 0
    const after = before + one.refund.fen
    givenBack.set(outTradeNo, after)
    const feeFen = feeOf(after) - feeOf(before)
    return { ...one, feeFen, balanceFen: feeFen - one.refund.fen }
  })
}

const dayOf = (iso: string): string => new Date(Date.parse(iso) + 8 * HOUR_MS).toISOString().slice(0, 10)
/** Bills count whole seconds. */
const second = (iso: string): string => `${iso.slice(0, 19)}.000Z`

function tradeLine(moved: Booked): TradeLine {
  const { outTradeNo, transactionId, fen } = moved.payment
  const common = { outTradeNo, transactionId, at: second(moved.at), state: 'SUCCESS' }
  const feeMilliFen = moved.feeFen * 1000
  if (moved.kind === 'payment') return { kind: 'payment', ...common, outRefundNo: '', refundId: '', fen, feeMilliFen }
  const { outRefundNo, refundId, fen: refundFen } = moved.refund
  return { kind: 'refund', ...common, outRefundNo, refundId, fen: refundFen, feeMilliFen: 0 - feeMilliFen }
}

type Line = Omit<FundLine, 'balanceFen'>

function linesOf(moved: Booked): Line[] {
  const at = second(moved.at)
  const { feeFen, balanceFen } = moved
  if (moved.kind === 'refund')
    return [{ at, bizNo: moved.refund.refundId, kind: '退款', direction: 'out', fen: 0 - balanceFen }]
  const { transactionId: bizNo, fen } = moved.payment
  const income: Line = { at, bizNo, kind: '交易', direction: 'in', fen }
  return feeFen ? [income, { at, bizNo, kind: '扣除交易手续费', direction: 'out', fen: feeFen }] : [income]
}

function transferLines({ transferBillNo: bizNo, fen, startedAt, returnedAt }: MemoryTransfer): Line[] {
  const out: Line = { at: second(startedAt), bizNo, kind: '商家转账', direction: 'out', fen }
  if (returnedAt === null) return [out]
  return [out, { at: second(returnedAt), bizNo, kind: '商家转账退回', direction: 'in', fen }]
}

type Alteration = { trade?: (lines: TradeLine[]) => TradeLine[]; funds?: (lines: FundLine[]) => FundLine[] }
export type MemoryBills = Bills & { alter(day: string, change: Alteration): void }

/** The days' bills of what moved in memory. `alter` changes what they say, so that a reconciliation has something to find. */
export function memoryBills(
  clock: Clock,
  payments: Pick<MemoryPayments, 'moved'>,
  transfers: { all(): MemoryTransfer[] } = { all: () => [] },
): MemoryBills {
  const changes = new Map<string, Alteration>()

  /** Whether a day's bills are there; PAYMENT_REFUSED for a day that is not over, or too long ago. */
  function isReady(day: string): boolean {
    const now = clock.now().getTime()
    const begin = Date.parse(`${day}T00:00:00+08:00`)
    if (begin + DAY_MS > now || now - begin > KEPT_DAYS * DAY_MS)
      throw new AppError('PAYMENT_REFUSED', { code: 'INVALID_REQUEST' })
    return now >= begin + DAY_MS + READY_AT_MS
  }

  /** The lines of every day in the order they were booked, each with what was left afterwards. */
  function fundLines(): FundLine[] {
    let balanceFen = 0
    return [...booked(payments.moved()).flatMap(linesOf), ...transfers.all().flatMap(transferLines)]
      .sort((a, b) => a.at.localeCompare(b.at))
      .map((line) => {
        balanceFen += line.direction === 'in' ? line.fen : -line.fen
        return { ...line, balanceFen }
      })
  }

  const same = <Line>(lines: Line[]): Line[] => lines
  const orNone = <Line>(lines: Line[]): Line[] | null => (lines.length ? lines : null)

  return {
    async trade(day) {
      if (!isReady(day)) return null
      const lines = booked(payments.moved()).filter(({ at }) => dayOf(at) === day)
      return orNone((changes.get(day)?.trade ?? same)(lines.map(tradeLine)))
    },
    async funds(day) {
      if (!isReady(day)) return null
      const lines = fundLines().filter(({ at }) => dayOf(at) === day)
      return orNone((changes.get(day)?.funds ?? same)(lines))
    },
    alter(day, { trade, funds }) {
      const before = changes.get(day)
      changes.set(day, {
        trade: (lines) => (trade ?? same)((before?.trade ?? same)(lines)),
        funds: (lines) => (funds ?? same)((before?.funds ?? same)(lines)),
      })
    },
  }
}
