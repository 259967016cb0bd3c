import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import { dayOf } from '../ledger/entry'
import type { Caller } from '../ports'
import { compareDay, type ReconcilePorts } from './compareDay'
import { dayView, reconciled } from './reconciled'

const PAGE = 31
/** The only gateway whose bills are compared yet. */
const GATEWAY = 'wechatPay'

/** A day and its list. Counted again where somebody died between resolving and counting. */
async function dayOn(ports: ReconcilePorts, day: string) {
  const days = reconciled(ports, GATEWAY)
  const doc = await days.find(day)
  if (!doc) throw new AppError('BAD_INPUT', { field: 'day' })
  const differences = await days.differencesOn(day)
  const open = differences.filter(({ state }) => state === 'open').length
  const settled = doc.openDifferences === doc.unlisted + open ? { day: doc, differences } : await days.settle(day)
  return { day: dayView(settled.day), differences: days.view(settled.differences) }
}

/** The day a difference is of stands in its id: `wechatPay:2026-11-26:…`. */
const dayIn = (differenceId: string): string => differenceId.split(':')[1] ?? ''

/**
 * Finance and reconciliation: the days, one day's differences, comparing it anew, and saying why a difference is all right.
 *
 * Resolving puts the books right where the account really holds other money than they say, against `differences`: something on one side only (`missingHere`,
 * `missingThere`), another amount (`amount`), an unexplained movement or balance (`funds`), a refund or payout booked as done whose money came back (`state`).
 * Nothing is posted where both sides speak of the same money and only disagree how far it is. Comparing anew keeps what was resolved; should it find that the books
 * have the money meanwhile, what was posted is taken back.
 *
 * Refuses: BAD_INPUT (no such day or difference), PAYMENT_UNAVAILABLE (no bill to be had just now).
 */
export const reconciliation =
  (ports: ReconcilePorts) =>
  async ({ userId }: Caller, input: Input<'reconciliation'>): Promise<Output<'reconciliation'>> => {
    const days = reconciled(ports, GATEWAY)
    switch (input.action) {
      case 'days': {
        const found = await days.days(PAGE + 1, input.after)
        const page = found.slice(0, PAGE)
        return {
          action: 'days',
          days: page.map(dayView),
          next: found.length > PAGE ? (page.at(-1)?.day ?? null) : null,
        }
      }
      case 'day':
        return { action: 'day', ...(await dayOn(ports, input.day)) }
      case 'again':
        if (input.day >= dayOf(ports.clock.now().toISOString())) throw new AppError('BAD_INPUT', { field: 'day' })
        await compareDay(ports, GATEWAY, input.day)
        return { action: 'again', ...(await dayOn(ports, input.day)) }
      case 'resolve': {
        const resolved = await days.resolve(input.differenceId, input.reason, userId)
        if (!resolved) throw new AppError('BAD_INPUT', { field: 'differenceId' })
        return { action: 'resolve', ...(await dayOn(ports, dayIn(input.differenceId))) }
      }
    }
  }
