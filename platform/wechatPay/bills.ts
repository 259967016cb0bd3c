import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { AppError } from '../../core/contract/errors'
import type { Bills, Clock } from '../../core/ports'
import { bodyOf, codeOf, lineTo, PATIENCE, type Patience, refusalIn } from './asking'
import { fundLines, tradeLines } from './billFile'
import type { WeChatPaySettings } from './settings'
import { BillReply } from './wire'

/** A day nobody paid on has no bill; before ten o'clock of the next day there is none yet (pay.weixin.qq.com/doc/v3/merchant/4013071227). */
const NO_BILL = ['NO_STATEMENT_EXIST', 'STATEMENT_CREATING']

const unproven = (reason: string) => new AppError('PAYMENT_UNAVAILABLE', { reason })

function unpacked(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes)
  } catch {
    throw unproven('BILL_BYTES')
  }
}

/** The day's bills of WeChat Pay. The file itself comes unsigned: it is believed for its SHA-1, which a signed reply told. */
export function weChatBills(settings: WeChatPaySettings, clock: Clock, patience: Patience = PATIENCE): Bills {
  const { ask } = lineTo(settings, clock, patience)

  async function file(kind: 'tradebill' | 'fundflowbill', query: Record<string, string>): Promise<string | null> {
    const path = `/v3/bill/${kind}?${new URLSearchParams({ ...query, tar_type: 'GZIP' })}`
    const told = await ask((pay) => pay.call('GET', path))
    if (told.status !== 200 && NO_BILL.includes(codeOf(told))) return null
    const { download_url, hash_value } = bodyOf(told, BillReply)

    const reply = await ask((pay) => pay.download(download_url))
    if (reply.status !== 200) throw refusalIn(reply)
    const bytes = unpacked(reply.bytes)
    if (createHash('sha1').update(bytes).digest('hex') !== hash_value.toLowerCase()) throw unproven('BILL_HASH')
    return Buffer.from(bytes).toString('utf8')
  }

  return {
    async trade(day) {
      const text = await file('tradebill', { bill_date: day, bill_type: 'ALL' })
      return text === null ? null : tradeLines(text)
    },
    async funds(day) {
      const text = await file('fundflowbill', { bill_date: day, account_type: 'BASIC' })
      return text === null ? null : fundLines(text)
    },
  }
}
