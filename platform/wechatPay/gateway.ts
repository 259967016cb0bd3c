import { setTimeout as pause } from 'node:timers/promises'
import type Pay from 'wechatpay-node-v3'
import type * as z from 'zod'
import { AppError, type Facts } from '../../core/contract/errors'
import type { Clock, Payments } from '../../core/ports'
import { freshNonce, payClient, secondsOf } from './client'
import { noticeReader } from './notices'
import type { WeChatPaySettings } from './settings'
import { NoAnswer } from './transport'
import { PrepayReply, RefundReply, RefusalReply, Transaction } from './wire'

/** How long one request may take, how often it is sent at most, and how long to wait before the first repetition. */
export type Patience = { timeoutMs: number; tries: number; pauseMs: number }

const PATIENCE: Patience = { timeoutMs: 4_000, tries: 3, pauseMs: 150 }

type Reply = { status: number; data?: unknown }

// `|` and `*` are legal too, but the library signs `|` and sends `%7C`, and puts numbers into paths unescaped.
const OUT_TRADE_NO = /^[0-9A-Za-z_-]{6,32}$/
const OUT_REFUND_NO = /^[0-9A-Za-z_-]{1,64}$/

/** Longest texts WeChat Pay takes (pay.weixin.qq.com/doc/v3/merchant/4012525182). */
const LONGEST_DESCRIPTION = 127
const LONGEST_REASON = 80

const UNKNOWN_ORDER = ['ORDER_NOT_EXIST', 'RESOURCE_NOT_EXISTS']
const PAID_ALREADY = ['ORDER_PAID', 'ORDERPAID']

function checked(number: string, pattern: RegExp, name: string): string {
  if (!pattern.test(number)) throw new AppError('PAYMENT_REFUSED', { code: 'PARAM_ERROR', field: name })
  return number
}

const cut = (text: string, longest: number): string => [...text].slice(0, longest).join('')

/** RFC 3339 in China's time: `2026-11-21T10:40:00+08:00`. */
const chinaTime = (iso: string): string =>
  `${new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`

function jsonOf(reply: Reply): unknown {
  try {
    return JSON.parse(String(reply.data))
  } catch {
    return undefined
  }
}

const codeOf = (reply: Reply): string => RefusalReply.safeParse(jsonOf(reply)).data?.code ?? 'UNKNOWN'

/** A refusal is one only when it has a code; a page of some machine in between decides nothing. */
const refusalIn = (reply: Reply): AppError => {
  const { status } = reply
  const code = codeOf(reply)
  return new AppError(code === 'UNKNOWN' ? 'PAYMENT_UNAVAILABLE' : 'PAYMENT_REFUSED', { status, code })
}

/** The body of a good reply. What cannot be read decides nothing, so it is the same as no answer. */
function bodyOf<Shape extends z.ZodType>(reply: Reply, shape: Shape): z.output<Shape> {
  if (reply.status !== 200) throw refusalIn(reply)
  const body = shape.safeParse(jsonOf(reply))
  if (!body.success) throw new AppError('PAYMENT_UNAVAILABLE', { reason: 'REPLY_SHAPE' })
  return body.data
}

type Outcome = { reply: Reply } | { undecided: Facts; again: boolean }

async function outcomeOf(send: () => Promise<Reply>): Promise<Outcome> {
  try {
    const reply = await send()
    if (reply.status < 500 && reply.status !== 429) return { reply }
    // Too many requests is no verdict on this order, but asking again at once would be one more.
    return { undecided: { status: reply.status, code: codeOf(reply) }, again: reply.status !== 429 }
  } catch (error) {
    if (error instanceof NoAnswer) return { undecided: { reason: error.reason }, again: true }
    throw error
  }
}

/**
 * Sends until there is an answer that decides something. Every call here may be repeated with the same parameters (same
 * order number, same refund number), and is signed afresh each time. Throws AppError PAYMENT_UNAVAILABLE.
 */
async function answerOf(send: () => Promise<Reply>, { tries, pauseMs }: Patience): Promise<Reply> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await outcomeOf(send)
    if ('reply' in outcome) return outcome.reply
    if (!outcome.again || attempt >= tries) throw new AppError('PAYMENT_UNAVAILABLE', outcome.undecided)
    await pause(pauseMs * attempt)
  }
}

/** WeChat Pay as the product's payment service (JSAPI: the mini-program's own way of paying). */
export function weChatPay(settings: WeChatPaySettings, clock: Clock, patience: Patience = PATIENCE): Payments {
  let loading: Promise<Pay> | undefined
  const client = (): Promise<Pay> => {
    loading ??= payClient(settings, clock, patience.timeoutMs)
    return loading
  }
  const ask = async (send: (pay: Pay) => Promise<Reply>): Promise<Reply> => {
    const pay = await client()
    return answerOf(() => send(pay), patience)
  }

  async function payParams(prepayId: string) {
    const timeStamp = secondsOf(clock.now())
    const nonceStr = freshNonce()
    const bill = `prepay_id=${prepayId}`
    const pay = await client()
    const paySign = pay.sha256WithRsa(`${settings.appid}\n${timeStamp}\n${nonceStr}\n${bill}\n`)
    return { timeStamp, nonceStr, package: bill, signType: 'RSA' as const, paySign }
  }

  return {
    merchant: { mchid: settings.mchid, appid: settings.appid },

    async prepay({ outTradeNo, fen, openid, description, expiresAt }) {
      const order = {
        description: cut(description, LONGEST_DESCRIPTION),
        out_trade_no: checked(outTradeNo, OUT_TRADE_NO, 'out_trade_no'),
        time_expire: chinaTime(expiresAt),
        notify_url: settings.notifyUrl,
        amount: { total: fen, currency: 'CNY' },
        payer: { openid },
      }
      // The service above hands on the reply's text, so the library does not sign for the client with its own clock and nonce.
      const reply = await ask((pay) => pay.transactions_jsapi(order))
      return payParams(bodyOf(reply, PrepayReply).prepay_id)
    },

    async query(outTradeNo) {
      const out_trade_no = checked(outTradeNo, OUT_TRADE_NO, 'out_trade_no')
      const reply = await ask((pay) => pay.query({ out_trade_no }))
      if (reply.status === 404 && UNKNOWN_ORDER.includes(codeOf(reply))) return null
      return bodyOf(reply, Transaction)
    },

    async close(outTradeNo) {
      const number = checked(outTradeNo, OUT_TRADE_NO, 'out_trade_no')
      const reply = await ask((pay) => pay.close(number))
      if (reply.status === 204) return 'closed'
      const code = codeOf(reply)
      if (PAID_ALREADY.includes(code)) return 'paid'
      // Nobody can pay an order that was never placed.
      if (reply.status === 404 && UNKNOWN_ORDER.includes(code)) return 'closed'
      throw refusalIn(reply)
    },

    async refund({ outTradeNo, outRefundNo, fen, totalFen, reason }) {
      const request = {
        out_trade_no: checked(outTradeNo, OUT_TRADE_NO, 'out_trade_no'),
        out_refund_no: checked(outRefundNo, OUT_REFUND_NO, 'out_refund_no'),
        reason: cut(reason, LONGEST_REASON),
        notify_url: settings.notifyUrl,
        amount: { refund: fen, total: totalFen, currency: 'CNY' },
      }
      return bodyOf(await ask((pay) => pay.refunds(request)), RefundReply)
    },

    async refundOf(outRefundNo) {
      const number = checked(outRefundNo, OUT_REFUND_NO, 'out_refund_no')
      const reply = await ask((pay) => pay.find_refunds(number))
      if (reply.status === 404 && UNKNOWN_ORDER.includes(codeOf(reply))) return null
      return bodyOf(reply, RefundReply)
    },

    readNotice: noticeReader(settings, clock),
  }
}
