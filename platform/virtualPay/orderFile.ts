import * as z from 'zod'
import { AppError } from '../../core/contract/errors'
import type { TradeLine } from '../../core/ports'
import { tableIn } from './sheet'

/**
 * The files of `start_download_order`, one for each kind of order. WeChat documents how to ask for them and that they are searched by 交易单号, 商户单号 and
 * 用户ID, but not their columns: the names here are those of its console. A file with other names is refused by name, so that nothing is misread;
 * whoever sees the first real one puts its names here.
 */
const NUMBERS = { ours: ['商户单号', '商户订单号'], theirs: ['交易单号', '微信支付单号'] }
const PAYMENT = {
  ...NUMBERS,
  fen: ['订单金额', '交易金额'],
  at: ['支付时间', '交易时间'],
  state: ['订单状态', '交易状态'],
}
const REFUND = {
  ...NUMBERS,
  ownNumber: ['退款单号', '商户退款单号'],
  fen: ['退款金额'],
  at: ['退款时间', '申请退款时间'],
  state: ['退款状态'],
}

const unreadable = (field: string) => new AppError('PAYMENT_UNAVAILABLE', { reason: 'BILL_SHAPE', field })

/** Amounts are whole fen, as everywhere in this API, unless the column says yuan. */
function fenIn(text: string, unit: string | undefined): number | undefined {
  if (unit !== '元') return /^\d{1,12}$/.test(text) ? Number(text) : undefined
  const [, whole, part = ''] = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(text) ?? []
  return whole === undefined ? undefined : Number(whole + part.padEnd(2, '0'))
}

const Instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  .transform((text) => new Date(`${text.replace(' ', 'T')}+08:00`).toISOString())

type Columns = Record<string, string[]>
type Read<Names extends Columns> = Record<keyof Names, string> & { fen: number | undefined }

/** The rows under the names we use. */
function rowsOf<Names extends Columns & { fen: string[] }>(file: Uint8Array, names: Names): Read<Names>[] {
  let table: string[][]
  try {
    table = tableIn(file)
  } catch {
    throw unreadable('file')
  }
  const [head = [], ...rows] = table
  const heads = head.map(
    (cell) => /^([^(\uFF08]+)(?:[(\uFF08](.*)[)\uFF09])?$/.exec(cell.replace(/^\uFEFF/, '').trim()) ?? [],
  )
  const places = Object.entries(names).map(([field, known]) => {
    const place = heads.findIndex(([, name = '']) => known.includes(name.trim()))
    if (place < 0) throw unreadable(known[0] ?? field)
    return [field, place] as const
  })
  return rows.map((row) => {
    const cells = Object.fromEntries(places.map(([field, place]) => [field, (row[place] ?? '').trim()]))
    const unit = heads[places.find(([field]) => field === 'fen')?.[1] ?? -1]?.[2]
    // Every name has its cell: `places` was made of the same names.
    return { ...cells, fen: fenIn(cells.fen ?? '', unit) } as Read<Names>
  })
}

const Line = z.object({ fen: z.int(), at: Instant, number: z.string().regex(/^[0-9A-Za-z_\-|*@]+$/) })

function lineOf(row: { fen: number | undefined; at: string; ours: string }) {
  const line = Line.safeParse({ fen: row.fen, at: row.at, number: row.ours })
  if (!line.success) throw unreadable(String(line.error.issues[0]?.path[0] ?? ''))
  return line.data
}

/** What was paid, for an item or for coins; orders that nobody paid have no time. What coins are spent on is no money and stands nowhere here. */
export const paymentLines = (file: Uint8Array): TradeLine[] =>
  rowsOf(file, PAYMENT)
    .filter(({ at }) => at !== '')
    .map((row): TradeLine => {
      const { fen, at, number } = lineOf(row)
      const transactionId = row.theirs
      return {
        kind: 'payment',
        outTradeNo: number,
        transactionId,
        outRefundNo: '',
        refundId: '',
        fen,
        feeMilliFen: 0,
        at,
        state: 'SUCCESS',
      }
    })

const states = new Map([
  ['已退款', 'SUCCESS'],
  ['退款成功', 'SUCCESS'],
  ['退款中', 'PROCESSING'],
  ['退款失败', 'FAIL'],
])

/** What was given back, or asked back: by us, in the console, or by Apple. */
export const refundLines = (file: Uint8Array): TradeLine[] =>
  rowsOf(file, REFUND).map((row): TradeLine => {
    const { fen, at, number } = lineOf(row)
    const state = states.get(row.state)
    if (!state || !row.ownNumber) throw unreadable(state ? '退款单号' : '退款状态')
    const { theirs: refundId, ownNumber: outRefundNo } = row
    return {
      kind: 'refund',
      outTradeNo: number,
      transactionId: refundId,
      outRefundNo,
      refundId,
      fen,
      feeMilliFen: 0,
      at,
      state,
    }
  })
