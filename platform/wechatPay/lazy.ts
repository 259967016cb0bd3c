import type { Bills, Gateway, Transfers } from '../../core/ports'

/** A file of its own in functions, read when WeChat Pay is first used: a cold start that needs none of it does not wait. */
const later = () => require('./setUp') as typeof import('./setUp')

/** WeChat Pay as this shop's functions use it. Throws the one Error of `weChatPaySettings` when it is not set up. */
export const gateway: Gateway = {
  name: 'wechatPay',
  canClose: true,
  get merchant() {
    return later().theGateway().merchant
  },
  prepay: (order) => later().theGateway().prepay(order),
  query: (order) => later().theGateway().query(order),
  close: (order) => later().theGateway().close(order),
  refund: (request) => later().theGateway().refund(request),
  refundOf: (request) => later().theGateway().refundOf(request),
  readNotice: (headers, rawBody) => later().theGateway().readNotice(headers, rawBody),
}

export const transfers: Transfers = {
  get merchant() {
    return later().theTransfers().merchant
  },
  start: (request) => later().theTransfers().start(request),
  transferOf: (outBillNo) => later().theTransfers().transferOf(outBillNo),
  cancel: (outBillNo) => later().theTransfers().cancel(outBillNo),
}

export const bills = {
  trade: (day) => later().theBills().trade(day),
  funds: (day) => later().theBills().funds(day),
} satisfies Bills
