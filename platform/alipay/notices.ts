import { AppError } from '../../core/contract/errors'
import type { Notice } from '../../core/ports'
import { type Witness, witnessOf } from './proof'
import type { AlipaySettings } from './settings'
import { TradeNotice } from './wire'

/** What the door answers, as plain text and nothing else: only this word ends Alipay's repetitions. */
export const NOTICE_TAKEN = 'success'
/** Any other text has the notice sent again: eight times in all, within 25 hours. */
export const NOTICE_NOT_TAKEN = 'fail'

const refused = (reason: string): AppError => new AppError('NOTICE_REFUSED', { reason })

/**
 * The form's fields. Alipay signs the decoded fields, sorted and joined as `name=value&name=value`, a text that could be cut
 * in other places if a value held a `&` (a title of ours would have to, and we send none; see `titleOf`). So what could be
 * cut in two ways is refused, as is a field given twice.
 */
function fieldsOf(rawBody: string | Uint8Array): Map<string, string> {
  const fields = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(textOf(rawBody))) {
    if (fields.has(name) || !/^[a-z0-9_]+$/.test(name) || value.includes('&')) throw refused('BODY')
    fields.set(name, value)
  }
  return fields
}

function textOf(rawBody: string | Uint8Array): string {
  if (typeof rawBody === 'string') return rawBody
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(rawBody)
  } catch {
    throw refused('BODY')
  }
}

function checkSignature(fields: Map<string, string>, isSigned: Witness): void {
  const sign = fields.get('sign')
  if (!sign) throw refused('UNSIGNED')
  // An older kind of signature (RSA with SHA-1) is never believed, whatever the notice says of itself.
  if (fields.get('sign_type') !== 'RSA2') throw refused('SIGN_TYPE')
  if (fields.get('charset')?.toLowerCase() !== 'utf-8') throw refused('BODY')
  const content = [...fields]
    .filter(([name]) => name !== 'sign' && name !== 'sign_type')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  if (!isSigned(content, sign)) throw refused('SIGNATURE')
}

function read(told: TradeNoticeRead): Notice {
  const { notify_id: id, trade_status, out_trade_no: outTradeNo } = told
  const isPayment = trade_status === 'TRADE_SUCCESS' || trade_status === 'TRADE_FINISHED'
  // A refund in part is told as TRADE_SUCCESS too, and a whole one as TRADE_CLOSED, like an order that ran out: only a
  // question says which it was.
  if (!isPayment || told.refund_fee !== undefined) return { id, kind: 'look', outTradeNo }
  return {
    id,
    kind: 'paid',
    payment: {
      outTradeNo,
      state: 'SUCCESS',
      mchid: told.seller_id,
      appid: told.app_id,
      fen: told.total_amount,
      currency: 'CNY',
      transactionId: told.trade_no,
      paidAt: told.gmt_payment,
    },
  }
}
type TradeNoticeRead = ReturnType<typeof TradeNotice.parse>

/**
 * Reads Alipay's notices: the signature over all fields, then the app and the seller, then the shape. Throws AppError
 * NOTICE_REFUSED {reason} for anything not proven genuine, or not ours.
 *
 * There is no window of freshness. A notice is stamped (`notify_time`) and signed once for each sending, but Alipay goes on
 * sending for 25 hours, and its clock is no part of the promise: a window would lose payments. An old notice is
 * harmless, because what it tells (this order was paid this much) stays true and is written down once.
 */
export function noticeReader(settings: Pick<AlipaySettings, 'appId' | 'sellerId' | 'publicKey'>) {
  let isSigned: Witness | undefined

  return async (_headers: Record<string, string | undefined>, rawBody: string | Uint8Array): Promise<Notice> => {
    isSigned ??= witnessOf(settings.publicKey)
    const fields = fieldsOf(rawBody)
    checkSignature(fields, isSigned)

    const told = TradeNotice.safeParse(Object.fromEntries(fields))
    if (!told.success) throw refused('CONTENT')
    if (told.data.app_id !== settings.appId || told.data.seller_id !== settings.sellerId) throw refused('MERCHANT')
    return read(told.data)
  }
}
