import type { Output } from '../../core/contract'
import type { Goods, Price } from '../../core/contract/shapes'
import { inEnglish } from '../words/inLanguage.fixture'
import { type Choice, offerOf, promiseOf } from './offer'

type Quote = Output<'quotePrice'>

const COURSE: Goods = { kind: 'course', courseId: 'spring' }
const PRICE: Price = {
  steps: [{ kind: 'list', fen: 19900 }],
  goodsFen: 19900,
  points: 0,
  pointsFen: 0,
  balanceFen: 0,
  payFen: 19900,
}
const QUOTE: Quote = {
  title: '春日水墨',
  price: PRICE,
  methods: ['jsapi'],
  wallet: { isOpen: true, fen: 5000 },
  points: { isOpen: true, points: 800, usable: 500, usableFen: 500 },
  refundDays: 7,
  agreement: null,
}
const FIRST: Choice = { usePoints: false, useBalance: false, method: null }

/** A phone on which everything can be paid, or an old one. */
function phone({ platform = 'android', canPay = true }: { platform?: string; canPay?: boolean } = {}) {
  Object.assign(globalThis, {
    wx: {
      getDeviceInfo: () => ({ platform, system: 'iOS 17', model: '' }),
      getAppBaseInfo: () => ({ version: '8.0.60', language: 'zh_CN' }),
      getStorageSync: () => '',
      canIUse: () => canPay,
    },
  })
}
beforeEach(() => phone())

test('the checkout says what it costs, what else may pay for it, and how', () => {
  expect(offerOf(COURSE, QUOTE, FIRST)).toEqual({
    rows: [{ kind: 'list', name: '价格', amount: '¥199' }],
    due: '¥199',
    points: { isShown: true, isOn: false, words: '用 500 积分', worth: '抵 ¥5,共有 800 积分' },
    wallet: { isShown: true, isOn: false, words: '用余额', worth: '付 ¥50' },
    ways: [{ method: 'jsapi', name: '微信支付', hint: '在微信里付款', isOn: true }],
    method: 'jsapi',
    act: '确认付款 ¥199',
    agreement: null,
    shut: null,
  })
})

test('a wallet that covers it all pays without asking for another way', () => {
  const price: Price = { ...PRICE, balanceFen: 19900, payFen: 0 }
  const offer = offerOf(
    COURSE,
    { ...QUOTE, price, wallet: { isOpen: true, fen: 20000 }, methods: [] },
    { ...FIRST, useBalance: true },
  )
  expect(offer).toMatchObject({ due: '¥0', ways: [], method: null, act: '用余额付 ¥199', shut: null })
  expect(offer.wallet.worth).toBe('付 ¥199,共有 ¥200')
})

test('what costs nothing is simply opened', () => {
  const price: Price = { ...PRICE, steps: [...PRICE.steps, { kind: 'member', fen: -19900 }], goodsFen: 0, payFen: 0 }
  expect(offerOf(COURSE, { ...QUOTE, price, methods: [] }, FIRST)).toMatchObject({
    act: '直接开通',
    ways: [],
    shut: null,
  })
})

test('of several ways one is chosen, and stays chosen; two that read the same are one', () => {
  const quote: Quote = { ...QUOTE, methods: ['h5', 'alipayWap'] }
  const names = (choice: Choice) => offerOf(COURSE, quote, choice).ways.map(({ name, isOn }) => [name, isOn])
  expect(names(FIRST)).toEqual([
    ['微信支付', true],
    ['支付宝', false],
  ])
  expect(names({ ...FIRST, method: 'alipayWap' })).toEqual([
    ['微信支付', false],
    ['支付宝', true],
  ])
  const virtual: Quote = { ...QUOTE, methods: ['virtualGoods', 'virtualCoins'] }
  expect(offerOf(COURSE, virtual, FIRST).ways.map(({ method }) => method)).toEqual(['virtualGoods'])
})

test('where nothing can be paid the page says why, and what to do', () => {
  const none: Quote = { ...QUOTE, methods: [] }
  expect(offerOf(COURSE, none, FIRST).shut).toEqual({
    why: '学堂还没有开通这里的付款方式。手上有兑换码的话,可以直接兑换',
    act: 'redeem',
    actWords: '用兑换码',
  })
  const low: Quote = { ...none, price: { ...PRICE, balanceFen: 5000, payFen: 14900 } }
  expect(offerOf(COURSE, low, { ...FIRST, useBalance: true }).shut).toEqual({
    why: '余额还差 ¥149',
    act: 'topUp',
    actWords: '去钱包',
  })
  phone({ canPay: false })
  expect(offerOf(COURSE, QUOTE, FIRST)).toMatchObject({
    ways: [],
    shut: { why: '你的微信版本还不能在小程序里付款,更新微信后再来', act: '' },
  })
})

test('the school’s promise depends on what is bought', () => {
  const gift: Goods = { kind: 'gift', courseId: 'spring' }
  expect([COURSE, gift, { kind: 'membership', planId: 'y' } as const].map((goods) => promiseOf(goods, QUOTE))).toEqual([
    '7 天内学得不多,可以全额退',
    '7 天内朋友还没领,可以全额退',
    '要退款,由学堂看过再决定',
  ])
  expect(promiseOf(COURSE, { ...QUOTE, refundDays: 0 })).toBe('要退款,由学堂看过再决定')
  expect(promiseOf(COURSE, { ...QUOTE, price: { ...PRICE, goodsFen: 0, payFen: 0 } })).toBe('')
})

test('readers of English read the same offer in English', () => {
  expect(inEnglish(() => offerOf(COURSE, QUOTE, FIRST))).toEqual({
    rows: [{ kind: 'list', name: 'Price', amount: '¥199' }],
    due: '¥199',
    points: { isShown: true, isOn: false, words: 'Use 500 points', worth: 'Worth ¥5; you have 800' },
    wallet: { isShown: true, isOn: false, words: 'Use the wallet', worth: 'Pays ¥50' },
    ways: [{ method: 'jsapi', name: 'WeChat Pay', hint: 'Pay inside WeChat', isOn: true }],
    method: 'jsapi',
    act: 'Pay ¥199',
    agreement: null,
    shut: null,
  })
  expect(inEnglish(() => promiseOf(COURSE, QUOTE))).toBe('Full refund within 7 days if you have studied little')
})

test('what is agreed to by buying stands beside the button, with where it can be read', () => {
  const quote: Quote = { ...QUOTE, agreement: { kind: 'paid', version: 3 } }
  const read = { url: '/shop/pages/agreement/agreement?kind=paid&version=3', version: 3 }
  expect(offerOf(COURSE, quote, FIRST).agreement).toEqual({
    words: '购买即表示你同意',
    name: '《付费内容协议》',
    ...read,
  })
  expect(inEnglish(() => offerOf(COURSE, quote, FIRST).agreement)).toEqual({
    words: 'By buying you agree to the',
    name: 'Terms for Paid Content',
    ...read,
  })
})
