import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import * as z from 'zod'
import type { BillChanges } from '../billChanges'
import type { DeskClock } from '../clock'
import { fundBill, tradeBill } from './billFile'
import { beginOf, chinaDay } from './chinaTime'
import { invalidRequest, notEmulated, PayRefusal } from './errors'
import { type Booking, balanceOf } from './ledger'
import { BILL_LINK_LIVES_MS, BILL_READY_MS, BILLS_KEPT_MONTHS } from './limits'
import type { Merchant } from './merchant'
import { nonce } from './numbers'
import { parsed } from './transactions'

const DAY_MS = 24 * 3_600_000

const TradeBillQuery = z.strictObject({
  bill_date: z.iso.date(),
  bill_type: z.enum(['ALL', 'SUCCESS', 'REFUND']).default('ALL'),
  tar_type: z.literal('GZIP').optional(),
})
const FundBillQuery = z.strictObject({
  bill_date: z.iso.date(),
  account_type: z.enum(['BASIC', 'OPERATION', 'FEES']).default('BASIC'),
  tar_type: z.literal('GZIP').optional(),
})

type Told = { hash_type: 'SHA1'; hash_value: string; download_url: string }

/** The day's bills, made from what is on disk each time they are asked for. Every method throws PayRefusal. */
export function bills(merchant: Merchant, clock: DeskClock, changes: BillChanges<Booking>, booked: () => Booking[]) {
  // In memory: a link lives five minutes.
  const links = new Map<string, { bytes: Buffer; until: number }>()

  function checkDay(day: string): void {
    const now = clock.now()
    const begin = beginOf(day)
    const oldest = new Date(beginOf(chinaDay(now)))
    oldest.setUTCMonth(oldest.getUTCMonth() - BILLS_KEPT_MONTHS)
    if (begin + DAY_MS > now) throw invalidRequest('账单日期错误：当日账单尚未生成')
    if (begin < oldest.getTime()) throw invalidRequest('账单日期错误：仅支持三个月内的账单')
    if (now < begin + DAY_MS + BILL_READY_MS) throw new PayRefusal(400, 'STATEMENT_CREATING', '账单生成中，请稍后再试')
  }

  function linked(file: Buffer | null, isPacked: boolean, base: string): Told {
    if (!file) throw new PayRefusal(400, 'NO_STATEMENT_EXIST', '账单文件不存在')
    for (const [token, { until }] of links) if (until < clock.now()) links.delete(token)
    const token = nonce()
    links.set(token, { bytes: isPacked ? gzipSync(file) : file, until: clock.now() + BILL_LINK_LIVES_MS })
    // Of the file as it is before it is packed.
    const hash_value = createHash('sha1').update(file).digest('hex')
    return { hash_type: 'SHA1', hash_value, download_url: `${base}/v3/billdownload/file?token=${token}` }
  }

  const on = (day: string) => {
    const begin = beginOf(day)
    const all = changes.applied(booked())
    return {
      day: all.filter(({ at }) => at >= begin && at < begin + DAY_MS),
      before: all.filter(({ at }) => at < begin),
      madeAt: begin + DAY_MS + BILL_READY_MS,
    }
  }

  return {
    trade(query: URLSearchParams, base: string): Told {
      const asked = parsed(TradeBillQuery, Object.fromEntries(query), 'query')
      if (asked.bill_type !== 'ALL') throw notEmulated(`trade bills of kind ${asked.bill_type}`)
      checkDay(asked.bill_date)
      const { day, madeAt } = on(asked.bill_date)
      return linked(tradeBill(day, merchant, madeAt), asked.tar_type === 'GZIP', base)
    },

    funds(query: URLSearchParams, base: string): Told {
      const asked = parsed(FundBillQuery, Object.fromEntries(query), 'query')
      if (asked.account_type !== 'BASIC') throw notEmulated(`fund bills of account ${asked.account_type}`)
      checkDay(asked.bill_date)
      const { day, before } = on(asked.bill_date)
      return linked(fundBill(day, balanceOf(before), merchant), asked.tar_type === 'GZIP', base)
    },

    /** The file itself; whoever fetches it signs the request, but the file is not signed. */
    file(token: string | null): Buffer {
      const link = token === null ? undefined : links.get(token)
      if (!link || link.until < clock.now()) throw invalidRequest('账单下载地址已失效，请重新申请')
      return link.bytes
    },
  }
}
export type BillDesk = ReturnType<typeof bills>
