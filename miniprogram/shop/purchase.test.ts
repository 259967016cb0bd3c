import type { Answer } from '../../core/contract'
import { purchase } from './purchase'

type Bill = Answer<'buyCourse'>
const PAYMENT = { timeStamp: '1', nonceStr: 'n', package: 'prepay_id=p', signType: 'RSA' as const, paySign: 's' }
const BILL: Bill = {
  ok: true,
  data: {
    status: 'pay',
    orderId: 'XT1',
    fen: 990,
    expiresAt: '2026-03-05T12:30:00.000Z',
    payment: PAYMENT,
    templateId: 'opened',
  },
}
const refused = (code: 'ALREADY_OWNED' | 'COURSE_NOT_FOUND'): Bill => ({ ok: false, error: { code, requestId: 'r' } })

/** WeChat as the page meets it: what the cloud answers, how the two sheets end. Returns what was asked of it. */
function given(answer: Bill, sheets: { consent?: 'refused'; pay?: string } = {}): unknown[] {
  const asked: unknown[] = []
  Object.assign(globalThis, {
    wx: {
      getStorageSync: () => ({ token: 't', expiresAt: '2099-01-01T00:00:00Z' }),
      cloud: {
        async callFunction({ name, data }: { name: string; data: { input: unknown } }) {
          asked.push([name, data.input])
          return { result: answer }
        },
      },
      async requestSubscribeMessage({ tmplIds }: { tmplIds: string[] }) {
        asked.push(['consent', tmplIds])
        if (sheets.consent === 'refused') throw { errMsg: 'requestSubscribeMessage:fail', errCode: 20004 }
      },
      async requestPayment(params: unknown) {
        asked.push(['pay', params])
        if (sheets.pay) throw { errMsg: sheets.pay }
      },
    },
  })
  return asked
}

beforeEach(() => jest.useFakeTimers({ now: Date.parse('2026-03-05T12:12:30Z') }))
afterEach(() => jest.useRealTimers())

test('a learner is asked for one message, then pays with what the merchant signed', async () => {
  const asked = given(BILL)
  expect(await purchase('tea')).toEqual({ outcome: 'paid', orderId: 'XT1' })
  expect(asked).toEqual([
    ['buyCourse', { courseId: 'tea' }],
    ['consent', ['opened']],
    ['pay', PAYMENT],
  ])
})

test('no consent to messages does not stand in the way', async () => {
  const info = jest.spyOn(console, 'info').mockImplementation(() => {})
  given(BILL, { consent: 'refused' })
  expect(await purchase('tea')).toEqual({ outcome: 'paid', orderId: 'XT1' })
  expect(info).toHaveBeenCalledTimes(1)
})

test('who leaves the pay sheet is told how long the order is kept', async () => {
  given(BILL, { pay: 'requestPayment:fail cancel' })
  expect(await purchase('tea')).toEqual({ outcome: 'left', orderId: 'XT1', why: '订单已保留,18 分钟内可继续付款' })
})

test('a payment that was refused says that nothing was taken', async () => {
  jest.spyOn(console, 'warn').mockImplementation(() => {})
  given(BILL, { pay: 'requestPayment:fail 余额不足' })
  expect(await purchase('tea')).toEqual({
    outcome: 'failed',
    why: '微信支付没有接受这笔付款,没有扣款,可以再试一次',
  })
})

test('a free course is joined at once; an owned one is simply owned; a withdrawn one says so', async () => {
  const asked = given({ ok: true, data: { status: 'opened', orderId: 'XT2' } })
  expect(await purchase('night')).toEqual({ outcome: 'joined' })
  expect(asked).toEqual([['buyCourse', { courseId: 'night' }]])
  given(refused('ALREADY_OWNED'))
  expect(await purchase('tea')).toEqual({ outcome: 'owned' })
  given(refused('COURSE_NOT_FOUND'))
  expect(await purchase('gone')).toEqual({ outcome: 'failed', why: '这门课已经下架,看看别的课吧' })
})
