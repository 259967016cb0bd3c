import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { AppError } from '../../core/contract/errors'
import type { Bill, Bills, Clock } from '../../core/ports'
import { bodyOf, codeOf, lineTo, PATIENCE, type Patience, refusalIn } from './asking'
import { fundLines, tradeLines } from './billFile'
import type { WeChatPaySettings } from './settings'
import { BillReply } from './wire'

/**
 * Before ten o'clock of the next day there is no bill yet, and a day on which nothing moved never gets one: WeChat Pay tells the two apart
 * (pay.weixin.qq.com/doc/v3/merchant/4013071227).
 */
const LATE = 'STATEMENT_CREATING'
const NOTHING_MOVED = 'NO_STATEMENT_EXIST'

const unproven = (reason: string) => new AppError('PAYMENT_UNAVAILABLE', { reason })

function unpacked(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes)
  } catch {
    throw unproven('BILL_BYTES')
  }
}

type FullBills = { [Name in keyof Bills]: NonNullable<Bills[Name]> }

/** The day's bills of WeChat Pay. The file itself comes unsigned: it is believed for its SHA-1, which a signed reply told. */
export function weChatBills(settings: WeChatPaySettings, clock: Clock, patience: Patience = PATIENCE): FullBills {
  const { ask } = lineTo(settings, clock, patience)

  /** The file's text, or which of the two codes says why there is none. */
  async function file(kind: 'tradebill' | 'fundflowbill', query: Record<string, string>): Promise<string> {
    const path = `/v3/bill/${kind}?${new URLSearchParams({ ...query, tar_type: 'GZIP' })}`
    const told = await ask((pay) => pay.call('GET', path))
    const code = told.status === 200 ? '' : codeOf(told)
    if (code === LATE || code === NOTHING_MOVED) return code
    const { download_url, hash_value } = bodyOf(told, BillReply)

    const reply = await ask((pay) => pay.download(download_url))
    if (reply.status !== 200) throw refusalIn(reply)
    const bytes = unpacked(reply.bytes)
    if (createHash('sha1').update(bytes).digest('hex') !== hash_value.toLowerCase()) throw unproven('BILL_HASH')
    return Buffer.from(bytes).toString('utf8')
  }

  const linesIn = <Line>(text: string, read: (text: string) => Line[]): Bill<Line> =>
    text === LATE ? 'late' : text === NOTHING_MOVED ? [] : read(text)

  return {
    trade: async (day) => linesIn(await file('tradebill', { bill_date: day, bill_type: 'ALL' }), tradeLines),
    funds: async (day) => linesIn(await file('fundflowbill', { bill_date: day, account_type: 'BASIC' }), fundLines),
  }
}
