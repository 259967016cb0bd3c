import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import { GatewayName } from '../contract/shapes'
import { dayOf } from '../days'
import type { Caller } from '../ports'
import { compareDay, type ReconcilePorts } from './compareDay'
import { dayView, type ReconciledDay, reconciled, reconciledDays } from './reconciled'

/** A month of three payment services. */
const PAGE = 93

/** A day and its list. Counted again where somebody died between resolving and counting. */
async function dayOn(ports: ReconcilePorts, gateway: GatewayName, day: string) {
  const days = reconciled(ports, gateway)
  const doc = await days.find(day)
  if (!doc) throw new AppError('BAD_INPUT', { field: 'day' })
  const differences = await days.differencesOn(day)
  const open = differences.filter(({ state }) => state === 'open').length
  const settled = doc.openDifferences === doc.unlisted + open ? { day: doc, differences } : await days.settle(day)
  return { day: dayView(settled.day), differences: days.view(settled.differences) }
}

/** Whose a difference is stands in its id: `wechatPay:2026-11-26:…`. */
function placeOf(differenceId: string): { gateway: GatewayName; day: string } {
  const [name, day = ''] = differenceId.split(':')
  const gateway = GatewayName.safeParse(name)
  if (!gateway.success) throw new AppError('BAD_INPUT', { field: 'differenceId' })
  return { gateway: gateway.data, day }
}

/** Whole days: what does not fit on this page of a day's payment services stands on the next. */
async function pageOf(ports: ReconcilePorts, after?: string): Promise<{ days: ReconciledDay[]; next: string | null }> {
  const found = await reconciledDays(ports, PAGE + 1, after)
  const cut = found.length > PAGE ? found.at(-1)?.day : null
  const days = found.filter(({ day }) => day !== cut)
  return { days, next: cut ? (days.at(-1)?.day ?? null) : null }
}

/**
 * Finance and reconciliation: the days, one day's differences, comparing it anew, and saying why a difference is all right.
 *
 * Resolving puts the books right where the account really holds other money than they say, against `differences`: something on one side only (`missingHere`,
 * `missingThere`), another amount (`amount`), an unexplained movement or balance (`funds`), a refund or payout booked as done whose money came back (`state`).
 * Nothing is posted where both sides speak of the same money and only disagree how far it is. Comparing anew keeps what was resolved; should it find that the books
 * have the money meanwhile, what was posted is taken back.
 *
 * Refuses: BAD_INPUT (no such day or difference, a service the school has not), PAYMENT_UNAVAILABLE (no bill to be had just now).
 */
export const reconciliation =
  (ports: ReconcilePorts) =>
  async ({ userId }: Caller, input: Input<'reconciliation'>): Promise<Output<'reconciliation'>> => {
    switch (input.action) {
      case 'days': {
        const { days, next } = await pageOf(ports, input.after)
        return { action: 'days', days: days.map(dayView), next }
      }
      case 'day':
        return { action: 'day', ...(await dayOn(ports, input.gateway, input.day)) }
      case 'again':
        if (input.day >= dayOf(ports.clock.now())) throw new AppError('BAD_INPUT', { field: 'day' })
        await compareDay(ports, input.gateway, input.day)
        return { action: 'again', ...(await dayOn(ports, input.gateway, input.day)) }
      case 'resolve': {
        const { gateway, day } = placeOf(input.differenceId)
        const resolved = await reconciled(ports, gateway).resolve(input.differenceId, input.reason, userId)
        if (!resolved) throw new AppError('BAD_INPUT', { field: 'differenceId' })
        return { action: 'resolve', ...(await dayOn(ports, gateway, day)) }
      }
    }
  }
