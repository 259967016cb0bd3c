import { createVerify } from 'node:crypto'
import * as z from 'zod'
import type { DeskClock } from '../clock'
import type { DeskRequest, Route } from '../http'
import { publicKeyOf } from '../keys'
import { PREPAY_LIVES_MS, SIGNATURE_WINDOW_SECONDS } from './limits'
import type { Merchant } from './merchant'
import type { Order } from './orders'
import { type Identify, payable, personOf, Refused, shownBill, step } from './sheetStep'
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

/**
 * WeChat's own payment sheet, as the client reaches it: look at the bill, confirm, or leave. Each step brings the same
 * five fields, and each step checks them all again: the merchant's signature, who asks, and whether the order can still be paid.
 */
export function cashier(merchant: Merchant, clock: DeskClock, orders: Transactions, identify: Identify): Route[] {
  function sheetOf(request: DeskRequest): PaySheet {
    try {
      return PaySheet.parse(JSON.parse(request.body.toString('utf8')))
    } catch {
      throw new Refused('PARAM_ERROR', '支付参数不完整，请返回重新下单')
    }
  }

  function checkSignature({ timeStamp, nonceStr, package: bill, paySign }: PaySheet): void {
    const message = `${merchant.appid}\n${timeStamp}\n${nonceStr}\n${bill}\n`
    const genuine = createVerify('RSA-SHA256')
      .update(message)
      .verify(publicKeyOf(merchant.certificate), paySign, 'base64')
    if (!genuine) throw new Refused('SIGN_ERROR', '支付验证签名失败，请返回重新下单')
    const age = clock.now() - Number(timeStamp) * 1000
    if (age > PREPAY_LIVES_MS || age < -SIGNATURE_WINDOW_SECONDS * 1000)
      throw new Refused('PREPAY_EXPIRED', '支付页面已过期，请返回重新支付')
  }

  /** The order on the sheet, if this person may pay it now. */
  function billOf(request: DeskRequest): { order: Order; openid: string } {
    const openid = personOf(request, identify)
    const sheet = sheetOf(request)
    checkSignature(sheet)
    const found = orders.orderOfPrepay(sheet.package.slice('prepay_id='.length))
    if (found !== null && found !== 'old' && found.openid !== openid)
      throw new Refused('NOT_THE_PAYER', '这笔订单由另一个微信号下单，请换回下单的微信号支付')
    return { order: payable(found, clock.now()), openid }
  }

  const shown = (order: Order) => shownBill(order, merchant.name)

  return [
    step('/wechatPay/cashier', (request) => shown(billOf(request).order)),
    step('/wechatPay/cashier/confirm', (request) => {
      const { order, openid } = billOf(request)
      return { ...shown(order), transactionId: orders.pay(order, openid).transactionId }
    }),
    // Leaving changes nothing: the order stays unpaid and can be paid later.
    step('/wechatPay/cashier/cancel', (request) => shown(billOf(request).order)),
  ]
}
