import { AppError } from '../../core/contract/errors'
import type { VirtualPayParams } from '../../core/contract/shapes'
import type { Clock, Gateway, Payment, Placed, Refund } from '../../core/ports'
import { itemIdOf } from './itemId'
import { noticeReader } from './notices'
import { sealed, unsealed } from './seal'
import type { VirtualPaySettings } from './settings'
import { CLIENT_CALL, paySignature, userSignature } from './signature'
import { PATIENCE, type Patience } from './transport'
import { loginAgain, Nothing, refusalOf, weChatApi } from './weChatApi'
import { BAD_PARAMETER, DONE_BEFORE, kinds, LEFT_FEE_CHANGED, type QueriedOrder, QueryReply, RefundReply } from './wire'

// The client takes 8 to 32 with more signs; what the server's calls take too is less, and the number of a spend is one longer.
const OUT_TRADE_NO = /^[0-9A-Za-z][0-9A-Za-z_-]{7,30}$/
const OUT_REFUND_NO = /^[0-9A-Za-z][0-9A-Za-z_-]{7,30}$/

/**
 * WeChat's words for "no such order". Its number 268490002 means any bad parameter, and no page names another for this; these
 * words were met with live orders whose buyer never opened or left the sheet. The only place where we read words.
 */
const NO_SUCH_ORDER = '数据不存在'

/** Other reason, other origin: `reason` of ours is free text, and WeChat takes a number from its list. */
const OTHER_REASON = '5'
const OTHER_ORIGIN = '3'

const refused = (code: string, facts: Record<string, string> = {}): AppError =>
  new AppError('PAYMENT_REFUSED', { code, ...facts })

function checked(number: string, pattern: RegExp, name: string): string {
  if (!pattern.test(number)) throw refused('PARAM_ERROR', { field: name })
  return number
}

/** Statuses of a payment (wire.ts). A full refund may be told as 5 or, later, as delivered again with nothing left. */
function stateOf({ status, order_fee, left_fee }: QueriedOrder): Payment['state'] {
  if (status === 0 || status === 1) return 'NOTPAY'
  if (status === 6) return 'CLOSED'
  if (status === 5 || status >= 8) return 'REFUND'
  const isWhole = left_fee === undefined || order_fee === undefined || left_fee >= order_fee
  return isWhole ? 'SUCCESS' : 'REFUND'
}

/** Statuses of a refund, which is asked for like an order. */
function refundStateOf({ status }: QueriedOrder): Refund['state'] {
  if (status === 5 || status === 8) return 'SUCCESS'
  if (status === 6) return 'CLOSED'
  // The money stays with the shop and nobody gets it by waiting: a person must look.
  if (status === 7) return 'ABNORMAL'
  return 'PROCESSING'
}

const isApples = ({ order_type }: QueriedOrder): boolean =>
  order_type === kinds.iosPayment || order_type === kinds.iosRefund

/** The number under which an order's coins are spent: one for each order, so that no retry spends twice. */
const spendNo = (outTradeNo: string): string => `${outTradeNo}S`
/** The number under which a refund takes its spend back. */
const cancelNo = (outRefundNo: string): string => `${outRefundNo}C`

/**
 * WeChat's virtual payment (小程序虚拟支付) as a gateway. WeChat hears of an order only when the buyer's WeChat opens it, so
 * nothing can be closed, and an order nobody has opened is unknown there.
 *
 * In coins (`virtualCoins`) the buyer pays for coins, which are then spent for the order: `query` of a paid order spends them,
 * under the same number every time, and says SUCCESS only when that is done. It needs the buyer's session; when that is over,
 * PAYMENT_UNAVAILABLE {reason: LOGIN_AGAIN}: `prepay` with a fresh `wx.login` code gives a new seal, and the next query goes through.
 */
export function virtualPay(settings: VirtualPaySettings, clock: Clock, patience: Patience = PATIENCE): Gateway {
  const { appid, offerId, appKey, env, coinsPerYuan, sealKey } = settings
  const merchant = { mchid: offerId, appid }
  const weChat = weChatApi(settings, clock, patience)

  function coinsFor(fen: number): number {
    const coins = (fen * coinsPerYuan) / 100
    if (!Number.isInteger(coins)) throw refused('COIN_RATE')
    return coins
  }

  function signedSheet(mode: VirtualPayParams['mode'], data: object, sessionKey: string): VirtualPayParams {
    const signData = JSON.stringify(data)
    return {
      mode,
      signData,
      paySig: paySignature(appKey, CLIENT_CALL, signData),
      signature: userSignature(sessionKey, signData),
    }
  }

  /** What WeChat has under an order's or a refund's number; null when nothing. */
  async function lookedUp(orderId: string, openid: string): Promise<QueriedOrder | null> {
    const answer = await weChat.xpay('query_order', { openid, env, order_id: orderId }, QueryReply)
    if (answer.ok) {
      // 1 and 2 here are 0 and 1 of a request. Money of the sandbox must never open a course of the live shop.
      if (answer.body.order.env_type !== env + 1) throw refused('ENV')
      return answer.body.order
    }
    if (answer.errcode === BAD_PARAMETER && answer.errmsg.includes(NO_SUCH_ORDER)) return null
    throw refusalOf(answer)
  }

  const keptOf = (order: Placed) => {
    const kept = order.seal === null ? null : unsealed(order.seal, sealKey, order)
    if (!kept) throw loginAgain()
    return kept
  }

  /** A call that moves coins: for its user, and quietly fine when it was done before. */
  async function moveCoins(api: string, order: Placed, fields: object): Promise<void> {
    const { sessionKey, userIp } = keptOf(order)
    const answer = await weChat.xpay(
      api,
      { openid: order.openid, env, user_ip: userIp, ...fields },
      Nothing,
      sessionKey,
    )
    if (!answer.ok && answer.errcode !== DONE_BEFORE) throw refusalOf(answer)
  }

  const spendCoins = (order: Placed): Promise<void> => {
    const amount = coinsFor(order.fen)
    return moveCoins('currency_pay', order, {
      amount,
      order_id: spendNo(order.outTradeNo),
      payitem: JSON.stringify([{ productid: order.outTradeNo, unit_price: amount, quantity: 1 }]),
      remark: order.outTradeNo,
    })
  }

  /** A refund as it stands at WeChat; PAYMENT_REFUSED when its number was used for something else. */
  async function standingRefund({
    outTradeNo,
    outRefundNo,
    openid,
  }: Placed & { outRefundNo: string }): Promise<Refund | null> {
    const told = await lookedUp(outRefundNo, openid)
    if (!told) return null
    // What was given as biz_meta comes back: the refund belongs to the order it was made for.
    if (told.order_type !== kinds.refund || told.biz_meta !== outTradeNo) throw refused('INVALID_REQUEST')
    return {
      outRefundNo,
      outTradeNo,
      refundId: told.wx_order_id ?? outRefundNo,
      state: refundStateOf(told),
      fen: told.refund_fee ?? 0,
    }
  }

  /** What may still be given back of a paid order, in fen. */
  async function leftOf({ outTradeNo, openid }: Placed): Promise<number> {
    const order = await lookedUp(outTradeNo, openid)
    if (order && isApples(order)) throw refused('REFUND_BY_APPLE')
    if (!order || !['SUCCESS', 'REFUND'].includes(stateOf(order))) throw refused('ORDER_NOT_PAID')
    return order.left_fee ?? 0
  }

  return {
    name: 'virtualPay',
    merchant,
    canClose: false,

    async prepay({ outTradeNo, method, fen, openid, clientIp, loginCode, productId }) {
      if (method !== 'virtualGoods' && method !== 'virtualCoins') throw refused('METHOD')
      checked(outTradeNo, OUT_TRADE_NO, 'outTradeNo')
      const session = await weChat.session(loginCode)
      // A sheet is signed for the one who holds this session: it must be the one who ordered.
      if (session.openid !== openid) throw refused('ANOTHER_PERSON')

      if (method === 'virtualGoods') {
        const data = {
          offerId,
          buyQuantity: 1,
          env,
          currencyType: 'CNY',
          productId: itemIdOf(productId, fen),
          goodsPrice: fen,
          outTradeNo,
          attach: outTradeNo,
        }
        const params = signedSheet('short_series_goods', data, session.sessionKey)
        return { sheet: { method, params }, seal: null }
      }

      const data = { offerId, buyQuantity: coinsFor(fen), env, currencyType: 'CNY', outTradeNo, attach: outTradeNo }
      const params = signedSheet('short_series_coin', data, session.sessionKey)
      const seal = sealed({ sessionKey: session.sessionKey, userIp: clientIp }, sealKey, { outTradeNo, openid })
      return { sheet: { method, params }, seal }
    },

    async query(placed) {
      const { outTradeNo, openid, method } = placed
      const order = await lookedUp(checked(outTradeNo, OUT_TRADE_NO, 'outTradeNo'), openid)
      if (!order) return null
      const state = stateOf(order)
      if (method === 'virtualCoins' && state === 'SUCCESS') await spendCoins(placed)
      const wasPaid = state === 'SUCCESS' || state === 'REFUND'
      return {
        outTradeNo,
        state,
        ...merchant,
        openid,
        // What the order cost; a coupon of WeChat's own (`paid_fee` smaller) is not the buyer's debt to us.
        ...(wasPaid ? { fen: order.order_fee, currency: 'CNY' } : {}),
        ...(wasPaid ? { transactionId: order.wxpay_order_id || order.wx_order_id } : {}),
        ...(wasPaid && order.order_fee !== undefined && order.left_fee !== undefined
          ? { backFen: order.order_fee - order.left_fee }
          : {}),
        ...(wasPaid && order.paid_time ? { paidAt: new Date(order.paid_time * 1000).toISOString() } : {}),
      }
    },

    close: () => Promise.reject(refused('CANNOT_CLOSE')),

    /**
     * Looks first whether the number has been used: after a lost answer `left_fee` is another, and the same call would be refused.
     * In coins the spend is taken back first, then the coins are given back for money, because WeChat refunds only coins that
     * the buyer has. Should the second step fail, the buyer holds coins that only we can spend, and the next try goes on.
     */
    async refund(request) {
      const { outTradeNo, outRefundNo, openid, method, refundFen } = request
      checked(outTradeNo, OUT_TRADE_NO, 'outTradeNo')
      checked(outRefundNo, OUT_REFUND_NO, 'outRefundNo')
      const standing = await standingRefund(request)
      if (standing && standing.fen !== refundFen) throw refused('INVALID_REQUEST')
      if (standing) return standing

      const left = await leftOf(request)
      if (refundFen < 1 || refundFen > left) throw refused('INVALID_REQUEST')
      if (method === 'virtualCoins')
        await moveCoins('cancel_currency_pay', request, {
          pay_order_id: spendNo(outTradeNo),
          order_id: cancelNo(outRefundNo),
          amount: coinsFor(refundFen),
        })
      const fields = {
        openid,
        order_id: outTradeNo,
        refund_order_id: outRefundNo,
        left_fee: left,
        refund_fee: refundFen,
        biz_meta: outTradeNo,
        refund_reason: OTHER_REASON,
        req_from: OTHER_ORIGIN,
        env,
      }
      const answer = await weChat.xpay('refund_order', fields, RefundReply)
      if (answer.ok)
        return {
          outRefundNo,
          outTradeNo,
          refundId: answer.body.refund_wx_order_id,
          state: 'PROCESSING',
          fen: refundFen,
        }
      if (answer.errcode === DONE_BEFORE) {
        const done = await standingRefund(request)
        if (done) return done
      }
      // Another refund of this order came in between: ask again, with what is left then.
      if (answer.errcode === LEFT_FEE_CHANGED)
        throw new AppError('PAYMENT_UNAVAILABLE', { code: String(LEFT_FEE_CHANGED) })
      throw refusalOf(answer)
    },

    refundOf: (request) => {
      checked(request.outRefundNo, OUT_REFUND_NO, 'outRefundNo')
      return standingRefund(request)
    },

    readNotice: noticeReader(settings),
  }
}
