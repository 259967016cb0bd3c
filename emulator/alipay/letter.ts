import type { Account } from './account'
import { chinaTime } from './chinaTime'
import type { NoticeFault } from './faults'
import { noticeContent, type Parameters, signed } from './signature'
import type { Notice } from './trades'

/** A notice as it travels: a form whose fields are signed. */
export type Letter = { headers: Record<string, string>; body: string }

/** Fields that Alipay vouches for: in a notice, or on the buyer's way back to the shop. */
export function vouched(
  { platformPrivateKey }: Account,
  fields: Parameters,
  content = noticeContent(fields),
): Parameters {
  return { ...fields, sign_type: 'RSA2', sign: signed(content, platformPrivateKey) }
}

/** Puts a notice into its form, stamped with the desk's time and signed with Alipay's key. */
export function letterOf(who: Account, notice: Notice, now: number, fault: Partial<NoticeFault> = {}): Letter {
  const fields = { ...notice.fields, ...fault.alter, notify_id: notice.id, notify_time: chinaTime(now) }
  const content = fault.badSignature ? 'something else' : noticeContent(fields)
  const letter = { ...vouched(who, fields, content), ...fault.forge }
  if (fault.signType) letter.sign_type = fault.signType
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      accept: '*/*',
      'user-agent': 'Mozilla/4.0',
    },
    body: new URLSearchParams(letter).toString(),
  }
}
