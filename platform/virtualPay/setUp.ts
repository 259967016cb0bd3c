import type { Bills, Gateway, VirtualItems } from '../../core/ports'
import { clock } from '../clock'
import { virtualBills } from './bills'
import { virtualPay } from './gateway'
import { virtualItems } from './items'
import { type VirtualPaySettings, virtualPaySettings } from './settings'

export { appleAnswer, echoOf, PUSH_TAKEN, sealedAnswer } from './notices'

let read: { settings: VirtualPaySettings | null } | undefined
let madeGateway: Gateway | undefined
let madeItems: VirtualItems | undefined
let madeBills: Bills | undefined

/** This shop's settings, read from the environment when first asked for; null when it has no virtual payment. */
export function settings(): VirtualPaySettings | null {
  read ??= { settings: virtualPaySettings(process.env) }
  return read.settings
}

/** Virtual payment as this shop's functions use it; null when the shop has none. Made once: it holds the access_token. */
export function gateway(): Gateway | null {
  const set = settings()
  if (set) madeGateway ??= virtualPay(set, clock)
  return madeGateway ?? null
}

/** The items of this shop; null when it has no virtual payment. */
export function items(): VirtualItems | null {
  const set = settings()
  if (set) madeItems ??= virtualItems(set, clock)
  return madeItems ?? null
}

/** What this shop was paid; null when it has no virtual payment. */
export function bills(): Bills | null {
  const set = settings()
  if (set) madeBills ??= virtualBills(set, clock)
  return madeBills ?? null
}
