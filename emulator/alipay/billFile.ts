import { gbk } from '../gbk'
import { zipped } from '../zip'
import { chinaTime } from './chinaTime'
import { type Booking, movements } from './ledger'
import { yuanOf } from './yuan'

/**
 * The files of the bills as Alipay writes them: a ZIP of lines (明细) and sums (汇总), CSV in GBK, comments behind `#`, cells of numbers padded with a tab.
 * Columns and comments as in files that merchants have shown.
 */
const TRADE_COLUMNS =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注'
const FUND_COLUMNS =
  '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注'
const BUYER = '*学(138****0000)'
const DAY_MS = 24 * 3_600_000

const yuan = (fen: number): string => `${fen < 0 ? '-' : ''}${yuanOf(Math.abs(fen))}`
const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0)
const midnight = (at: number): string => chinaTime(at).replace(/^(\d+)-(\d+)-(\d+)/, '$1年$2月$3日')
const file = (lines: string[]): Buffer => gbk(lines.map((line) => `${line}\r\n`).join(''))

type Day = { sellerId: string; begin: number; madeAt: number }

function archive({ sellerId, begin }: Day, kind: string, lines: string[], sums: string[]): Buffer {
  const name = `${sellerId}0156_${chinaTime(begin).slice(0, 10).replaceAll('-', '')}_${kind}明细`
  return zipped([
    { name: gbk(`${name}(汇总).csv`), bytes: file(sums) },
    { name: gbk(`${name}.csv`), bytes: file(lines) },
  ])
}

const head = ({ sellerId, begin }: Day, title: string): string[] => [
  `#支付宝${title}查询`,
  `#账号：[${sellerId}0156]`,
  `#起始日期：[${midnight(begin)}]   终止日期：[${midnight(begin + DAY_MS)}]`,
]
const made = ({ madeAt }: Day): string => `#导出时间：[${midnight(madeAt)}]`

/** A refund's amounts are below zero, and so is what Alipay keeps of a payment. */
function tradeLine({ kind, at, number, fen, feeFen, trade }: Booking): string {
  const isRefund = kind === 'refund'
  const amount = yuan(isRefund ? -fen : fen)
  const none = '0.00'
  const cells = [`${trade.tradeNo}\t`, `${trade.outTradeNo}\t`, `${isRefund ? '退款' : '交易'}\t`, trade.subject]
  const times = [chinaTime(trade.createdAt), chinaTime(at), '\t', '\t', '\t', '\t', `${BUYER}\t`]
  const sums = [amount, amount, none, none, none, none, none, '', `${none}\t`, none]
  return [
    ...cells,
    ...times,
    ...sums,
    isRefund ? `${number}\t` : '\t',
    yuan(isRefund ? feeFen : -feeFen),
    none,
    '',
  ].join(',')
}

/** The bill of kind `trade` (业务明细): what was paid and given back. */
export function tradeBill(day: Day, booked: Booking[]): Buffer {
  const of = (kind: Booking['kind']) => booked.filter((one) => one.kind === kind)
  const fenOf = (kind: Booking['kind']) => sum(of(kind).map(({ fen }) => fen))
  const title = '业务明细列表'
  return archive(
    day,
    '业务',
    [
      ...head(day, '业务明细'),
      `#-----------------------------------------${title}----------------------------------------`,
      TRADE_COLUMNS,
      ...booked.map(tradeLine),
      `#-----------------------------------------${title}结束------------------------------------`,
      `#交易合计：${of('payment').length}笔，商家实收共${yuan(fenOf('payment'))}元，商家优惠共0.00元`,
      `#退款合计：${of('refund').length}笔，商家实收退款共${yuan(-fenOf('refund'))}元，商家优惠退款共0.00元`,
      made(day),
    ],
    [
      ...head(day, '业务汇总'),
      '门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）',
      `合计,,${of('payment').length},${of('refund').length},${yuan(fenOf('payment') - fenOf('refund'))}`,
      made(day),
    ],
  )
}

/** The bill of kind `signcustomer` (账务明细): what moved on the account, the newest first, with what was left after it. */
export function fundBill(day: Day, booked: Booking[], openingFen: number): Buffer {
  let left = openingFen
  const moved = booked.flatMap((booking) =>
    movements(booking).map(({ type, fen }, place) => {
      left += fen
      return { booking, type, fen, left, number: `${booking.trade.tradeNo.slice(8)}${booking.at}${place}` }
    }),
  )
  const income = moved.filter(({ fen }) => fen >= 0)
  const expense = moved.filter(({ fen }) => fen < 0)
  const lines = moved.map(({ booking: { at, trade }, type, fen, left, number }) =>
    [
      `${number}\t`,
      `${trade.tradeNo}\t`,
      `${trade.outTradeNo}\t`,
      `${trade.subject}\t`,
      chinaTime(at),
      `${BUYER}\t`,
      yuan(Math.max(fen, 0)),
      yuan(Math.min(fen, 0)),
      yuan(left),
      '支付宝',
      type,
      '',
    ].join(','),
  )
  const title = '账务明细列表'
  return archive(
    day,
    '账务',
    [
      ...head(day, '账务明细'),
      `#-----------------------------------------${title}----------------------------------------`,
      FUND_COLUMNS,
      ...lines.reverse(),
      `#----------------------------------------${title}结束-------------------------------------`,
      `#支出合计：${expense.length}笔，共${yuan(sum(expense.map(({ fen }) => fen)))}元`,
      `#收入合计：${income.length}笔，共${yuan(sum(income.map(({ fen }) => fen)))}元`,
      made(day),
    ],
    [...head(day, '账务汇总'), '类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）,总金额（元）', made(day)],
  )
}
