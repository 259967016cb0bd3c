import { fundLines, tradeLines } from './billFile'

const TRADE_COLUMNS =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const TRADE_SUMS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'
const SUMMED = '`2,`32.50,`8.00,`0.00,`0.15000,`32.50,`8.00'
const PAID =
  '`2026-11-21 23:59:59,`wx8888888888888888,`1900000001,`0,`,`4200000925202611211234567890,`SPRING0001,`oMei,`JSAPI,`SUCCESS,`OTHERS,`CNY,`32.50,`0.00,`0,`0,`0.00,`0.00,`,`,`春日读诗,`,`0.20000,`0.60%,`32.50,`0.00,`'
const BACK =
  '`2026-11-21 10:00:00,`wx8888888888888888,`1900000001,`0,`,`4200000925202611211234567890,`SPRING0001,`oMei,`JSAPI,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`50300806962026112105978994968,`R1,`8.00,`0.00,`ORIGINAL,`PROCESSING,`春日读诗,`,`-0.05000,`0.60%,`0.00,`8.00,`'
const bill = (...lines: string[]) => `\uFEFF${lines.map((line) => `${line}\r\n`).join('')}`
const trade = (...rows: string[]) => bill(TRADE_COLUMNS, ...rows, TRADE_SUMS, SUMMED)

const FUND_COLUMNS =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号'
const FUND_SUMS = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额'
// As it stands in a public test of another client, with another day.
const MOVED =
  '`2026-11-21 13:54:01,`50300806962026112105978994968,`4200000920202611217964319284,`退款,`退款,`支出,`0.01,`0.22,`1900000001API,`退款总金额0.01元;含手续费0.00元,`R1'
const fund = (...rows: string[]) => bill(FUND_COLUMNS, ...rows, FUND_SUMS, '`1,`0,`0.00,`1,`0.01')

const reasonOf = (read: () => unknown) => {
  try {
    return read()
  } catch (error) {
    return (error as { code?: string; facts?: object }).facts
  }
}
const UNREADABLE = { reason: 'BILL_SHAPE' }

test('a payment and a refund are read: fen as whole numbers, fees to a thousandth, China’s time in UTC', () => {
  expect(tradeLines(trade(PAID, BACK))).toEqual([
    {
      kind: 'payment',
      outTradeNo: 'SPRING0001',
      transactionId: '4200000925202611211234567890',
      outRefundNo: '',
      refundId: '',
      fen: 3250,
      feeMilliFen: 20_000,
      at: '2026-11-21T15:59:59.000Z',
      state: 'SUCCESS',
    },
    {
      kind: 'refund',
      outTradeNo: 'SPRING0001',
      transactionId: '4200000925202611211234567890',
      outRefundNo: 'R1',
      refundId: '50300806962026112105978994968',
      fen: 800,
      feeMilliFen: -5_000,
      at: '2026-11-21T02:00:00.000Z',
      state: 'PROCESSING',
    },
  ])
})

test('amounts that a float would miss are exact', () => {
  const fenOf = (yuan: string, fee: string) => {
    const [line] = tradeLines(trade(PAID.replaceAll('`32.50', `\`${yuan}`).replace('`0.20000', `\`${fee}`)))
    return [line?.fen, line?.feeMilliFen]
  }
  expect(fenOf('0.29', '0.00174')).toEqual([29, 174])
  expect(fenOf('1.15', '0.00690')).toEqual([115, 690])
  expect(fenOf('90071992.55', '540431.95530')).toEqual([9_007_199_255, 54_043_195_530])
  expect(fenOf('100', '0')).toEqual([10_000, 0])
  expect(fenOf('0.00', '-0.00000')).toEqual([0, 0])
})

test('columns are found by name, whatever their order; a comma inside a text parts nothing', () => {
  const order = [5, 0, 6, 9, 24, 22, 20]
  const pick = (line: string, separator: string) => {
    const cells = line.split(separator)
    return order.map((place) => cells[place]).join(separator)
  }
  const columns = pick(TRADE_COLUMNS, ',')
  const row = `\`${pick(PAID.slice(1), ',`')}`.replace('春日读诗', '读诗,写诗')
  expect(tradeLines(bill(columns, row, TRADE_SUMS, SUMMED))).toMatchObject([{ outTradeNo: 'SPRING0001', fen: 3250 }])
})

test('what moved is read, with full-width brackets too, without BOM and with other line ends', () => {
  const line = {
    at: '2026-11-21T05:54:01.000Z',
    bizNo: '50300806962026112105978994968',
    kind: '退款',
    direction: 'out',
    fen: 1,
    balanceFen: 22,
  }
  expect(fundLines(fund(MOVED))).toEqual([line])
  const wide = fund(MOVED).replaceAll('(元)', '（元）').replace('\uFEFF', '').replaceAll('\r\n', '\n')
  expect(fundLines(wide)).toEqual([line])
  expect(fundLines(fund(MOVED.replace('支出', '收入')))).toEqual([{ ...line, direction: 'in' }])
  // An account may be overdrawn by a refund.
  expect(fundLines(fund(MOVED.replace('`0.22', '`-0.01')))).toMatchObject([{ balanceFen: -1 }])
})

test.each([
  ['nothing', ''],
  ['a page of some machine in between', '<html>502</html>'],
  ['no lines of sums', bill(TRADE_COLUMNS, PAID, BACK)],
  ['sums of another bill', bill(TRADE_COLUMNS, PAID, FUND_SUMS, SUMMED)],
  ['a row with a cell too few', trade(PAID.slice(0, PAID.lastIndexOf(',`')))],
  ['a row with a cell too many', trade(`${PAID},\``)],
  ['a row without its backticks', trade(PAID.replaceAll('`', ''))],
  ['an amount that is none', trade(PAID.replaceAll('32.50', '32.5O'))],
  ['an amount finer than a fen', trade(PAID.replaceAll('`32.50', '`32.505'))],
  ['an amount in another writing', trade(PAID.replaceAll('`32.50', '`3.25e1'))],
  ['a time of no calendar', trade(PAID.replace('2026-11-21 23:59:59', '2026-13-41 23:59:59'))],
  ['no order number', trade(PAID.replace('`SPRING0001', '`'))],
  ['a state nobody told us of', trade(PAID.replace('`SUCCESS', '`REVOKED'))],
  ['a missing column', bill(TRADE_COLUMNS.replace(',订单金额', ',金额'), PAID, TRADE_SUMS, SUMMED)],
])('a trade bill with %s is not believed to be one', (_, text) => {
  expect(reasonOf(() => tradeLines(text))).toEqual(UNREADABLE)
})

test('a fund bill whose direction is neither in nor out is not believed to be one', () => {
  expect(reasonOf(() => fundLines(fund(MOVED.replace('支出', '冻结'))))).toEqual(UNREADABLE)
  expect(reasonOf(() => fundLines(trade(PAID)))).toEqual(UNREADABLE)
})

test('a day of a bill may hold no rows at all', () => {
  expect([tradeLines(trade()), fundLines(fund())]).toEqual([[], []])
})
