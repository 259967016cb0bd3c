import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { AppError } from '../../core/contract/errors'
import type { Clock, Notice } from '../../core/ports'
import { closed, isSame, opened, pushSignature } from './pushCrypto'
import type { VirtualPaySettings } from './settings'

type PushSettings = Pick<VirtualPaySettings, 'appid' | 'env' | 'pushToken' | 'pushAesKey'>

const refused = (reason: string): AppError => new AppError('NOTICE_REFUSED', { reason })

const Envelope = z.object({ Encrypt: z.base64().min(1) })

const number = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)])
const orderNo = z.string().min(1).max(64)

const Paid = z.object({
  Event: z.enum(['xpay_goods_deliver_notify', 'xpay_coin_pay_notify']),
  OutTradeNo: orderNo,
  CreateTime: number,
  Env: number,
})
const GivenBack = z
  .object({
    Event: z.literal('xpay_refund_notify'),
    CreateTime: number,
    MchRefundId: z.string().default(''),
    // Called MchOrderNo in one of WeChat's pages and MchOrderId in another.
    MchOrderId: orderNo.optional(),
    MchOrderNo: orderNo.optional(),
  })
  .refine((told) => told.MchOrderId !== undefined || told.MchOrderNo !== undefined)
/** Apple's question. Its fields are unlike all others', and its `Event` is left out of WeChat's table. */
const AppleAsks = z.object({
  Event: z.literal('xpay_subscribe_ios_refund_query_notify'),
  pay_order_id: orderNo,
  refund_time: z.string().default(''),
})

const eventOf = (message: unknown): unknown => {
  if (typeof message !== 'object' || message === null) return undefined
  if ('Event' in message) return message.Event
  return 'channel_bill' in message && 'pay_order_id' in message ? 'xpay_subscribe_ios_refund_query_notify' : undefined
}

function contentOf<Shape extends z.ZodType>(shape: Shape, message: object): z.output<Shape> {
  const content = shape.safeParse({ ...message, Event: eventOf(message) })
  if (!content.success) throw refused('CONTENT')
  return content.data
}

/** What a message of virtual payment says. It never proves money: `look` means "ask WeChat". */
function noticeIn(message: unknown, env?: number): Notice {
  const event = eventOf(message)
  if (typeof message !== 'object' || message === null) throw refused('BODY')
  switch (event) {
    case 'xpay_goods_deliver_notify':
    case 'xpay_coin_pay_notify': {
      const { OutTradeNo, CreateTime, Env } = contentOf(Paid, message)
      if (env !== undefined && Env !== env) throw refused('ENV')
      return { id: `${event}:${OutTradeNo}:${CreateTime}`, kind: 'look', outTradeNo: OutTradeNo }
    }
    case 'xpay_refund_notify': {
      const { MchOrderId, MchOrderNo, MchRefundId, CreateTime } = contentOf(GivenBack, message)
      const outTradeNo = MchOrderId ?? MchOrderNo ?? ''
      return { id: `${event}:${MchRefundId || outTradeNo}:${CreateTime}`, kind: 'look', outTradeNo }
    }
    case 'xpay_subscribe_ios_refund_query_notify': {
      const { pay_order_id, refund_time } = contentOf(AppleAsks, message)
      return { id: `${event}:${pay_order_id}:${refund_time}`, kind: 'iosRefund', outTradeNo: pay_order_id }
    }
    default:
      throw refused('EVENT')
  }
}

/**
 * Reads a push to a cloud function, which gets the message itself as its event: without a signature, so anybody who may call
 * the function can have made it. It is a hint in any case. AppError NOTICE_REFUSED {reason} when it is none of ours.
 */
export const readPushedEvent = (event: unknown): Notice => noticeIn(event)

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const byLowerName = (headers: Record<string, string | undefined>) =>
  new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

/**
 * Reads a push over HTTP in secure mode, JSON: `msg_signature` over the sealed text, then the key, then whose it is, then what it
 * says. The door hands over the query's parameters as headers named `query:timestamp`, `query:nonce`, `query:msg_signature`.
 * AppError NOTICE_REFUSED {reason} for anything not proven genuine.
 *
 * There is no window of minutes, because WeChat does not say whether a repetition is signed anew; an old push repeated by a
 * stranger only makes us ask again.
 */
export function noticeReader({ appid, env, pushToken, pushAesKey }: PushSettings) {
  return async (headers: Record<string, string | undefined>, rawBody: string | Uint8Array): Promise<Notice> => {
    const named = byLowerName(headers)
    const body = typeof rawBody === 'string' ? rawBody : Buffer.from(rawBody).toString('utf8')
    // Handed to the function itself: unsigned, and so no more than the hint that it is in any case.
    if (named.get('push:event')) return noticeIn(jsonIn(body), env)
    const envelope = Envelope.safeParse(jsonIn(body))
    if (!envelope.success) throw refused('BODY')
    const { Encrypt } = envelope.data
    const wanted = pushSignature(pushToken, named.get('query:timestamp') ?? '', named.get('query:nonce') ?? '', Encrypt)
    if (!isSame(named.get('query:msg_signature'), wanted)) throw refused('SIGNATURE')
    const letter = opened(Encrypt, pushAesKey)
    if (!letter) throw refused('CIPHERTEXT')
    if (letter.appid !== appid) throw refused('MERCHANT')
    return noticeIn(jsonIn(letter.message), env)
  }
}

/**
 * Answers WeChat's question whether this address is ours (GET, once, when it is entered on the platform): the `echostr` to send
 * back as it is. AppError NOTICE_REFUSED {reason: SIGNATURE} when somebody else asks.
 */
export function echoOf(
  { pushToken }: Pick<PushSettings, 'pushToken'>,
  query: Record<string, string | undefined>,
): string {
  const { signature, timestamp = '', nonce = '', echostr } = query
  if (echostr === undefined || !isSame(signature, pushSignature(pushToken, timestamp, nonce)))
    throw refused('SIGNATURE')
  return echostr
}

/** The answer to every push that has been taken; anything else is sent again. As it stands, also in secure mode. */
export const PUSH_TAKEN = { ErrCode: 0, ErrMsg: 'success' } as const

/** What Apple is told, within three seconds: whether we are for giving back, in words, and on what evidence. */
export type AppleAnswer = { result_code: 0 | 1; result_info: string; evidence: string }

/** 0 advises giving back, 1 advises against it; it stays Apple's decision. WeChat wants evidence in either case. */
export const appleAnswer = (isAgreed: boolean, info: string, evidence: string): AppleAnswer => ({
  result_code: isAgreed ? 0 : 1,
  result_info: info,
  evidence,
})

/** An answer with content, over HTTP in secure mode, goes back sealed and signed as the push came. */
export function sealedAnswer({ appid, pushToken, pushAesKey }: PushSettings, clock: Clock, answer: object) {
  const TimeStamp = Math.floor(clock.now().getTime() / 1000)
  const Nonce = randomBytes(8).toString('hex')
  const Encrypt = closed(JSON.stringify(answer), pushAesKey, appid)
  return { Encrypt, MsgSignature: pushSignature(pushToken, String(TimeStamp), Nonce, Encrypt), TimeStamp, Nonce }
}
