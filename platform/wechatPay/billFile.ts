import * as z from 'zod'
import { AppError } from '../../core/contract/errors'
import type { FundLine, TradeLine } from '../../core/ports'

/**
 * WeChat Pay's bill files: UTF-8 with a BOM, a line of names, a line per movement with a backtick before every cell, and
 * two lines of sums. Amounts are yuan in decimals, times China's. Columns are found by name: their order depends on the kind
 * of bill (pay.weixin.qq.com/doc/v3/merchant/4013071246 and 4013071249).
 */

type Row = Record<string, string>

const unreadable = () => new AppError('PAYMENT_UNAVAILABLE', { reason: 'BILL_SHAPE' })

/** Between two cells stand a comma and the next cell's backtick; a comma alone may be part of a text. */
const cellsOf = (line: string): string[] => line.slice(1).split(',`')

/** The movements by column name. The last two lines are sums, whose first name is known; the SHA-1 has proven that nothing is missing. */
function table(text: string, firstSum: string): Row[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  while (lines.at(-1) === '') lines.pop()
  const names = lines[0]?.split(',') ?? []
  if (lines.length < 3 || !lines.at(-2)?.startsWith(`${firstSum},`)) throw unreadable()
  return lines.slice(1, -2).map((line) => {
    const cells = cellsOf(line)
    if (!line.startsWith('`') || cells.length !== names.length) throw unreadable()
    return Object.fromEntries(names.map((name, place) => [name, cells[place] ?? '']))
  })
}

/** `199.00` as 19900 at two decimals. Digits are moved, never multiplied: a float would lose fen. */
const decimal = (places: number) =>
  z
    .string()
    .regex(new RegExp(`^-?\\d{1,12}(\\.\\d{1,${places}})?$`))
    .transform((text) => {
      const [whole = '', rest = ''] = text.split('.')
      // -0 is not 0 for everybody.
      return Number(whole + rest.padEnd(places, '0')) || 0
    })
const Fen = decimal(2)
const MilliFen = decimal(5)

const Instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  .transform((text, context) => {
    const at = new Date(`${text.replace(' ', 'T')}+08:00`)
    if (!Number.isNaN(at.getTime())) return at.toISOString()
    context.addIssue('no time of the calendar')
    return z.NEVER
  })

const number = z.string().regex(/^[0-9A-Za-z_\-|*@]+$/)

const Payment = z
  .object({
    交易时间: Instant,
    微信订单号: number,
    商户订单号: number,
    交易状态: z.literal('SUCCESS'),
    订单金额: Fen,
    手续费: MilliFen,
  })
  .transform(
    (row): TradeLine => ({
      kind: 'payment',
      outTradeNo: row.商户订单号,
      transactionId: row.微信订单号,
      outRefundNo: '',
      refundId: '',
      fen: row.订单金额,
      feeMilliFen: row.手续费,
      at: row.交易时间,
      state: row.交易状态,
    }),
  )

/** The refund's state is as of the day of the bill, and stays so. */
const Refund = z
  .object({
    交易时间: Instant,
    微信订单号: number,
    商户订单号: number,
    交易状态: z.literal('REFUND'),
    微信退款单号: number,
    商户退款单号: number,
    退款状态: z.string().min(1),
    申请退款金额: Fen,
    手续费: MilliFen,
  })
  .transform(
    (row): TradeLine => ({
      kind: 'refund',
      outTradeNo: row.商户订单号,
      transactionId: row.微信订单号,
      outRefundNo: row.商户退款单号,
      refundId: row.微信退款单号,
      fen: row.申请退款金额,
      feeMilliFen: row.手续费,
      at: row.交易时间,
      state: row.退款状态,
    }),
  )

const FundRow = z
  .object({
    记账时间: Instant,
    微信支付业务单号: number,
    业务类型: z.string().min(1),
    收支类型: z.enum(['收入', '支出']),
    '收支金额(元)': Fen,
    '账户结余(元)': Fen,
  })
  .transform(
    (row): FundLine => ({
      at: row.记账时间,
      bizNo: row.微信支付业务单号,
      kind: row.业务类型,
      direction: row.收支类型 === '收入' ? 'in' : 'out',
      fen: row['收支金额(元)'],
      balanceFen: row['账户结余(元)'],
    }),
  )

function read<Shape extends z.ZodType>(shape: Shape, row: Row): z.output<Shape> {
  const line = shape.safeParse(row)
  if (!line.success) throw unreadable()
  return line.data
}

/** A trade bill of kind ALL. PAYMENT_UNAVAILABLE {reason: 'BILL_SHAPE'} when any line cannot be right. */
export const tradeLines = (text: string): TradeLine[] =>
  table(text, '总交易单数').map((row) => read(row.交易状态 === 'REFUND' ? Refund : Payment, row))

/** A fund bill. PAYMENT_UNAVAILABLE {reason: 'BILL_SHAPE'} when any line cannot be right. Some write their brackets full-width. */
export const fundLines = (text: string): FundLine[] =>
  table(text.replaceAll('（元）', '(元)'), '资金流水总笔数').map((row) => read(FundRow, row))
