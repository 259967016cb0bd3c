import type { Bills, Gateway } from '../../core/ports'
import { clock } from '../clock'
import { alipayBills } from './bills'
import { alipay } from './gateway'
import { type AlipaySettings, alipaySettings } from './settings'

/**
 * Alipay as this shop's functions use it, each part set up from the environment when first asked for; null for a shop without it.
 * Throws the one Error of `alipaySettings` when it is set up wrong.
 */
function once<Made>(make: (settings: AlipaySettings) => Made): () => Made | null {
  let made: Made | null | undefined
  return () => {
    if (made === undefined) {
      const settings = alipaySettings(process.env)
      made = settings && make(settings)
    }
    return made
  }
}

export const gateway = once((settings): Gateway => alipay(settings, clock))
export const bills = once((settings): Bills => alipayBills(settings, clock))
