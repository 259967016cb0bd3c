import type { Gateway } from '../../core/ports'
import { clock } from '../clock'
import { alipay } from './gateway'
import { alipaySettings } from './settings'

let made: Gateway | null | undefined

/**
 * Alipay as this shop's functions use it, set up from the environment when first asked for; null for a shop without it.
 * Throws the one Error of `alipaySettings` when it is set up wrong.
 */
export function gateway(): Gateway | null {
  if (made === undefined) {
    const settings = alipaySettings(process.env)
    made = settings && alipay(settings, clock)
  }
  return made
}
