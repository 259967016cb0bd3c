import { AppError } from '../../core/contract/errors'
import { isOverdue } from '../../core/payments/days'
import type { Bill, Bills, Clock } from '../../core/ports'
import { bodyOf, lineTo, PATIENCE, type Patience } from './asking'
import { fundLines, tradeLines } from './billFile'
import type { AlipaySettings } from './settings'
import { fetched, NoAnswer } from './transport'
import { BillReply } from './wire'

const METHOD = 'alipay.data.dataservice.bill.downloadurl.query'

/** Codes of opendocs.alipay.com/open/e81ed5f1; older accounts are answered `isp.bill_not_exist` and the like. */
const NOTHING_MOVED = 'NO_BILL_DATA'
/** A day without movements, or one whose bill is not made yet: Alipay does not say which. */
const NO_BILL = 'BILL_NOT_EXIST'
const TOO_MANY = ['SYSTEM_RATE_LIMIT', 'USER_RATE_LIMIT', 'UNKNOWN_ERROR', 'UNKNOW_ERROR']

/** The bills of Alipay. The file itself comes unsigned: it is believed for the address, which a signed reply told. */
export function alipayBills(settings: AlipaySettings, clock: Clock, patience: Patience = PATIENCE) {
  const { ask } = lineTo(settings, clock, patience)

  async function download(address: string): Promise<Uint8Array> {
    if (settings.gateway.startsWith('https:') && !address.startsWith('https:'))
      throw new AppError('PAYMENT_UNAVAILABLE', { reason: 'BILL_ADDRESS' })
    try {
      return await fetched(address, patience.timeoutMs)
    } catch (error) {
      if (error instanceof NoAnswer) throw new AppError('PAYMENT_UNAVAILABLE', { reason: error.reason, ...error.facts })
      throw error
    }
  }

  /** `secure`: otherwise the address told would be plain http. */
  async function linesOf<Line>(kind: string, day: string, read: (file: Uint8Array) => Line[]): Promise<Bill<Line>> {
    const answer = await ask(METHOD, { bill_type: kind, bill_date: day, secure: 'true' })
    if ('done' in answer) return read(await download(bodyOf(answer.done, BillReply, () => true).bill_download_url))
    const code = answer.refusal.replace(/^(isp|isv|ACQ)\./, '').toUpperCase()
    if (code === NOTHING_MOVED) return []
    if (code === NO_BILL) return isOverdue(day, clock.now()) ? [] : 'late'
    throw new AppError(TOO_MANY.includes(code) ? 'PAYMENT_UNAVAILABLE' : 'PAYMENT_REFUSED', { code: answer.refusal })
  }

  return {
    trade: (day) => linesOf('trade', day, tradeLines),
    funds: (day) => linesOf('signcustomer', day, fundLines),
  } satisfies Bills
}
