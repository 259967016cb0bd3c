import type { OrderView } from '../../../../core/contract/shapes'
import { copyOf, isNumber, numberOf, rowOf } from './invoice'

const NOW = Date.parse('2026-11-26T04:00:00Z')
const INVOICE = {
  state: 'asked',
  title: '杏林文化有限公司',
  taxNo: '91310000MA1K3XXXX1',
  email: 'mei@example.com',
  fen: 19900,
  keptFen: 19900,
  corrections: [],
  askedAt: '2026-11-26T03:50:00Z',
  issuedAt: null,
  number: '',
} satisfies NonNullable<OrderView['invoice']>
const order = (invoice: OrderView['invoice']) => ({ orderId: 'XT1', title: '春日水墨', invoice }) as OrderView // what is shown of it

test('an invoice is copied line by line, or whole', () => {
  const [row] = rowOf(order(INVOICE), NOW)
  expect(row).toEqual({
    orderId: 'XT1',
    title: '杏林文化有限公司',
    amount: '¥199',
    goods: '春日水墨',
    askedWhen: '10 分钟前 申请',
    kind: '企业',
    lines: [
      { name: '抬头', value: '杏林文化有限公司' },
      { name: '税号', value: '91310000MA1K3XXXX1' },
      { name: '金额', value: '199' },
      { name: '邮箱', value: 'mei@example.com' },
    ],
  })
  expect(row && copyOf(row)).toBe(
    '抬头:杏林文化有限公司\n税号:91310000MA1K3XXXX1\n金额:199\n邮箱:mei@example.com\n内容:春日水墨\n订单号:XT1',
  )
})

test("a person's has no tax number, and an order without one is no row", () => {
  expect(rowOf(order({ ...INVOICE, title: '梅若雪', taxNo: '' }), NOW)[0]).toMatchObject({ kind: '个人' })
  expect(rowOf(order(null), NOW)).toEqual([])
})

test('a number is read without spaces and in capitals, and has 8 to 20 signs', () => {
  expect(numberOf(' 2431 2000 0000 1234 5678 ')).toBe('24312000000012345678')
  expect(['24312000000012345678', 'ab123456', '1234567', '123456789-', ''].map(isNumber)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})
