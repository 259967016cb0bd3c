import type { OrderView, RefundView } from '../../../../core/contract/shapes'
import { type Acts, mainActOf, orderSheet } from './orderSheet'

const NOW = Date.parse('2026-03-05T12:30:00Z')
const NOTHING: Acts = {
  pay: false,
  cancel: false,
  study: false,
  share: false,
  refund: false,
  withdraw: false,
  invoice: '',
  buyAgain: false,
}
const PAID: OrderView = {
  orderId: 'XT1',
  goods: { kind: 'course', courseId: 'spring' },
  title: '春日水墨',
  price: {
    steps: [
      { kind: 'list', fen: 19900 },
      { kind: 'member', fen: -3980 },
    ],
    goodsFen: 15920,
    points: 0,
    pointsFen: 0,
    balanceFen: 0,
    payFen: 15920,
  },
  fen: 15920,
  way: { gateway: 'wechatPay', method: 'jsapi' },
  state: 'paid',
  opened: true,
  openedAt: '2026-03-05T12:20:00Z',
  expiresAt: '2026-03-05T12:50:00Z',
  paidAt: '2026-03-05T12:21:00Z',
  transactionId: '4200',
  refunds: [],
  invoice: null,
  giftCode: null,
  agreed: null,
}
const PENDING: OrderView = { ...PAID, state: 'pending', opened: false, paidAt: null, transactionId: null }
const ASKED: RefundView = {
  refundNo: 'XT1R1',
  fen: 15920,
  balanceFen: 0,
  points: 0,
  reason: '买错了',
  by: 'buyer',
  state: 'asked',
  answer: '',
  askedAt: '2026-03-05T12:25:00Z',
  doneAt: null,
}

test('a paid order shows how its price came about and through whom it was paid', () => {
  const { facts, ...sheet } = orderSheet(PAID, NOW)
  expect(sheet).toEqual({
    agreed: null,
    title: '春日水墨',
    kind: '课程',
    state: '已完成',
    hint: '课程已开通',
    tone: 'done',
    rows: [
      { kind: 'list', name: '原价', amount: '¥199' },
      { kind: 'member', name: '会员价', amount: '−¥39.8' },
    ],
    dueName: '微信支付',
    due: '¥159.2',
    refunds: [],
    invoice: [],
    code: '',
    acts: { ...NOTHING, study: true, refund: true, invoice: 'ask' },
  })
  expect(facts).toHaveLength(5)
})

const GIFT: OrderView = { ...PAID, goods: { kind: 'gift', courseId: 'spring' }, giftCode: '8F3KQ2ZD7M4N9QWP' }
const TOP_UP: OrderView = { ...PAID, goods: { kind: 'topUp', fen: 15920 } }
const INVOICE = {
  state: 'asked' as const,
  title: '小梅',
  taxNo: '',
  email: 'mei@example.com',
  fen: 15920,
  askedAt: '2026-03-05T12:25:00Z',
  issuedAt: null,
  number: '',
  keptFen: 15920,
  corrections: [],
}

test.each<[string, OrderView, Partial<Acts>]>([
  ['waiting', PENDING, { pay: true, cancel: true }],
  ['waiting too long', { ...PENDING, expiresAt: '2026-03-05T12:29:00Z' }, { cancel: true }],
  ['a gift', GIFT, { share: true, refund: true, invoice: 'ask' }],
  ['a top-up', TOP_UP, { refund: true }],
  ['a refund that waits for the school', { ...PAID, refunds: [ASKED] }, { study: true, withdraw: true }],
  ['a refund on its way', { ...PAID, refunds: [{ ...ASKED, state: 'going' }] }, { study: true }],
  [
    'a part given back',
    { ...PAID, state: 'partlyRefunded', refunds: [{ ...ASKED, fen: 5000, state: 'done' }] },
    { study: true, refund: true, invoice: 'ask' },
  ],
  [
    'given back',
    { ...PAID, state: 'refunded', opened: false, refunds: [{ ...ASKED, state: 'done' }] },
    { buyAgain: true },
  ],
  ['closed', { ...PENDING, state: 'closed' }, { buyAgain: true }],
  ['an invoice asked for', { ...PAID, invoice: INVOICE }, { study: true, refund: true, invoice: 'change' }],
  [
    'an invoice issued',
    { ...PAID, invoice: { ...INVOICE, state: 'issued', number: '24312000', issuedAt: '2026-03-05T12:30:00Z' } },
    { study: true, refund: true },
  ],
  [
    'paid by nothing at all',
    { ...PAID, way: null, fen: 0, price: { ...PAID.price, goodsFen: 0, payFen: 0 } },
    { study: true },
  ],
])('%s allows what it allows', (_, order, acts) => {
  expect(orderSheet(order, NOW).acts).toEqual({ ...NOTHING, ...acts })
})

test('a gift shows its code as it is written; an issued invoice its number', () => {
  expect(orderSheet(GIFT, NOW).code).toBe('8F3K-Q2ZD-7M4N-9QWP')
  const issued = { ...INVOICE, state: 'issued' as const, number: '24312000', issuedAt: '2026-03-05T12:30:00Z' }
  expect(orderSheet({ ...PAID, invoice: issued }, NOW).invoice).toEqual([
    { name: '发票', value: '已开具' },
    { name: '抬头', value: '小梅' },
    { name: '发到', value: 'mei@example.com' },
    { name: '金额', value: '¥159.2' },
    { name: '发票号码', value: '24312000' },
    { name: '开具日期', value: '2026年3月5日' },
  ])
})

test('an invoice that money was given back for says what the school owes, and the red ones by number', () => {
  const issued = { ...INVOICE, number: '24312000', issuedAt: '2026-03-05T12:30:00Z' }
  const owed: OrderView = { ...PAID, invoice: { ...issued, state: 'toCorrect' } }
  expect(orderSheet(owed, NOW).invoice[0]).toEqual({ name: '发票', value: '退过款,学堂会补开红字发票' })
  expect(orderSheet(owed, NOW).acts.invoice).toBe('')
  const corrections = [{ number: '24312001', fen: 5000, issuedAt: '2026-03-05T12:40:00Z' }]
  expect(orderSheet({ ...PAID, invoice: { ...issued, state: 'issued', corrections } }, NOW).invoice.at(-1)).toEqual({
    name: '红字发票 ¥50',
    value: '24312001',
  })
})

test('one thing is the thing to do', () => {
  const acts = (order: OrderView) => orderSheet(order, NOW).acts
  expect([PENDING, PAID, GIFT, TOP_UP].map((order) => mainActOf(acts(order), false))).toEqual([
    'pay',
    'study',
    'share',
    '',
  ])
  expect(mainActOf(acts(GIFT), true)).toBe('')
  expect(mainActOf(acts({ ...PENDING, state: 'closed' }), false)).toBe('buyAgain')
})
