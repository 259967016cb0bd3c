import { leftOf, type Order, type Refund } from './orders'

// Field names and numbers of query_order's reply: …/api_query_order.html
const ORDER_TYPE = { payment: 0, refund: 1, iosPayment: 7, iosRefund: 8 } as const
const REFUND_STATUS: Record<Refund['state'], number> = { running: 1, done: 5, failed: 7 }

const seconds = (at: number | undefined): number => (at === undefined ? 0 : Math.floor(at / 1000))

/** A payment as query_order tells of it. */
export const toldOrder = (order: Order) => ({
  order_id: order.outTradeNo,
  create_time: seconds(order.createdAt),
  update_time: seconds(order.paidAt ?? order.createdAt),
  status: order.status,
  biz_type: 0,
  order_fee: order.fen,
  coupon_fee: 0,
  paid_fee: order.paidAt === undefined ? 0 : order.fen,
  order_type: order.phone === 'ios' ? ORDER_TYPE.iosPayment : ORDER_TYPE.payment,
  refund_fee: 0,
  paid_time: seconds(order.paidAt),
  provide_time: 0,
  biz_meta: order.attach,
  env_type: order.env + 1,
  token: order.token,
  left_fee: leftOf(order),
  wx_order_id: order.wxOrderId,
  channel_order_id: order.channelOrderId ?? '',
  wxpay_order_id: order.transactionId ?? '',
  sett_time: 0,
  sett_state: 0,
})

/** A refund, asked for by its own number. */
export const toldRefund = (order: Order, refund: Refund) => ({
  ...toldOrder(order),
  order_id: refund.refundOrderId,
  create_time: seconds(refund.createdAt),
  status: REFUND_STATUS[refund.state],
  order_type: refund.byApple ? ORDER_TYPE.iosRefund : ORDER_TYPE.refund,
  refund_fee: refund.fen,
  paid_time: refund.state === 'done' ? seconds(refund.createdAt) : 0,
  biz_meta: refund.bizMeta,
  left_fee: 0,
  wx_order_id: refund.wxRefundId,
})
