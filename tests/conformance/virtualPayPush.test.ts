import { json } from '../../emulator/http'
import { appleAnswer, echoOf, PUSH_TAKEN, readPushedEvent, sealedAnswer } from '../../platform/virtualPay/notices'
import { coins, goods, refusal, until, type VirtualPayShop, virtualPayShop } from './virtualPayShop'

let shop: VirtualPayShop
beforeEach(async () => {
  shop = await virtualPayShop()
})
afterEach(() => shop.close())

async function bought(phone: 'android' | 'ios' = 'android', outTradeNo = 'XTSPRING01') {
  await shop.onSale()
  const { params, order } = await shop.placed(goods(shop, outTradeNo))
  await shop.buy(params, phone)
  await until(async () => shop.looked(outTradeNo)?.paidAt !== null)
  return order
}

const readLast = async () => {
  const arrival = shop.arrivals.at(-1)
  return shop.gateway.readNotice(arrival?.headers ?? {}, arrival?.body ?? '')
}

/** Orders a fault, has goods bought, and lets the product read what arrives. */
async function readWith(fault: object) {
  await shop.post('/virtualPay/desk/pushFault', fault)
  await bought()
  await shop.tried('XTSPRING01', 1)
  return readLast().catch((error) => error.facts)
}

test.each([
  ['a false signature', { badSignature: true }, 'SIGNATURE'],
  ['the signature of a plain message', { plainSignature: true }, 'SIGNATURE'],
  ['a turned bit in the sealed text, truly signed', { flippedBit: true }, 'CONTENT_OR_CIPHERTEXT'],
  ['a push for another mini-program, truly signed', { appid: 'wx0000000000000001' }, 'MERCHANT'],
  ['an event that is not about money, truly signed', { alter: { Event: 'subscribe_msg_popup_event' } }, 'EVENT'],
  ['an order without a number, truly signed', { alter: { OutTradeNo: '' } }, 'CONTENT'],
  ['money of WeChat’s sandbox in the live shop', { alter: { Env: 1 } }, 'ENV'],
])('the product refuses %s', async (_, fault, reason) => {
  const told = await readWith(fault)
  // CBC has no tag: a turned bit before the text makes the beginning of it nonsense.
  if (reason === 'CONTENT_OR_CIPHERTEXT') expect(['CIPHERTEXT', 'BODY', 'MERCHANT']).toContain(told.reason)
  else expect(told).toEqual({ reason })
})

test('a shop that takes a forged push has not thereby been told: the true one follows in two seconds', async () => {
  await readWith({ badSignature: true })
  expect(shop.looked('XTSPRING01')?.pushes).toMatchObject([{ delivered: false, attempts: [{ status: 200 }] }])
  shop.desk.clock.advance(2_000)
  await shop.tried('XTSPRING01', 2)
  expect(await readLast()).toMatchObject({ kind: 'look', outTradeNo: 'XTSPRING01' })
  expect(shop.looked('XTSPRING01')?.pushes).toMatchObject([{ delivered: true, nextAt: null }])
})

test('a lost push, one refused, one answered without ErrCode 0: each is sent again, on WeChat’s schedule', async () => {
  shop.answers.push(
    () => json({}, 500),
    () => json({ ErrCode: -1, ErrMsg: 'busy' }),
    () => ({ status: 200, body: 'success' }),
  )
  await shop.post('/virtualPay/desk/pushFault', { lost: true })
  await bought()
  for (const [tries, waitMs] of [2_000, 4_000, 8_000, 16_000].entries()) {
    await shop.tried('XTSPRING01', tries + 1)
    shop.desk.clock.advance(waitMs)
  }
  await shop.tried('XTSPRING01', 5)
  expect(shop.looked('XTSPRING01')?.pushes[0]?.attempts.map(({ failed }) => failed ?? 'taken')).toEqual([
    'lost',
    'status 500',
    'no ErrCode 0',
    'no ErrCode 0',
    'taken',
  ])
})

test('fifteen repetitions, the last 65534 seconds after the first, then WeChat gives up', async () => {
  await shop.post('/virtualPay/desk/pushFault', { lost: true, times: 16 })
  await bought()
  for (let n = 1; n <= 16; n++) {
    await shop.tried('XTSPRING01', n)
    shop.desk.clock.advance(2 ** n * 1000)
  }
  const [push] = shop.looked('XTSPRING01')?.pushes ?? []
  expect(push).toMatchObject({ delivered: false, nextAt: null })
  const at = push?.attempts.map((attempt) => Date.parse(attempt.at ?? '')) ?? []
  expect(Math.round(((at.at(-1) ?? 0) - (at[0] ?? 0)) / 1000)).toBeGreaterThanOrEqual(65_534)
  expect(at).toHaveLength(16)
})

test('copies of one push are the same bytes and say the same; late ones too', async () => {
  await shop.post('/virtualPay/desk/pushFault', { duplicate: 2, delayMs: 90_000 })
  await bought()
  shop.desk.clock.advance(90_000)
  await shop.tried('XTSPRING01', 1)
  await shop.post('/virtualPay/desk/push', { outTradeNo: 'XTSPRING01', times: 3 })
  const read = await Promise.all(shop.arrivals.map(({ headers, body }) => shop.gateway.readNotice(headers, body)))
  expect(new Set(read.map(({ id }) => id)).size).toBe(1)
})

test('a refund is pushed as a reason to look at its order, coins as well', async () => {
  const { params, order } = await shop.placed(coins(shop))
  await shop.buy(params)
  await shop.tried('XTCOINS001', 1)
  expect(await readLast()).toMatchObject({ id: expect.stringMatching(/^xpay_coin_pay_notify/), kind: 'look' })
  await shop.gateway.query(order)
  await shop.gateway.refund({ ...order, outRefundNo: 'XTCOINS001R1', refundFen: 19900, reason: '不合适' })
  shop.desk.clock.advance(2_000)
  await shop.tried('XTCOINS001', 2)
  expect(await readLast()).toEqual({
    id: expect.stringMatching(/^xpay_refund_notify:XTCOINS001R1:\d+$/),
    kind: 'look',
    outTradeNo: 'XTCOINS001',
  })
})

describe('Apple asks whether to give back', () => {
  const asks = async (...answers: (() => ReturnType<typeof json>)[]) => {
    await bought('ios')
    await shop.tried('XTSPRING01', 1)
    shop.answers.push(...answers)
    return shop.post('/virtualPay/desk/appleRefund', { outTradeNo: 'XTSPRING01' })
  }
  const isAsked = () => shop.looked('XTSPRING01')?.pushes.find(({ event }) => event.includes('ios_refund'))

  test('and gives back when the shop agrees, which is pushed as a reason to look', async () => {
    await asks(() => json(appleAnswer(true, '还没有开始学', '学习进度 0%')))
    await shop.tried('XTSPRING01', 2)
    expect(await readLast()).toEqual({
      id: expect.stringMatching(/^xpay_subscribe_ios_refund_query_notify:XTSPRING01:\d+$/),
      kind: 'iosRefund',
      outTradeNo: 'XTSPRING01',
    })
    shop.desk.clock.advance(2_000)
    await shop.tried('XTSPRING01', 3)
    expect(await readLast()).toMatchObject({ kind: 'look', outTradeNo: 'XTSPRING01' })
    expect(shop.looked('XTSPRING01')).toMatchObject({ status: 5, refunds: [{ byApple: true, state: 'done' }] })
  })

  test('and does not when the shop is against it, answering sealed as the push came', async () => {
    const against = appleAnswer(false, '已经学完', '学习进度 100%，证书已发')
    await asks(() => json(sealedAnswer(shop.settings, shop.clock, against)))
    await shop.tried('XTSPRING01', 2)
    expect(isAsked()).toMatchObject({ delivered: true, answer: against })
    shop.desk.clock.advance(3_600_000)
    expect(shop.looked('XTSPRING01')?.refunds).toEqual([])
  })

  test('three times, and gives back when nobody answers as it wants', async () => {
    await asks(
      () => json(PUSH_TAKEN),
      () => json({ result_code: 1, result_info: '', evidence: '' }),
      () => json({}, 500),
    )
    for (let n = 2; n <= 4; n++) {
      await shop.tried('XTSPRING01', n)
      shop.desk.clock.advance(10_000)
    }
    expect(isAsked()).toMatchObject({ delivered: false, nextAt: null, attempts: [{}, {}, {}] })
    await until(async () => shop.looked('XTSPRING01')?.status === 5)
  })

  test('only for what Apple was paid for', async () => {
    await bought('android')
    const asked = await shop.post('/virtualPay/desk/appleRefund', { outTradeNo: 'XTSPRING01' })
    expect(asked).toMatchObject({ status: 400, body: { message: '不是苹果支付的订单' } })
  })
})

test('the address is WeChat’s to ask about, and nobody else’s', () => {
  const stranger = { signature: '0'.repeat(40), timestamp: '1', nonce: '2', echostr: '3' }
  expect(() => echoOf(shop.settings, stranger)).toThrow('NOTICE_REFUSED')
  expect(() => echoOf(shop.settings, {})).toThrow('NOTICE_REFUSED')
})

test('a cloud function that is given the message itself reads it as a hint', async () => {
  const event = { ToUserName: 'gh_1', MsgType: 'event', CreateTime: 1795221760, Env: 0, userInfo: { appId: 'wx' } }
  const read = (change: object) => readPushedEvent({ ...event, ...change })
  expect(read({ Event: 'xpay_goods_deliver_notify', OutTradeNo: 'XTSPRING01' })).toEqual({
    id: 'xpay_goods_deliver_notify:XTSPRING01:1795221760',
    kind: 'look',
    outTradeNo: 'XTSPRING01',
  })
  // One of WeChat's pages has this name for the number, and leaves the event out of Apple's question.
  expect(read({ Event: 'xpay_refund_notify', MchOrderNo: 'XTSPRING01' })).toMatchObject({ outTradeNo: 'XTSPRING01' })
  expect(read({ channel_bill: 'b', pay_order_id: 'XTSPRING01', refund_time: '1' })).toMatchObject({ kind: 'iosRefund' })
  expect(() => read({ Event: 'xpay_complaint_notify' })).toThrow('NOTICE_REFUSED')
  expect(() => readPushedEvent(null)).toThrow('NOTICE_REFUSED')
})

test('what is not a push at all is refused', async () => {
  const read = (headers: Record<string, string>, body: string) => refusal(shop.gateway.readNotice(headers, body))
  expect(await read({}, '')).toEqual(['NOTICE_REFUSED', 'BODY'])
  expect(await read({}, '<xml/>')).toEqual(['NOTICE_REFUSED', 'BODY'])
  expect(await read({}, '{"Encrypt":"QUJD"}')).toEqual(['NOTICE_REFUSED', 'SIGNATURE'])
})
