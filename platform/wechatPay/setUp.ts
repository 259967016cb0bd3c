import { clock } from '../clock'
import { weChatBills } from './bills'
import { weChatPay } from './gateway'
import { type WeChatPaySettings, weChatPaySettings } from './settings'
import { weChatTransfers } from './transfers'

/** WeChat Pay set up from the environment, each part when first used. */
const once = <Made>(make: (settings: WeChatPaySettings) => Made): (() => Made) => {
  let made: Made | undefined
  return () => {
    made ??= make(weChatPaySettings(process.env))
    return made
  }
}

export const theGateway = once((settings) => weChatPay(settings, clock))
export const theTransfers = once((settings) => weChatTransfers(settings, clock))
export const theBills = once((settings) => weChatBills(settings, clock))
