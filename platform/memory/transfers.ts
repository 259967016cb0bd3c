import { AppError } from '../../core/contract/errors'
import type { Clock, Transfer, Transfers } from '../../core/ports'
import { booked } from './bills'
import type { MemoryPayments } from './payments'
import { eventLoop, type Turn } from './turn'

type Request = Parameters<Transfers['start']>[0]
export type MemoryTransfer = Request & {
  transferBillNo: string
  state: Transfer['state']
  startedAt: string
  /** When the money came back, after FAIL or CANCELLED. */
  returnedAt: string | null
  failReason: string | null
}
type Letter = { headers: Record<string, string>; body: string }

export type MemoryTransfers = Transfers & {
  /** The person takes the money in WeChat; answers the notice that will be sent. */
  confirm(outBillNo: string): Letter
  /** The notice that WeChat sends when a transfer has ended, however. */
  finished(outBillNo: string): Letter
  all(): MemoryTransfer[]
}

const LEAST_FEN = 10
const NAME_NEEDED_FROM_FEN = 200_000
const CONFIRM_WITHIN_MS = 24 * 3_600_000

const refused = (code: string) => new AppError('PAYMENT_REFUSED', { code })

function checkNumber(outBillNo: string): void {
  if (!/^[0-9A-Za-z]{1,32}$/.test(outBillNo)) throw refused('PARAM_ERROR')
}

/**
 * Transfers to people in memory, out of what the memory payments took in: one per number with unchangeable facts, confirmed
 * by the person within 24 hours or failed, and never more than there is.
 */
export function memoryTransfers(
  clock: Clock,
  payments: Pick<MemoryPayments, 'merchant' | 'moved' | 'genuine'>,
  turn: Turn = eventLoop,
): MemoryTransfers {
  const transfers = new Map<string, MemoryTransfer>()

  /** As it stands now: one that nobody confirmed in time has failed by itself. */
  function current(outBillNo: string): MemoryTransfer | undefined {
    const transfer = transfers.get(outBillNo)
    if (transfer?.state !== 'WAIT_USER_CONFIRM') return transfer
    const until = Date.parse(transfer.startedAt) + CONFIRM_WITHIN_MS
    if (clock.now().getTime() < until) return transfer
    const returnedAt = new Date(until).toISOString()
    const failed: MemoryTransfer = { ...transfer, state: 'FAIL', failReason: 'OVERDUE_CLOSE', returnedAt }
    transfers.set(outBillNo, failed)
    return failed
  }
  const existing = (outBillNo: string): MemoryTransfer => {
    const transfer = current(outBillNo)
    if (!transfer) throw new Error(`nobody started ${outBillNo}`)
    return transfer
  }
  const all = () => [...transfers.keys()].map(existing)

  function balanceFen(): number {
    const earned = booked(payments.moved()).reduce((sum, one) => sum + one.balanceFen, 0)
    return all().reduce((left, { fen, returnedAt }) => (returnedAt === null ? left - fen : left), earned)
  }

  const told = ({ outBillNo, transferBillNo, state, fen, openid, failReason }: MemoryTransfer): Transfer => ({
    outBillNo,
    transferBillNo,
    state,
    fen,
    openid,
    packageInfo: null,
    failReason,
  })
  const started = (transfer: MemoryTransfer): Transfer => ({
    ...told(transfer),
    packageInfo: transfer.state === 'WAIT_USER_CONFIRM' ? `package of ${transfer.outBillNo}` : null,
  })

  const finished = (outBillNo: string) =>
    payments.genuine({ id: `notice-of-${existing(outBillNo).transferBillNo}`, kind: 'transfer', outBillNo })

  return {
    merchant: payments.merchant,
    async start(request) {
      await turn()
      const { outBillNo, openid, fen, remark } = request
      checkNumber(outBillNo)
      if (fen >= NAME_NEEDED_FROM_FEN) throw refused('NAME_NEEDED')
      const known = current(outBillNo)
      if (known) {
        if (known.openid !== openid || known.fen !== fen || known.remark !== remark) throw refused('INVALID_REQUEST')
        return started(known)
      }
      if (fen < LEAST_FEN) throw refused('INVALID_REQUEST')
      if (fen > balanceFen()) throw refused('NOT_ENOUGH')
      const transfer: MemoryTransfer = {
        outBillNo,
        openid,
        fen,
        remark,
        transferBillNo: `t${transfers.size + 1}`,
        state: 'WAIT_USER_CONFIRM',
        startedAt: clock.now().toISOString(),
        returnedAt: null,
        failReason: null,
      }
      transfers.set(outBillNo, transfer)
      return started(transfer)
    },
    async transferOf(outBillNo) {
      await turn()
      checkNumber(outBillNo)
      const transfer = current(outBillNo)
      return transfer ? told(transfer) : null
    },
    async cancel(outBillNo) {
      await turn()
      checkNumber(outBillNo)
      const transfer = current(outBillNo)
      if (!transfer) throw refused('NOT_FOUND')
      if (transfer.state === 'CANCELLED') return
      if (transfer.state !== 'WAIT_USER_CONFIRM') throw refused('INVALID_REQUEST')
      transfers.set(outBillNo, { ...transfer, state: 'CANCELLED', returnedAt: clock.now().toISOString() })
    },
    confirm(outBillNo) {
      const transfer = existing(outBillNo)
      if (transfer.state !== 'WAIT_USER_CONFIRM') throw new Error(`nothing to confirm any more: ${outBillNo}`)
      transfers.set(outBillNo, { ...transfer, state: 'SUCCESS' })
      return finished(outBillNo)
    },
    finished,
    all,
  }
}
