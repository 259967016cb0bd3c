import type { Bills, Gateway, Transfers } from '../../core/ports'
import { clock } from '../clock'
import { weChatBills } from './bills'
import { weChatPay } from './gateway'
import { type WeChatPaySettings, weChatPaySettings } from './settings'
import { weChatTransfers } from './transfers'

/** WeChat Pay as this shop's functions use it, set up from the environment when first used: a cold start that needs none of it does not wait. */
const once = <Made>(make: (settings: WeChatPaySettings) => Made): (() => Made) => {
  let made: Made | undefined
  return () => {
    made ??= make(weChatPaySettings(process.env))
    return made
  }
}

const theGateway = once((settings) => weChatPay(settings, clock))
const theTransfers = once((settings) => weChatTransfers(settings, clock))
const theBills = once((settings) => weChatBills(settings, clock))

export const gateway: Gateway = {
  name: 'wechatPay',
  canClose: true,
  get merchant() {
    return theGateway().merchant
  },
  prepay: (order) => theGateway().prepay(order),
  query: (order) => theGateway().query(order),
  close: (order) => theGateway().close(order),
  refund: (request) => theGateway().refund(request),
  refundOf: (request) => theGateway().refundOf(request),
  readNotice: (headers, rawBody) => theGateway().readNotice(headers, rawBody),
}

export const transfers: Transfers = {
  get merchant() {
    return theTransfers().merchant
  },
  start: (request) => theTransfers().start(request),
  transferOf: (outBillNo) => theTransfers().transferOf(outBillNo),
  cancel: (outBillNo) => theTransfers().cancel(outBillNo),
}

export const bills: Bills = {
  trade: (day) => theBills().trade(day),
  funds: (day) => theBills().funds(day),
}
