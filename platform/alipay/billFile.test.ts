import { gbk } from '../../emulator/gbk'
import { zipped } from '../../emulator/zip'
import { fundLines, tradeLines } from './billFile'

/** The lines a merchant has shown of 2017-08-31, packed by Python's zipfile: names in GBK, one file stored and one deflated. */
const PACKED = Buffer.from(
  [
    'UEsDBBQAAAAAAAAAIQADhAYIHQAAAB0AAAAwAAAAMjA4ODUyMTIzMTkxMjA2ODAxNTZfMjAxNzA4MzFf0rXO8cP3z7gou+PX3CkuY3N2I9anuL',
    'axptK1zvG749fcsunRrw0Kus+8xiwxDQpQSwMEFAAAAAgAAAAhACBsJwMCAgAAZwQAACoAAAAyMDg4NTIxMjMxOTEyMDY4MDE1Nl8yMDE3MDgz',
    'MV/Stc7xw/fPuC5jc3alU01v00AQPTtS/kOkXKBah1mvP3PjH1RcUS8N/WNENGlVKThN7MRxVGiw6zokaYLtqEhIReJCgKhVD0UtQuzajpQgEA',
    'HW1ujNzNunmZ3dfFRpGfrupDm86t2MWvWP41o2kw/7llO2HgugqpKABYI1LICsApbkLZp2L33bC923MQUrr2agBscEe2EOoBj/W7lcLgqj9ipL',
    'C45hhUW1+HXXosSXZ/qXdfdkM0l73c5kajno9HWnYuw1n1HI1F5cnA1ozDV7d4cuajS6VV+3P6DB7PA0Bj2nOdMvKJmBmFM/n94EOopCgx4QMg',
    'KzG/Y7FcQ0u5fGvFwN9st7VNKe+E0/TN2kBOvz829pwK6Zkb67kn3jdN4t7V5yvZrVH90uqXu1uBRGY5qjO3O8lD2q/hQY9I/mzm1jaDkPTj6d',
    'XNOyze/DK3Ocps3Iu06h3po+zWbYqEAlWMAA9BcVAQRNEyWiaiqHSk/kndKOpsjbEhYxAU1RStsgg6gSSZNVkUPsqLm0q4ebmwwgpsmDyhMcj1',
    '4uYvEXMQlx6bcxnt/DRNmgS5AB7nOUXQBI7W9NbLkEc4iHAhYSpz2xnJZhjnkMRQIox4b6/52yk/3LTvGfO+WlggSpXavTRzgGJPH+9UV13/tf',
    '13tR+fgxjWy3bGHdLx8sbnu7Ho+HXqWDxRVu15NINvMDUEsBAhQDFAAAAAAAAAAhAAOEBggdAAAAHQAAADAAAAAAAAAAAAAAAIABAAAAADIwOD',
    'g1MjEyMzE5MTIwNjgwMTU2XzIwMTcwODMxX9K1zvHD98+4KLvj19wpLmNzdlBLAQIUAxQAAAAIAAAAIQAgbCcDAgIAAGcEAAAqAAAAAAAAAAAA',
    'AACAAWsAAAAyMDg4NTIxMjMxOTEyMDY4MDE1Nl8yMDE3MDgzMV/Stc7xw/fPuC5jc3ZQSwUGAAAAAAIAAgC2AAAAtQIAAAAA',
  ].join(''),
  'base64',
)

const FUND_HEAD =
  '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注'
const END = '#----------------------------------------账务明细列表结束-------------------------------------'
// As a merchant has shown them of 2012-12-29, the newest first; the second is a withdrawal of our own making, without an order.
const NEWER =
  '54632446537371\t,2012122923922029\t,3226563\t,海航机票\t,2012-12-29 21:02:06,陈晶\t,2274.00,0.00,14533.03,支付宝,在线支付,'
const OLDER = '54629090595411\t,2012122948927762\t,\t,\t,2012-12-29 20:31:32,\t,0.00,-393.00,12259.03,支付宝,提现,'
const fundFile = (...lines: string[]) =>
  zipped([{ name: gbk('20888_账务明细.csv'), bytes: gbk(['#支付宝账务明细查询', ...lines].join('\r\n')) }])

const reasonOf = (read: () => unknown) => {
  try {
    return read()
  } catch (error) {
    return (error as { facts?: { reason?: string } }).facts?.reason
  }
}

test('payments and refunds are read from a real file’s form, packed by another tool', () => {
  const [paid, back] = tradeLines(PACKED)
  const order = 'cd6ece976b514130977cb06048359684'
  expect([paid, back]).toEqual([
    {
      kind: 'payment',
      outTradeNo: order,
      transactionId: order,
      outRefundNo: '',
      refundId: '',
      fen: 2000,
      feeMilliFen: 12_000,
      at: '2017-08-30T16:06:15.000Z',
      state: 'SUCCESS',
    },
    {
      kind: 'refund',
      outTradeNo: order,
      transactionId: order,
      outRefundNo: 'R1',
      refundId: order,
      fen: 550,
      feeMilliFen: -3_000,
      at: '2017-08-31T02:06:15.000Z',
      state: 'SUCCESS',
    },
  ])
})

test('movements are read oldest first; what has no order goes by Alipay’s own number', () => {
  expect(fundLines(fundFile(FUND_HEAD, NEWER, OLDER, END))).toEqual([
    {
      at: '2012-12-29T12:31:32.000Z',
      bizNo: '2012122948927762',
      kind: '提现',
      direction: 'out',
      fen: 39300,
      balanceFen: 1225903,
    },
    {
      at: '2012-12-29T13:02:06.000Z',
      bizNo: '3226563',
      kind: '在线支付',
      direction: 'in',
      fen: 227400,
      balanceFen: 1453303,
    },
  ])
  // In quotes, with a comma inside.
  expect(fundLines(fundFile(FUND_HEAD, NEWER.replace('海航机票\t', '"海航,机票"'), END))).toHaveLength(1)
})

test('a file that was cut off, altered or is none is not read', () => {
  expect(reasonOf(() => tradeLines(Buffer.from('<html>not found</html>')))).toBe('BILL_BYTES')
  expect(reasonOf(() => tradeLines(PACKED.subarray(0, 500)))).toBe('BILL_BYTES')
  const flipped = Buffer.from(PACKED)
  flipped.writeUInt8(flipped.readUInt8(400) ^ 1, 400)
  expect(reasonOf(() => tradeLines(flipped))).toBe('BILL_BYTES')
  // Without the end of the list somebody cut it off; with fewer cells or an amount that is none, nobody knows what it means.
  expect(reasonOf(() => fundLines(fundFile(FUND_HEAD, NEWER)))).toBe('BILL_SHAPE')
  expect(reasonOf(() => fundLines(fundFile(FUND_HEAD, NEWER.replace('支付宝,在线支付,', ''), END)))).toBe('BILL_SHAPE')
  expect(reasonOf(() => fundLines(fundFile(FUND_HEAD, NEWER.replace('2274.00', '2274.001'), END)))).toBe('BILL_SHAPE')
  expect(reasonOf(() => fundLines(fundFile(FUND_HEAD.replace('账户余额', '余额'), NEWER, END)))).toBe('BILL_SHAPE')
  expect(fundLines(fundFile(FUND_HEAD, END))).toEqual([])
})
