import { createHash } from 'node:crypto'
import { billTime } from './chinaTime'
import { type Booking, movements } from './ledger'
import { FEE_PER_MILLE } from './limits'
import type { Merchant } from './merchant'

/**
 * The files of the bills, as WeChat Pay writes them: UTF-8 with a BOM, a line of names, a line per movement with a backtick
 * before every cell, a line of names of sums, a line of sums. pay.weixin.qq.com/doc/v3/merchant/4013071246 (trade bill, kind
 * ALL) and 4013071249 (fund bill).
 */
const TRADE_COLUMNS =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const TRADE_SUMS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'
const FUND_COLUMNS =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号'
const FUND_SUMS = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额'

/** Yuan with two decimals, or with five for fees. */
function yuan(fen: number, places = 2): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2).padEnd(places, '0')}`
}

const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0)

/** Texts of the merchant's lose what would break a line: a comma becomes a backslash and a space. */
const escaped = (text: string): string => text.replaceAll(',', '\\ ').replaceAll(/\r?\n/g, '\\n')

const line = (cells: (string | number)[]): string => cells.map((cell) => `\`${cell}`).join(',')
const file = (lines: string[]): Buffer => Buffer.from(`\uFEFF${lines.map((one) => `${one}\r\n`).join('')}`, 'utf8')

const RATE = `${(FEE_PER_MILLE / 10).toFixed(2)}%`
const BILL_STATES = { SUCCESS: 'SUCCESS', CLOSED: 'FAIL', ABNORMAL: 'CHANGE' } as const

type Traded = Extract<Booking, { kind: 'payment' | 'refund' }>
const isTraded = (booking: Booking): booking is Traded => booking.kind === 'payment' || booking.kind === 'refund'

/** `madeAt`: the state of a refund is as it was then, and is not written anew. */
function tradeLine(booking: Traded, { appid, mchid }: Merchant, madeAt: number): string {
  const { at, fen, feeFen, trade } = booking
  const isRefund = booking.kind === 'refund'
  const isDone = isRefund && booking.settledAt !== null && booking.settledAt <= madeAt
  const [paid, back] = isRefund ? [0, fen] : [fen, 0]
  return line([
    billTime(at),
    appid,
    mchid,
    0,
    '',
    trade.transactionId,
    trade.outTradeNo,
    trade.openid,
    trade.tradeType,
    isRefund ? 'REFUND' : 'SUCCESS',
    'OTHERS',
    'CNY',
    yuan(paid),
    yuan(0),
    isRefund ? booking.refundId : 0,
    isRefund ? booking.number : 0,
    yuan(back),
    yuan(0),
    isRefund ? 'ORIGINAL' : '',
    isRefund ? (isDone ? BILL_STATES[booking.outcome] : 'PROCESSING') : '',
    escaped(trade.description),
    escaped(trade.attach),
    yuan(isRefund ? -feeFen : feeFen, 5),
    RATE,
    yuan(paid),
    yuan(back),
    '',
  ])
}

/** The trade bill of a day's bookings; null when nobody paid and nothing was given back. */
export function tradeBill(day: Booking[], merchant: Merchant, madeAt: number): Buffer | null {
  const traded = day.filter(isTraded)
  if (traded.length === 0) return null
  const of = (kind: Traded['kind']) => sum(traded.filter((one) => one.kind === kind).map(({ fen }) => fen))
  const fees = sum(traded.map(({ kind, feeFen }) => (kind === 'refund' ? -feeFen : feeFen)))
  return file([
    TRADE_COLUMNS,
    ...traded.map((booking) => tradeLine(booking, merchant, madeAt)),
    TRADE_SUMS,
    line([
      traded.length,
      yuan(of('payment')),
      yuan(of('refund')),
      yuan(0),
      yuan(fees, 5),
      yuan(of('payment')),
      yuan(of('refund')),
    ]),
  ])
}

const numberOf = (booking: Booking): string => {
  if (booking.kind === 'payment') return booking.trade.transactionId
  return 'refundId' in booking ? booking.refundId : booking.transferBillNo
}

/** A number of the movement itself, always the same for the same movement. */
const flowNumber = (bizNo: string, type: string): string =>
  [...createHash('sha256').update(`${bizNo} ${type}`).digest().subarray(0, 28)].map((byte) => byte % 10).join('')

const remark = (booking: Booking): string =>
  booking.kind === 'refund' ? `退款总金额${yuan(booking.fen)}元;含手续费${yuan(booking.feeFen)}元` : ''

/** The fund bill of a day, with what was left after each movement; null when nothing moved. */
export function fundBill(day: Booking[], openingFen: number, { mchid }: Merchant): Buffer | null {
  let balance = openingFen
  const moved = day.flatMap((booking) =>
    movements(booking).map(({ type, fen }) => {
      balance += fen
      return { booking, type, fen, left: balance }
    }),
  )
  if (moved.length === 0) return null
  const income = moved.filter(({ fen }) => fen >= 0).map(({ fen }) => fen)
  const expense = moved.filter(({ fen }) => fen < 0).map(({ fen }) => -fen)
  return file([
    FUND_COLUMNS,
    ...moved.map(({ booking, type, fen, left }) =>
      line([
        billTime(booking.at),
        numberOf(booking),
        flowNumber(numberOf(booking), type),
        type === '扣除交易手续费' ? '交易' : type,
        type,
        fen < 0 ? '支出' : '收入',
        yuan(Math.abs(fen)),
        yuan(left),
        booking.kind === 'payment' ? 'system' : `${mchid}API`,
        remark(booking),
        booking.number,
      ]),
    ),
    FUND_SUMS,
    line([moved.length, income.length, yuan(sum(income)), expense.length, yuan(sum(expense))]),
  ])
}
