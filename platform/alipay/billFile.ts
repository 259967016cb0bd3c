import * as z from 'zod'
import { AppError } from '../../core/contract/errors'
import type { FundLine, TradeLine } from '../../core/ports'
import { unzipped, type Zipped } from '../zip'
import { ChinaTime } from './wire'

/**
 * Alipay's bill files: a ZIP of two CSV files in GBK, the lines (明细) and their sums (汇总). Lines that begin with `#` are comments: whose and which
 * day's bill it is, where the list begins and ends, and what it comes to. Amounts are yuan in decimals, times China's; cells are padded with tabs so
 * that Excel leaves long numbers alone. Columns are found by name (opendocs.alipay.com/open/204/106262 and real files).
 */

type Row = Record<string, string>

const unreadable = () => new AppError('PAYMENT_UNAVAILABLE', { reason: 'BILL_SHAPE' })

function filesIn(archive: Uint8Array): Zipped[] {
  try {
    return unzipped(archive)
  } catch {
    throw new AppError('PAYMENT_UNAVAILABLE', { reason: 'BILL_BYTES' })
  }
}

/** Cells are parted by commas; one that holds a comma may stand in quotes. */
const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:\s*"((?:[^"]|"")*)"\s*|([^,]*))/g)].map(([, quoted, bare = '']) =>
    (quoted?.replaceAll('""', '"') ?? bare).trim(),
  )

/** Brackets and the word for a refund's number are written in several ways. */
const nameOf = (cell: string): string =>
  cell.replace('（', '(').replace('）', ')').replace('退款批次号/请求号', '退款批次号')

/** The lines by column name. The list must have its end: a file that was cut off is none. A remark, the last cell, may hold commas. */
function table(archive: Uint8Array): Row[] {
  const file = filesIn(archive).find(({ name }) => name.endsWith('.csv') && !name.includes('汇总'))
  if (!file) throw unreadable()
  const lines = new TextDecoder('gbk').decode(file.bytes).split(/\r?\n/)
  if (!lines.some((line) => line.startsWith('#') && line.includes('明细列表结束'))) throw unreadable()
  const [head, ...rest] = lines.filter((line) => line.trim() !== '' && !line.startsWith('#'))
  const names = cellsOf(head ?? '').map(nameOf)
  return rest.map((line) => {
    const cells = cellsOf(line)
    if (cells.length < names.length) throw unreadable()
    return Object.fromEntries(names.map((name, place) => [name, cells[place] ?? '']))
  })
}

/** `-35.80` as -3580. Digits are moved, never multiplied: a float would lose fen. */
const Fen = z
  .string()
  .regex(/^-?\d{1,12}(\.\d{1,2})?$/)
  .transform((text) => {
    const [whole = '', rest = ''] = text.split('.')
    // -0 is not 0 for everybody.
    return Number(whole + rest.padEnd(2, '0')) || 0
  })
const Amount = Fen.transform(Math.abs)
const number = z.string().regex(/^[0-9A-Za-z_-]+$/)

/** What Alipay kept is below zero, what it gave back above. A refund says its amount below zero, in some files above. */
const TradeRow = z
  .object({
    商户订单号: number,
    业务类型: z.enum(['交易', '退款']),
    完成时间: ChinaTime,
    '订单金额(元)': Amount,
    退款批次号: z.string(),
    '服务费(元)': Fen,
  })
  .transform((row): TradeLine => {
    const isRefund = row.业务类型 === '退款'
    return {
      kind: isRefund ? 'refund' : 'payment',
      outTradeNo: row.商户订单号,
      // The account's lines of a trade carry the shop's number, whatever they are about.
      transactionId: row.商户订单号,
      // A whole refund that was asked for without a number has the order's.
      outRefundNo: isRefund ? row.退款批次号 || row.商户订单号 : '',
      refundId: isRefund ? row.商户订单号 : '',
      fen: row['订单金额(元)'],
      feeMilliFen: row['服务费(元)'] * -1000 || 0,
      at: row.完成时间,
      state: 'SUCCESS',
    }
  })

const FundRow = z
  .object({
    业务流水号: z.string(),
    商户订单号: z.string(),
    发生时间: ChinaTime,
    '收入金额(+元)': Amount,
    '支出金额(-元)': Amount,
    '账户余额(元)': Fen,
    业务类型: z.string().min(1),
  })
  .transform((row): FundLine => {
    const income = row['收入金额(+元)']
    return {
      at: row.发生时间,
      bizNo: row.商户订单号 || row.业务流水号,
      kind: row.业务类型,
      direction: income > 0 ? 'in' : 'out',
      fen: income || row['支出金额(-元)'],
      balanceFen: row['账户余额(元)'],
    }
  })

function read<Shape extends z.ZodType>(shape: Shape, row: Row): z.output<Shape> {
  const line = shape.safeParse({ 退款批次号: '', ...row })
  if (!line.success) throw unreadable()
  return line.data
}

/** The lines of a bill of kind `trade`, payments and refunds. PAYMENT_UNAVAILABLE {reason: BILL_BYTES, BILL_SHAPE} when any cannot be right. */
export const tradeLines = (archive: Uint8Array): TradeLine[] => table(archive).map((row) => read(TradeRow, row))

const gainOf = ({ direction, fen }: FundLine): number => (direction === 'in' ? fen : 0 - fen)

/** The lines of a bill of kind `signcustomer`, the oldest first. Refuses as `tradeLines`. */
export function fundLines(archive: Uint8Array): FundLine[] {
  const lines = table(archive).map((row) => read(FundRow, row))
  // The file has the newest first. Many lines carry one second: what was left after each tells which came before.
  const [first, second] = lines
  const isNewestFirst = first && second && first.balanceFen === second.balanceFen + gainOf(first)
  return isNewestFirst ? lines.reverse() : lines
}
