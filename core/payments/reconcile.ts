import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import { GatewayName } from '../contract/shapes'
import { daysAfter } from '../days'
import { gatewayAccount } from '../ledger/entry'
import { ledger } from '../ledger/ledger'
import type { Caller } from '../ports'
import { compareDay, type ReconcilePorts, tellDifferences } from './compareDay'
import { newestWithBill } from './days'
import { dayView, type ReconciledDay, reconciled } from './reconciled'

/** So many days are looked after; whatever is still not compared then is for people to ask for. */
const DAYS_BACK = 7

/** The days to look at, the oldest first: up to the newest that has a bill, not before the first entry in the books. */
async function daysOf(ports: ReconcilePorts, gateway: GatewayName): Promise<string[]> {
  const firstDay = await ledger(ports).firstDay(gatewayAccount(gateway))
  const newest = newestWithBill(ports.clock.now())
  const days = Array.from({ length: DAYS_BACK }, (_, ago) => daysAfter(newest, ago + 1 - DAYS_BACK))
  return firstDay === null ? [] : days.filter((day) => day >= firstDay)
}

async function reconcileGateway(ports: ReconcilePorts, gateway: GatewayName): Promise<ReconciledDay[]> {
  const seen: ReconciledDay[] = []
  let isNew = false
  for (const day of await daysOf(ports, gateway)) {
    const known = await reconciled(ports, gateway).find(day)
    const isDone = known !== null && known.state !== 'waiting'
    // What a day hands over to the next is known only once it is compared: a bill that came late makes the next day be compared again.
    if (isDone && !isNew) {
      await tellDifferences(ports, gateway, known)
      seen.push(known)
      continue
    }
    try {
      const compared = await compareDay(ports, gateway, day)
      isNew = compared.state !== 'waiting'
      seen.push(compared)
    } catch (error) {
      // One day's unreadable bill must not keep the others from being compared; the next ring tries it again.
      isNew = false
      const code = error instanceof AppError ? error.code : 'UNEXPECTED'
      ports.alert('RECONCILE_FAILED', { gateway, day, code, error: error instanceof Error ? error.message : '' })
    }
  }
  return seen
}

/**
 * The last days that are not compared yet, each on its own: bills against books, line by line. May ring as often as it likes, die anywhere and
 * run twice at once. Tencent's timers go by Shanghai's clock (emulator/timers; so says https://en.uniapp.dcloud.io/uniCloud/trigger.html
 * too: "the time of utc+8"); the hours in function.json hold Shanghai's morning after ten also on a clock that stood at UTC.
 */
export const reconcile =
  (ports: ReconcilePorts) =>
  async (_: Caller, __: Input<'reconcile'>): Promise<Output<'reconcile'>> => {
    const days: ReconciledDay[] = []
    for (const gateway of GatewayName.options)
      if (ports.bills(gateway)) days.push(...(await reconcileGateway(ports, gateway)))
    return { days: days.map(dayView) }
  }
