import { AppError } from '../../core/contract/errors'
import type { PaySheet } from '../../core/contract/shapes'
import type { Clock, Gateway } from '../../core/ports'
import { bodyOf, checked, codeOf, cut, lineTo, PATIENCE, type Patience, type Reply, refusalIn } from './asking'
import { freshNonce, secondsOf } from './client'
import { noticeReader } from './notices'
import type { WeChatPaySettings } from './settings'
import { H5Reply, NativeReply, PrepayReply, RefundReply, Transaction } from './wire'

// `|` and `*` are legal too, but the library signs `|` and sends `%7C`, and puts numbers into paths unescaped.
const OUT_TRADE_NO = /^[0-9A-Za-z_-]{6,32}$/
const OUT_REFUND_NO = /^[0-9A-Za-z_-]{1,64}$/

/** Longest texts WeChat Pay takes (pay.weixin.qq.com/doc/v3/merchant/4012525182). */
const LONGEST_DESCRIPTION = 127
const LONGEST_REASON = 80

const UNKNOWN_ORDER = ['ORDER_NOT_EXIST', 'RESOURCE_NOT_EXISTS']
const PAID_ALREADY = ['ORDER_PAID', 'ORDERPAID']

/** RFC 3339 in China's time: `2026-11-21T10:40:00+08:00`. */
const chinaTime = (iso: string): string =>
  `${new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`

const outTradeNoOf = (order: { outTradeNo: string }): string => checked(order.outTradeNo, OUT_TRADE_NO, 'out_trade_no')

/** WeChat brings the payer back to `redirect_url`, paid or not (pay.weixin.qq.com/doc/v3/merchant/4012791856). */
const backTo = (h5Url: string, returnUrl: string): string => `${h5Url}&redirect_url=${encodeURIComponent(returnUrl)}`

/** WeChat Pay as one of the product's gateways: `jsapi` in the mini-program, `native` and `h5` on the web. */
export function weChatPay(settings: WeChatPaySettings, clock: Clock, patience: Patience = PATIENCE): Gateway {
  const { client, ask } = lineTo(settings, clock, patience)

  async function payParams(prepayId: string) {
    const timeStamp = secondsOf(clock.now())
    const nonceStr = freshNonce()
    const bill = `prepay_id=${prepayId}`
    const pay = await client()
    const paySign = pay.sha256WithRsa(`${settings.appid}\n${timeStamp}\n${nonceStr}\n${bill}\n`)
    return { timeStamp, nonceStr, package: bill, signType: 'RSA' as const, paySign }
  }

  const termsOf = (order: Parameters<Gateway['prepay']>[0]) => ({
    description: cut(order.description, LONGEST_DESCRIPTION),
    out_trade_no: outTradeNoOf(order),
    time_expire: chinaTime(order.expiresAt),
    notify_url: settings.notifyUrl,
    amount: { total: order.fen, currency: 'CNY' },
  })

  async function sheetOf(order: Parameters<Gateway['prepay']>[0]): Promise<PaySheet> {
    const { method } = order
    switch (method) {
      case 'jsapi': {
        const request = { ...termsOf(order), payer: { openid: order.openid } }
        // The service above hands on the reply's text, so the library does not sign for the client with its own clock and nonce.
        const reply = await ask<Reply>((pay) => pay.transactions_jsapi(request))
        return { method, params: await payParams(bodyOf(reply, PrepayReply).prepay_id) }
      }
      case 'native': {
        const request = termsOf(order)
        const reply = await ask<Reply>((pay) => pay.transactions_native(request))
        return { method, codeUrl: bodyOf(reply, NativeReply).code_url }
      }
      case 'h5': {
        const { mchid, appid } = settings
        const scene = { payer_client_ip: order.clientIp, h5_info: { type: 'Wap' } }
        const request = { appid, mchid, ...termsOf(order), scene_info: scene }
        // The library's own method wants the name of an app, which a page has not.
        const reply = await ask((pay) => pay.call('POST', '/v3/pay/transactions/h5', request))
        return { method, url: backTo(bodyOf(reply, H5Reply).h5_url, order.returnUrl) }
      }
      default:
        throw new AppError('PAYMENT_REFUSED', { code: 'PARAM_ERROR', field: 'method' })
    }
  }

  return {
    name: 'wechatPay',
    merchant: { mchid: settings.mchid, appid: settings.appid },
    canClose: true,

    async prepay(order) {
      return { sheet: await sheetOf(order), seal: null }
    },

    async query(order) {
      const out_trade_no = outTradeNoOf(order)
      const reply = await ask<Reply>((pay) => pay.query({ out_trade_no }))
      if (reply.status === 404 && UNKNOWN_ORDER.includes(codeOf(reply))) return null
      return bodyOf(reply, Transaction)
    },

    async close(order) {
      const number = outTradeNoOf(order)
      const reply = await ask<Reply>((pay) => pay.close(number))
      if (reply.status === 204) return 'closed'
      const code = codeOf(reply)
      if (PAID_ALREADY.includes(code)) return 'paid'
      // Nobody can pay an order that was never placed.
      if (reply.status === 404 && UNKNOWN_ORDER.includes(code)) return 'closed'
      throw refusalIn(reply)
    },

    async refund({ outRefundNo, fen, refundFen, reason, ...order }) {
      const request = {
        out_trade_no: outTradeNoOf(order),
        out_refund_no: checked(outRefundNo, OUT_REFUND_NO, 'out_refund_no'),
        reason: cut(reason, LONGEST_REASON),
        notify_url: settings.notifyUrl,
        amount: { refund: refundFen, total: fen, currency: 'CNY' },
      }
      return bodyOf(await ask<Reply>((pay) => pay.refunds(request)), RefundReply)
    },

    async refundOf({ outRefundNo }) {
      const number = checked(outRefundNo, OUT_REFUND_NO, 'out_refund_no')
      const reply = await ask<Reply>((pay) => pay.find_refunds(number))
      if (reply.status === 404 && UNKNOWN_ORDER.includes(codeOf(reply))) return null
      return bodyOf(reply, RefundReply)
    },

    readNotice: noticeReader(settings, clock),
  }
}
