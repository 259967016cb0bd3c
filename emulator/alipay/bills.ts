import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import type { BillChanges } from '../billChanges'
import type { DeskClock } from '../clock'
import type { Route } from '../http'
import { fundBill, tradeBill } from './billFile'
import { chinaDay, chinaTime } from './chinaTime'
import { AlipayRefusal } from './errors'
import { type Booking, movements } from './ledger'
import { BILL_LINK_LIVES_MS, BILL_READY_MS, BILLS_KEPT_YEARS } from './limits'
import { parsed } from './request'

const DAY_MS = 24 * 3_600_000
const PATH = '/alipay/downloadBillFile.resource'

// opendocs.alipay.com/open/e81ed5f1; months (yyyy-MM) and the other kinds this desk does not make.
const Question = z.strictObject({
  bill_type: z.enum(['trade', 'signcustomer']),
  bill_date: z.iso.date(),
  secure: z.enum(['true', 'false']).optional(),
})

/** These codes stand alone, without `ACQ.` in front of them; one is misspelled by Alipay itself. */
const refusal = (code: string, words: string) => new AlipayRefusal('40004', code, words)

/** The days' bills, made from what is on disk each time they are asked for. Throws AlipayRefusal. */
export function bills(
  sellerId: string,
  clock: DeskClock,
  changes: BillChanges<Booking>,
  booked: () => Booking[],
): { tell(business: unknown, origin: string): Record<string, string>; routes: Route[] } {
  // In memory: a link lives half a minute.
  const links = new Map<string, { bytes: Buffer; until: number }>()

  function checkDay(begin: number): void {
    const now = clock.now()
    const oldest = new Date(now)
    oldest.setUTCFullYear(oldest.getUTCFullYear() - BILLS_KEPT_YEARS)
    if (begin + DAY_MS > now || begin < oldest.getTime()) throw refusal('INVAILID_ARGUMENTS', '入参不合法')
    if (now < begin + DAY_MS + BILL_READY_MS) throw refusal('BILL_NOT_EXIST', '账单不存在')
  }

  function fileOf(kind: 'trade' | 'signcustomer', begin: number): { bytes: Buffer; isEmpty: boolean } {
    const all = changes.applied(booked())
    const day = all.filter(({ at }) => at >= begin && at < begin + DAY_MS)
    const about = { sellerId, begin, madeAt: begin + DAY_MS + BILL_READY_MS }
    const openingFen = all
      .filter(({ at }) => at < begin)
      .flatMap(movements)
      .reduce((sum, { fen }) => sum + fen, 0)
    const bytes = kind === 'trade' ? tradeBill(about, day) : fundBill(about, day, openingFen)
    return { bytes, isEmpty: day.length === 0 }
  }

  return {
    /** A day without movements has a file too, and is said to be so. */
    tell(business, origin) {
      const { bill_type, bill_date } = parsed(Question, business)
      const begin = Date.parse(`${bill_date}T00:00:00+08:00`)
      checkDay(begin)
      const { bytes, isEmpty } = fileOf(bill_type, begin)
      const fileId = randomBytes(12).toString('hex')
      for (const [id, { until }] of links) if (until < clock.now()) links.delete(id)
      links.set(fileId, { bytes, until: clock.now() + BILL_LINK_LIVES_MS })
      const query = new URLSearchParams({
        bizType: bill_type,
        userId: `${sellerId}0156`,
        fileType: 'csv.zip',
        bizDates: chinaDay(begin),
        downloadFileName: `${sellerId}0156_${chinaTime(begin).slice(0, 10)}.csv.zip`,
        fileId,
      })
      return {
        bill_download_url: `${origin}${PATH}?${query}`,
        ...(isEmpty ? { bill_file_code: 'EMPTY_DATA_WITH_BILL_FILE' } : {}),
      }
    },

    routes: [
      {
        method: 'GET',
        path: PATH,
        handle({ url }) {
          const link = links.get(url.searchParams.get('fileId') ?? '')
          if (!link || link.until < clock.now()) return { status: 404, body: 'the address has run out' }
          return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: link.bytes }
        },
      },
    ],
  }
}
export type Bills = ReturnType<typeof bills>
