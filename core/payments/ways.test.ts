import { MoneySettings } from '../contract/moneySettings'
import type { Goods } from '../contract/shapes'
import { waysToPay } from './ways'

const NOW = new Date('2026-11-21T02:00:00.000Z')
const COURSE: Goods = { kind: 'course', courseId: 'spring-ink' }
const ITEM = { productId: 'course_spring_ink', fen: 19900, readyAt: NOW.toISOString() }
const ALL = { jsapi: true }

type Asked = Partial<Parameters<typeof waysToPay>[0]>
const ways = (asked: Asked, settings: object = {}, isSetUp: Parameters<typeof waysToPay>[2] = () => true) =>
  waysToPay(
    { client: 'weChat', goods: COURSE, payFen: 19900, item: null, now: NOW, ...asked },
    MoneySettings.parse({ ways: settings }),
    isSetUp,
  )

test.each<[string, Asked, object, string[]]>([
  ['nothing to pay', { payFen: 0 }, ALL, []],
  ['a course inside WeChat', {}, ALL, ['virtualCoins', 'jsapi']],
  ['a course inside WeChat, by the rules of the platform', {}, {}, ['virtualCoins']],
  ['a published item', { item: ITEM }, {}, ['virtualGoods', 'virtualCoins']],
  ['an item at another price', { item: ITEM, payFen: 15920 }, {}, ['virtualCoins']],
  [
    'an item that WeChat does not know yet',
    { item: { ...ITEM, readyAt: '2026-11-21T02:00:00.001Z' } },
    {},
    ['virtualCoins'],
  ],
  ['a top-up of the same price', { item: ITEM, goods: { kind: 'topUp', fen: 19900 } }, {}, ['virtualCoins']],
  ['a phone on the web', { client: 'phoneWeb', item: ITEM }, ALL, ['h5', 'alipayWap']],
  ['a computer', { client: 'computerWeb', item: ITEM }, ALL, ['native', 'alipayPage']],
  ['a computer, Alipay switched off', { client: 'computerWeb' }, { alipay: false }, ['native']],
])('%s', (_, asked, settings, expected) => {
  expect(ways(asked, settings)).toEqual(expected)
})

test('a way whose gateway is not set up is not offered', () => {
  expect(ways({ item: ITEM }, ALL, (gateway) => gateway !== 'virtualPay')).toEqual(['jsapi'])
  expect(ways({ client: 'phoneWeb' }, ALL, (gateway) => gateway === 'alipay')).toEqual(['alipayWap'])
})
