import type { Answer } from '../../core/contract'
import type { PaySheet } from '../../core/contract/shapes'
import { purchase, type Want } from './purchase'

type Bill = Answer<'buyCourse'>
const PARAMS = { timeStamp: '1', nonceStr: 'n', package: 'prepay_id=p', signType: 'RSA' as const, paySign: 's' }
const SIGNED = { mode: 'short_series_goods' as const, signData: '{"a":1}', paySig: 'p', signature: 's' }
const PRICE = {
  steps: [{ kind: 'list' as const, fen: 990 }],
  goodsFen: 990,
  points: 0,
  pointsFen: 0,
  balanceFen: 0,
  payFen: 990,
}
const billOf = (sheet: PaySheet): Bill => ({
  ok: true,
  data: {
    status: 'pay',
    orderId: 'XT1',
    fen: 990,
    price: PRICE,
    expiresAt: '2026-03-05T12:30:00.000Z',
    sheet,
    templateId: 'opened',
  },
})
const JSAPI = billOf({ method: 'jsapi', params: PARAMS })
const VIRTUAL = billOf({ method: 'virtualGoods', params: SIGNED })
const refused = (code: 'AGREEMENT_CHANGED' | 'ALREADY_OWNED' | 'COURSE_NOT_FOUND' | 'NO_WAY_TO_PAY'): Bill => ({
  ok: false,
  error: { code, requestId: 'r' },
})

const TEA: Want = { goods: { kind: 'course', courseId: 'tea' }, method: 'jsapi' }
const VIRTUAL_TEA: Want = { ...TEA, method: 'virtualGoods' }

/** WeChat as the page meets it: what the cloud answers, how the sheets end. Returns what was asked of it. */
function given(answer: Bill, sheets: { consent?: 'refused'; pay?: string; virtual?: number[] } = {}): unknown[] {
  const asked: unknown[] = []
  const failures = [...(sheets.virtual ?? [])]
  let logins = 0
  Object.assign(globalThis, {
    wx: {
      getStorageSync: () => ({ token: 't', expiresAt: '2099-01-01T00:00:00Z' }),
      getDeviceInfo: () => ({ platform: 'android', model: 'Pixel' }),
      getAppBaseInfo: () => ({ language: 'zh_CN' }),
      cloud: {
        async callFunction({ name, data }: { name: string; data: { input: unknown } }) {
          asked.push([name, data.input])
          return { result: answer }
        },
      },
      async login() {
        logins += 1
        return { code: `code-${logins}` }
      },
      async requestSubscribeMessage({ tmplIds }: { tmplIds: string[] }) {
        asked.push(['consent', tmplIds])
        if (sheets.consent === 'refused') throw { errMsg: 'requestSubscribeMessage:fail', errCode: 20004 }
      },
      async requestPayment(params: unknown) {
        asked.push(['pay', params])
        if (sheets.pay) throw { errMsg: sheets.pay }
      },
      requestVirtualPayment({
        success,
        fail,
        ...params
      }: {
        success(): void
        fail(error: { errCode: number; errMsg: string }): void
      }) {
        asked.push(['payVirtually', params])
        const errCode = failures.shift()
        if (errCode === undefined) success()
        else fail({ errCode, errMsg: 'requestVirtualPayment:fail' })
      },
      async navigateTo({ url }: { url: string }) {
        asked.push(['open', url])
      },
    },
  })
  return asked
}

beforeEach(() => jest.useFakeTimers({ now: Date.parse('2026-03-05T12:12:30Z') }))
afterEach(() => {
  jest.useRealTimers()
  jest.restoreAllMocks()
})

test('a learner is asked for one message, then pays with what the merchant signed', async () => {
  const asked = given(JSAPI)
  expect(await purchase(TEA)).toEqual({ outcome: 'paid', orderId: 'XT1' })
  expect(asked).toEqual([
    ['buyCourse', { courseId: 'tea', device: 'phone', method: 'jsapi' }],
    ['consent', ['opened']],
    ['pay', PARAMS],
  ])
})

test.each<[Want, string, unknown]>([
  [
    { goods: { kind: 'gift', courseId: 'tea' }, usePoints: true, useBalance: false },
    'buyCourse',
    { courseId: 'tea', asGift: true, device: 'phone', usePoints: true },
  ],
  [
    { goods: { kind: 'membership', planId: 'year' }, useBalance: true },
    'buyMembership',
    { planId: 'year', device: 'phone', useBalance: true },
  ],
  [{ goods: { kind: 'topUp', fen: 5000 }, useBalance: true }, 'topUpWallet', { fen: 5000, device: 'phone' }],
])('%j is asked of the verb that sells it', async (want, verb, input) => {
  const asked = given(JSAPI)
  await purchase(want)
  expect(asked[0]).toEqual([verb, input])
})

test('no consent to messages does not stand in the way', async () => {
  const info = jest.spyOn(console, 'info').mockImplementation(() => {})
  given(JSAPI, { consent: 'refused' })
  expect(await purchase(TEA)).toEqual({ outcome: 'paid', orderId: 'XT1' })
  expect(info).toHaveBeenCalledTimes(1)
})

test('who leaves the pay sheet is told how long the order is kept', async () => {
  given(JSAPI, { pay: 'requestPayment:fail cancel' })
  expect(await purchase(TEA)).toEqual({ outcome: 'left', orderId: 'XT1', why: '订单已保留,18 分钟内可继续付款' })
})

test('a payment that was refused says that nothing was taken', async () => {
  jest.spyOn(console, 'warn').mockImplementation(() => {})
  given(JSAPI, { pay: 'requestPayment:fail 余额不足' })
  expect(await purchase(TEA)).toEqual({ outcome: 'failed', why: '这笔付款没有被接受,没有扣款,可以再试一次' })
})

test('virtual payment is signed with a fresh login, and what was signed goes on unchanged', async () => {
  const asked = given(VIRTUAL)
  expect(await purchase(VIRTUAL_TEA)).toEqual({ outcome: 'paid', orderId: 'XT1' })
  expect(asked).toEqual([
    ['buyCourse', { courseId: 'tea', device: 'phone', method: 'virtualGoods', loginCode: 'code-1' }],
    ['consent', ['opened']],
    ['payVirtually', SIGNED],
  ])
})

test('a session key that has run out is renewed, once', async () => {
  const asked = given(VIRTUAL, { virtual: [-15007] })
  expect(await purchase(VIRTUAL_TEA)).toEqual({ outcome: 'paid', orderId: 'XT1' })
  expect(asked.filter((one) => (one as [string])[0] === 'buyCourse')).toMatchObject([
    ['buyCourse', { loginCode: 'code-1' }],
    ['buyCourse', { loginCode: 'code-2' }],
  ])
  jest.spyOn(console, 'warn').mockImplementation(() => {})
  given(VIRTUAL, { virtual: [-15007, -15007] })
  expect(await purchase(VIRTUAL_TEA)).toEqual({ outcome: 'failed', why: '微信登录过期了,没有扣款。再点一次就好' })
})

test('who leaves the virtual sheet may simply tap again', async () => {
  given(VIRTUAL, { virtual: [-2] })
  expect(await purchase(VIRTUAL_TEA)).toEqual({ outcome: 'left', orderId: 'XT1', why: '没有付款,想好了再点一次就行' })
})

test.each([
  [-4, '有风险'],
  [-15002, '再点一次会开一张新的'],
  [-15005, '收款设置有一处不对'],
  [-15006, '收款设置有一处不对'],
  [-15013, '价格刚刚变过'],
  [-15014, '10 分钟'],
  [-15020, '等几秒再试'],
  [-1, '可以再试一次'],
])('WeChat’s %i has its own words, and all of them say that nothing was taken', async (errCode, words) => {
  jest.spyOn(console, 'warn').mockImplementation(() => {})
  given(VIRTUAL, { virtual: [errCode] })
  const ended = await purchase(VIRTUAL_TEA)
  expect(ended).toMatchObject({ outcome: 'failed', why: expect.stringContaining(words) })
  expect(ended).toMatchObject({ why: expect.stringMatching(/没有(重复)?扣款/) })
})

test('a code to scan is shown on a page of its own', async () => {
  const asked = given(billOf({ method: 'native', codeUrl: 'weixin://wxpay/bizpayurl?pr=1' }))
  expect(await purchase({ ...TEA, method: 'native' })).toEqual({ outcome: 'elsewhere', orderId: 'XT1' })
  expect(asked.at(-1)).toEqual([
    'open',
    '/shop/pages/scan/scan?orderId=XT1&fen=990&until=2026-03-05T12%3A30%3A00.000Z&code=weixin%3A%2F%2Fwxpay%2Fbizpayurl%3Fpr%3D1',
  ])
})

test('a payment in the browser goes there', async () => {
  const asked = given(billOf({ method: 'alipayWap', url: 'https://pay.example/a?b=1' }))
  expect(await purchase({ ...TEA, method: 'alipayWap' })).toEqual({ outcome: 'elsewhere', orderId: 'XT1' })
  expect(asked.at(-1)).toEqual(['open', '/shop/pages/outside/outside?url=https%3A%2F%2Fpay.example%2Fa%3Fb%3D1'])
})

test('what costs nothing is joined at once; an owned course is simply owned; refusals have words', async () => {
  const asked = given({ ok: true, data: { status: 'opened', orderId: 'XT2' } })
  expect(await purchase({ goods: { kind: 'course', courseId: 'night' } })).toEqual({
    outcome: 'joined',
    orderId: 'XT2',
  })
  expect(asked).toEqual([['buyCourse', { courseId: 'night', device: 'phone' }]])
  given(refused('ALREADY_OWNED'))
  expect(await purchase(TEA)).toEqual({ outcome: 'owned' })
  given(refused('COURSE_NOT_FOUND'))
  expect(await purchase(TEA)).toEqual({ outcome: 'failed', why: '这门课已经下架,看看别的课吧' })
  given(refused('NO_WAY_TO_PAY'))
  expect(await purchase(TEA)).toEqual({ outcome: 'failed', why: '这里暂时不能付款,没有扣款' })
})

test('the version that the page showed goes with the order; where another is in force by now the page is told', async () => {
  const asked = given(refused('AGREEMENT_CHANGED'))
  expect(await purchase({ ...TEA, agreed: 2 })).toEqual({
    outcome: 'changed',
    why: '购买协议刚刚有了新的版本,没有扣款。看过再付就好',
  })
  expect(asked).toEqual([['buyCourse', { courseId: 'tea', device: 'phone', method: 'jsapi', agreed: 2 }]])
})
