import type { Payments } from '../../core/ports'
import { clock } from '../clock'
import { weChatPay } from './gateway'
import { weChatPaySettings } from './settings'

let made: Payments | undefined

/** Set up from the function's environment when first used: a cold start that needs no payment does not wait for it. */
function gateway(): Payments {
  made ??= weChatPay(weChatPaySettings(process.env), clock)
  return made
}

/** WeChat Pay as this shop's functions use it. */
export const payments: Payments = {
  get merchant() {
    return gateway().merchant
  },
  prepay: (order) => gateway().prepay(order),
  query: (outTradeNo) => gateway().query(outTradeNo),
  close: (outTradeNo) => gateway().close(outTradeNo),
  refund: (request) => gateway().refund(request),
  refundOf: (outRefundNo) => gateway().refundOf(outRefundNo),
  readNotice: (headers, rawBody) => gateway().readNotice(headers, rawBody),
}
