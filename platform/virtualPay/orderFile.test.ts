import { sheetOf } from '../../emulator/virtualPay/sheet'
import { zipped } from '../../emulator/zip'
import { paymentLines, refundLines } from './orderFile'

const PAID = ['4200000925202611211234567890', 'XT00000000000000000001', 'oMei', 19900, '2026-11-21 10:00:00', '已发货']
const HEAD = ['交易单号', '商户单号', '用户ID', '订单金额(分)', '支付时间', '订单状态']
const BACK = ['WXR1', 'XT00000000000000000001', 'XT1R1', 5000, '2026-11-21 11:00:00', '退款中']
const BACK_HEAD = ['交易单号', '商户单号', '退款单号', '退款金额(分)', '退款时间', '退款状态']

const fieldOf = (read: () => unknown) => {
  try {
    return read()
  } catch (error) {
    return (error as { facts?: { field?: string } }).facts?.field
  }
}

test('a list is read from XLSX or CSV, in fen or, where its column says so, in yuan', () => {
  const line = {
    kind: 'payment',
    outTradeNo: 'XT00000000000000000001',
    transactionId: '4200000925202611211234567890',
    outRefundNo: '',
    refundId: '',
    fen: 19900,
    feeMilliFen: 0,
    at: '2026-11-21T02:00:00.000Z',
    state: 'SUCCESS',
  }
  expect(paymentLines(sheetOf([HEAD, PAID]))).toEqual([line])
  expect(paymentLines(Buffer.from(`\uFEFF${[HEAD, PAID].map((row) => row.join(',')).join('\r\n')}\r\n`))).toEqual([
    line,
  ])
  const yuan = [HEAD.with(3, '交易金额（元）'), PAID.with(3, '199.5')]
  expect(paymentLines(sheetOf(yuan))).toEqual([{ ...line, fen: 19950 }])
})

test('texts in place, texts of several pieces, skipped cells and signs as XML writes them are read too', () => {
  const cells = (texts: string[], row: number) =>
    texts.map(
      (text, n) =>
        `<c r="${'ABDEFG'[n]}${row}" t="inlineStr"><is><r><t>${text}</t></r><r><t xml:space="preserve"></t></r></is></c>`,
    )
  const rows = [HEAD.with(2, '用户&amp;&#x49;D'), PAID.with(3, '19900')].map(
    (row, n) => `<row r="${n + 1}">${cells(row.map(String), n + 1).join('')}<c r="C${n + 1}"/></row>`,
  )
  const sheet = `<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`
  const file = zipped([{ name: Buffer.from('xl/worksheets/sheet1.xml'), bytes: Buffer.from(sheet) }])
  expect(paymentLines(file)).toMatchObject([{ outTradeNo: 'XT00000000000000000001', fen: 19900 }])
})

test('orders that nobody paid are no movement; a refund says how far it is', () => {
  expect(paymentLines(sheetOf([HEAD, PAID.with(4, '').with(5, '待支付')]))).toEqual([])
  expect(refundLines(sheetOf([BACK_HEAD, BACK, BACK.with(5, '退款失败')]))).toMatchObject([
    { kind: 'refund', outRefundNo: 'XT1R1', refundId: 'WXR1', fen: 5000, state: 'PROCESSING' },
    { state: 'FAIL' },
  ])
  expect(refundLines(sheetOf([BACK_HEAD]))).toEqual([])
})

test('a list with other columns, amounts or states is refused by name, never guessed', () => {
  expect(fieldOf(() => paymentLines(Buffer.from('PK not a sheet')))).toBe('file')
  expect(fieldOf(() => paymentLines(sheetOf([HEAD.with(3, '金额'), PAID])))).toBe('订单金额')
  // Whole numbers are fen: with a point it would be something else.
  expect(fieldOf(() => paymentLines(sheetOf([HEAD.with(3, '订单金额'), PAID.with(3, '199.00')])))).toBe('fen')
  expect(fieldOf(() => refundLines(sheetOf([BACK_HEAD, BACK.with(5, '审核中')])))).toBe('退款状态')
})
