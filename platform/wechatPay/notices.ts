import { createDecipheriv } from 'node:crypto'
import { AppError } from '../../core/contract/errors'
import type { Clock, Notice } from '../../core/ports'
import { doubtOf, keyRing } from './proof'
import type { WeChatPaySettings } from './settings'
import { NoticeEnvelope, RefundNotice, Transaction, TransferNotice } from './wire'

const TAG_BYTES = 16

const refused = (reason: string): AppError => new AppError('NOTICE_REFUSED', { reason })

function parsedText(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw refused('BODY')
  }
}

/** Opens AES-256-GCM and checks the tag: `final()` throws when one bit of text, tag or associated data is not what was sealed. */
function opened({ ciphertext, nonce, associated_data }: NoticeEnvelope['resource'], apiV3Key: string): Uint8Array {
  const sealed = Buffer.from(ciphertext, 'base64')
  if (sealed.length <= TAG_BYTES) throw refused('CIPHERTEXT')
  try {
    const decipher = createDecipheriv('aes-256-gcm', apiV3Key, nonce, { authTagLength: TAG_BYTES })
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
    decipher.setAAD(Buffer.from(associated_data))
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()])
  } catch {
    throw refused('CIPHERTEXT')
  }
}

function read(envelope: NoticeEnvelope, plain: unknown, mchid: string): Notice {
  const { id, event_type } = envelope
  if (event_type === 'TRANSACTION.SUCCESS') {
    const payment = Transaction.safeParse(plain)
    if (!payment.success) throw refused('CONTENT')
    // Whom it was paid to, and how much, is for the order to compare: it knows what it asked for.
    return { id, kind: 'paid', payment: payment.data }
  }
  if (event_type === 'REFUND.SUCCESS' || event_type === 'REFUND.ABNORMAL' || event_type === 'REFUND.CLOSED') {
    const told = RefundNotice.safeParse(plain)
    if (!told.success) throw refused('CONTENT')
    const { mchid: of, ...refund } = told.data
    if (of !== mchid) throw refused('MERCHANT')
    return { id, kind: 'refund', refund }
  }
  if (event_type === 'MCHTRANSFER.BILL.FINISHED') {
    const told = TransferNotice.safeParse(plain)
    if (!told.success) throw refused('CONTENT')
    if (told.data.mch_id !== mchid) throw refused('MERCHANT')
    return { id, kind: 'transfer', outBillNo: told.data.out_bill_no }
  }
  throw refused('EVENT')
}

/**
 * Reads WeChat Pay's notices: signature over the raw bytes, five-minute window, known serial, then decryption with the tag
 * checked, then the shape. Throws AppError NOTICE_REFUSED {reason} for anything not proven genuine. WeChat Pay itself sends false
 * signatures at times (prefix WECHATPAY/SIGNTEST/) and expects exactly this refusal.
 *
 * Our own code, because the library's `decipher_gcm` does not check the tag and its `verifySign` has no window.
 */
export function noticeReader(settings: Pick<WeChatPaySettings, 'mchid' | 'apiV3Key' | 'keys'>, clock: Clock) {
  const keys = keyRing(settings.keys)

  return async (headers: Record<string, string | undefined>, rawBody: string | Uint8Array): Promise<Notice> => {
    // Gateways differ in how they write a header's name.
    const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
    const body = typeof rawBody === 'string' ? Buffer.from(rawBody, 'utf8') : rawBody

    const doubt = doubtOf((name) => byName.get(name), body, keys, clock.now())
    if (doubt) throw refused(doubt)

    const envelope = NoticeEnvelope.safeParse(parsedText(body))
    if (!envelope.success) throw refused('BODY')
    const plain = parsedText(opened(envelope.data.resource, settings.apiV3Key))
    return read(envelope.data, plain, settings.mchid)
  }
}
