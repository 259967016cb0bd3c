import { inEnglish } from '../../../words/inLanguage.fixture'
import { type Day, type Difference, dayRow, daysByDate, dayWords, differenceRow } from './books'

const NOW = Date.parse('2026-11-27T04:00:00Z')
const DAY: Day = {
  gateway: 'wechatPay',
  day: '2026-11-26',
  state: 'differs',
  payments: 12,
  paidFen: 238800,
  refunds: 1,
  refundedFen: 19900,
  feeMilliFen: 1_314_600,
  openDifferences: 2,
  reconciledAt: '2026-11-27T02:10:00Z',
}
const STRANGER: Difference = {
  differenceId: 'wechatPay:2026-11-26:missingHere:x',
  gateway: 'wechatPay',
  day: '2026-11-26',
  kind: 'missingHere',
  about: 'payment',
  outTradeNo: 'STRANGER1',
  outRefundNo: '',
  ourFen: null,
  theirFen: 990,
  words: '账单上有这笔收款,账本里没有',
  state: 'open',
  reason: '',
  resolvedBy: '',
  resolvedAt: null,
}

test('a day says how it stands and what moved', () => {
  expect(dayRow(DAY, NOW)).toEqual({
    day: '2026-11-26',
    name: '11月26日 周四',
    service: 'wechatPay',
    gateway: '微信支付',
    state: '2 处差异',
    tone: 'trouble',
    words: '收 12 笔 ¥2388 · 退 1 笔 ¥199',
    fee: '手续费 ¥13.15',
    comparedWhen: '今天 10:10 比对',
  })
  const quiet = { ...DAY, payments: 0, paidFen: 0, refunds: 0, refundedFen: 0, feeMilliFen: 0, openDifferences: 0 }
  expect(dayRow({ ...quiet, state: 'even' }, NOW)).toMatchObject({
    state: '已对平',
    words: '这一天没有收退款',
    fee: '',
  })
  expect(dayRow({ ...quiet, state: 'waiting', reconciledAt: null }, NOW)).toMatchObject({
    state: '等账单',
    words: '账单还没有出来,有了会自动比对;迟过一天半会提醒',
    comparedWhen: '',
  })
  expect(dayWords('2026-03-01')).toBe('3月1日 周日')
})

test('under each date stand its payment services', () => {
  const even: Day = { ...DAY, gateway: 'alipay', state: 'even', openDifferences: 0 }
  const earlier: Day = { ...even, day: '2026-11-25' }
  expect(
    daysByDate([even, DAY, earlier], NOW).map(({ name, rows }) => [name, rows.map(({ gateway }) => gateway)]),
  ).toEqual([
    ['11月26日 周四', ['支付宝', '微信支付']],
    ['11月25日 周三', ['支付宝']],
  ])
})

test('where to look depends on the payment service, and coins have a reason of their own', () => {
  const lost: Difference = { ...STRANGER, gateway: 'alipay', kind: 'missingThere' }
  expect(differenceRow(lost, NOW).advice).toContain('支付宝商家平台')
  const coins: Difference = { ...STRANGER, gateway: 'virtualPay', outTradeNo: 'XT00000000000000000001' }
  expect(differenceRow(coins, NOW).advice).toBe(
    '多半是学员买了代币、还没有用掉:他再点一次购买就会入账。也可到小程序后台的「虚拟支付」按单号查',
  )
})

test('a difference says what is where, by how much, where to look and what resolving does', () => {
  expect(differenceRow(STRANGER, NOW)).toEqual({
    differenceId: STRANGER.differenceId,
    about: '收款',
    words: '账单上有这笔收款,账本里没有',
    ours: '没有',
    theirs: '¥9.9',
    gap: '差 ¥9.9',
    number: 'STRANGER1',
    state: '待了结',
    tone: 'trouble',
    isOpen: true,
    advice: '可能是同一个商户号的别的店收的,也可能通知丢了。到微信支付商户平台按单号查这笔钱是谁付的',
    effect: '写下原因后,账本会记一笔 ¥9.9 的差异,与实际资金对齐',
    reason: '',
  })
})

test('a refund that only stands elsewhere leaves the books as they are; one that was resolved tells why', () => {
  const going: Difference = { ...STRANGER, kind: 'state', about: 'refund', outRefundNo: 'XT1R1', ourFen: 990 }
  expect(differenceRow(going, NOW)).toMatchObject({ number: 'XT1R1', gap: '', effect: '写下原因就了结,账本不变' })
  const resolved: Difference = {
    ...STRANGER,
    state: 'resolved',
    reason: '隔壁店的',
    resolvedAt: '2026-11-27T03:50:00Z',
  }
  expect(differenceRow(resolved, NOW)).toMatchObject({ isOpen: false, advice: '', reason: '10 分钟前:隔壁店的' })
})

test('days and differences are read in English too, also what the server found', () => {
  expect(inEnglish(() => dayRow(DAY, NOW))).toEqual({
    day: '2026-11-26',
    name: 'Thu 26 Nov',
    service: 'wechatPay',
    gateway: 'WeChat Pay',
    state: '2 differences',
    tone: 'trouble',
    words: '12 in, ¥2388 · 1 refund, ¥199',
    fee: 'Fees ¥13.15',
    comparedWhen: 'Compared today 10:10',
  })
  expect(inEnglish(() => differenceRow(STRANGER, NOW))).toMatchObject({
    about: 'Payment',
    words: 'The bill has this payment, the books do not',
    ours: 'None',
    gap: '¥9.9 apart',
    state: 'To settle',
  })
  const strange = { ...STRANGER, words: '资金账单上有一笔服务费,别处都没有' }
  expect(inEnglish(() => differenceRow(strange, NOW).words)).toBe(
    'The funds bill has a movement (服务费) that is nowhere else',
  )
})
