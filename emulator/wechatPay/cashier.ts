import { createVerify } from 'node:crypto'
import * as z from 'zod'
import type { DeskClock } from '../clock'
import { type DeskReply, type DeskRequest, json, type Route } from '../http'
import { PREPAY_LIVES_MS, SIGNATURE_WINDOW_SECONDS } from './limits'
import type { Merchant } from './merchant'
import { type Order, stateAt } from './orders'
import type { Transactions } from './transactions'

/** What `wx.requestPayment` hands to WeChat. */
const PaySheet = z.object({
  timeStamp: z.string().regex(/^\d{1,12}$/),
  nonceStr: z.string().min(1).max(32),
  package: z.string().regex(/^prepay_id=\S+$/),
  signType: z.literal('RSA'),
  paySign: z.string().min(1),
})
type PaySheet = z.infer<typeof PaySheet>

/** Why nobody can pay now, in words for the payer. */
class Unpayable extends Error {
  constructor(
    readonly code: string,
    words: string,
    readonly status = 400,
  ) {
    super(words)
    this.name = 'Unpayable'
  }
}

/**
 * WeChat's own payment sheet, as the client reaches it: look at the bill, confirm, or leave. Each step brings the same
 * five fields, and each step checks them all again: the merchant's signature, who asks, and whether the order can still be paid.
 */
export function cashier(
  merchant: Merchant,
  clock: DeskClock,
  orders: Transactions,
  identify: (request: DeskRequest) => string | undefined,
): Route[] {
  function sheetOf(request: DeskRequest): PaySheet {
    try {
      return PaySheet.parse(JSON.parse(request.body.toString('utf8')))
    } catch {
      throw new Unpayable('PARAM_ERROR', '支付参数不完整，请返回重新下单')
    }
  }

  function checkSignature({ timeStamp, nonceStr, package: bill, paySign }: PaySheet): void {
    const message = `${merchant.appid}\n${timeStamp}\n${nonceStr}\n${bill}\n`
    const genuine = createVerify('RSA-SHA256').update(message).verify(merchant.certificate, paySign, 'base64')
    if (!genuine) throw new Unpayable('SIGN_ERROR', '支付验证签名失败，请返回重新下单')
    const age = clock.now() - Number(timeStamp) * 1000
    if (age > PREPAY_LIVES_MS || age < -SIGNATURE_WINDOW_SECONDS * 1000)
      throw new Unpayable('PREPAY_EXPIRED', '支付页面已过期，请返回重新支付')
  }

  /** The order on the sheet, if this person may pay it now. */
  function billOf(request: DeskRequest): Order {
    const openid = identify(request)
    if (!openid) throw new Unpayable('NEED_LOGIN', '请先登录微信', 401)
    const sheet = sheetOf(request)
    checkSignature(sheet)

    const order = orders.orderOfPrepay(sheet.package.slice('prepay_id='.length))
    if (order === null) throw new Unpayable('ORDER_NOT_EXIST', '找不到这笔订单，请返回重新下单')
    if (order === 'old') throw new Unpayable('PREPAY_EXPIRED', '支付页面已过期，请返回重新支付')
    if (order.openid !== openid)
      throw new Unpayable('NOT_THE_PAYER', '这笔订单由另一个微信号下单，请换回下单的微信号支付')
    if (order.paidAt !== undefined) throw new Unpayable('ORDER_PAID', '这笔订单已经支付，无需再付')
    if (stateAt(order, clock.now()) === 'CLOSED') throw new Unpayable('ORDER_CLOSED', '订单已关闭，请重新下单')
    return order
  }

  const shown = ({ outTradeNo, fen, description, expiresAt }: Order) => ({
    outTradeNo,
    fen,
    description,
    merchantName: merchant.name,
    expiresAt: new Date(expiresAt).toISOString(),
  })

  const step = (path: string, answer: (order: Order) => unknown): Route => ({
    method: 'POST',
    path,
    handle(request): DeskReply {
      try {
        return json(answer(billOf(request)))
      } catch (error) {
        if (!(error instanceof Unpayable)) throw error
        return json({ code: error.code, message: error.message }, error.status)
      }
    },
  })

  return [
    step('/wechatPay/cashier', shown),
    step('/wechatPay/cashier/confirm', (order) => ({
      ...shown(order),
      transactionId: orders.pay(order).transactionId,
    })),
    // Leaving changes nothing: the order stays unpaid and can be paid later.
    step('/wechatPay/cashier/cancel', shown),
  ]
}
