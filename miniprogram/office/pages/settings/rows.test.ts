import { filledIn, groups, numbersOf, pointsWords, promiseWords, type Settings, warningOf, withAmount } from './rows'

const SETTINGS: Settings = {
  ways: {
    virtualGoods: true,
    virtualCoins: true,
    jsapi: false,
    native: true,
    h5: true,
    alipay: true,
    balance: true,
    points: true,
    topUp: true,
    gifts: true,
    codes: true,
  },
  refund: { days: 7, watchedPercent: 20 },
  points: { perYuan: 1, fenPerPoint: 1, maxPercent: 50 },
  topUpFen: [5000, 10000],
}

test('every switch of the contract has its line, once', () => {
  expect(
    groups()
      .flatMap(({ rows }) => rows.map(({ way }) => way))
      .sort(),
  ).toEqual(Object.keys(SETTINGS.ways).sort())
})

test('what stands in the boxes becomes the settings, and a wrong box is named', () => {
  const numbers = numbersOf(SETTINGS)
  expect(filledIn(SETTINGS, numbers)).toEqual({ settings: SETTINGS })
  expect(filledIn(SETTINGS, { ...numbers, days: '14', maxPercent: '30' })).toEqual({
    settings: {
      ...SETTINGS,
      refund: { days: 14, watchedPercent: 20 },
      points: { perYuan: 1, fenPerPoint: 1, maxPercent: 30 },
    },
  })
  expect(filledIn(SETTINGS, { ...numbers, days: '400' })).toEqual({ wrong: '退款天数填 0 到 365' })
  expect(filledIn(SETTINGS, { ...numbers, fenPerPoint: '0' })).toEqual({ wrong: '一个积分抵的分数填 1 到 100' })
})

test('the numbers are said as the promise they make', () => {
  const numbers = numbersOf(SETTINGS)
  expect(promiseWords(numbers)).toBe('付款 7 天内、看了不超过 20%,学员申请就自动退;其余由学校决定')
  expect(promiseWords({ ...numbers, days: '0' })).toBe('每一笔退款都由学校看过再决定')
  expect(pointsWords(numbers)).toBe('付 1 元攒 1 个,100 个抵 1 元,最多抵价格的 50%。过了退款期才到账')
})

test('an amount is added in its place, and what cannot be added says why', () => {
  expect(withAmount([5000, 10000], '80')).toEqual({ topUpFen: [5000, 8000, 10000] })
  expect(withAmount([5000], '50')).toEqual({ wrong: '已经有这个金额了' })
  expect(withAmount([], '0.5')).toEqual({ wrong: '填 1 到 10000 元之间的金额' })
  expect(
    withAmount(
      Array.from({ length: 12 }, (_, at) => 100 + at),
      '50',
    ),
  ).toEqual({ wrong: '最多放 12 个金额' })
})

test('ways that leave nobody able to pay are warned of', () => {
  const ways = { ...SETTINGS.ways, virtualGoods: false, virtualCoins: false }
  expect(warningOf({ ...SETTINGS, ways })).toBe('小程序里没有开任何付款方式,收费的课在小程序里买不了')
  expect(warningOf({ ...SETTINGS, topUpFen: [] })).toBe('充值开着,但没有一个可选的金额')
  expect(warningOf(SETTINGS)).toBe('')
})
