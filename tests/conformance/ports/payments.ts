import { AppError } from '../../../core/contract/errors'
import type { Notice, Payments } from '../../../core/ports'

type Letter = { headers: Record<string, string>; body: string | Uint8Array }

/** A payment service to be tried, with a time that can be moved and somebody who pays. */
export type PaymentsWorld = {
  payments: Payments
  now(): Date
  advance(ms: number): void
  /** The buyer confirms; answers the notice that arrived. */
  pay(outTradeNo: string): Promise<Letter>
  close(): Promise<void>
}

const MINUTE = 60_000

const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => ({ value }),
    (error) => (error instanceof AppError ? [error.code, error.facts.code ?? error.facts.reason] : error),
  )

/** What every `Payments` must do. */
export function paymentsSuite(name: string, open: () => Promise<PaymentsWorld>): void {
  describe(`the payments of ${name}`, () => {
    let world: PaymentsWorld
    let payments: Payments
    beforeEach(async () => {
      world = await open()
      payments = world.payments
    })
    afterEach(() => world.close())

    const order = (outTradeNo = 'XTSPRING01') => ({
      outTradeNo,
      fen: 19900,
      openid: 'oMei-openid',
      description: '春日水墨',
      expiresAt: new Date(world.now().getTime() + 30 * MINUTE).toISOString(),
    })
    const paid = async (outTradeNo = 'XTSPRING01'): Promise<Letter> => {
      await payments.prepay(order(outTradeNo))
      return world.pay(outTradeNo)
    }
    const refund = (change: object = {}) => ({
      outTradeNo: 'XTSPRING01',
      outRefundNo: 'XTSPRING01R1',
      fen: 19900,
      totalFen: 19900,
      reason: '订单已关闭',
      ...change,
    })
    const standing = async (outTradeNo = 'XTSPRING01') => (await payments.query(outTradeNo))?.state ?? null

    test('an order gives what the pay sheet needs, and is not paid yet', async () => {
      expect(await payments.prepay(order())).toEqual({
        timeStamp: expect.stringMatching(/^\d{10}$/),
        nonceStr: expect.stringMatching(/./),
        package: expect.stringMatching(/^prepay_id=./),
        signType: 'RSA',
        paySign: expect.stringMatching(/./),
      })
      const { outTradeNo, state, mchid, appid, transactionId, paidAt } = { ...(await payments.query('XTSPRING01')) }
      expect({ outTradeNo, state, mchid, appid, transactionId, paidAt }).toEqual({
        outTradeNo: 'XTSPRING01',
        state: 'NOTPAY',
        ...payments.merchant,
        transactionId: undefined,
        paidAt: undefined,
      })
    })

    test('the same order again is the same order', async () => {
      const same = order()
      await payments.prepay(same)
      expect(await payments.prepay(same)).toMatchObject({ signType: 'RSA' })
      expect(await standing()).toBe('NOTPAY')
    })

    test.each([
      ['another price', { fen: 1 }],
      ['another buyer', { openid: 'oZhou-openid' }],
      ['another title', { description: '夜空' }],
    ])('the same number with %s is refused', async (_, change) => {
      const first = order()
      await payments.prepay(first)
      expect(await refusal(payments.prepay({ ...first, ...change }))).toEqual(['PAYMENT_REFUSED', 'INVALID_REQUEST'])
    })

    test('an order nobody placed is unknown, and closing it is closing', async () => {
      expect(await payments.query('XTNOBODY01')).toBeNull()
      expect(await payments.close('XTNOBODY01')).toBe('closed')
    })

    test('a closed order gives no pay sheet any more; closing it again changes nothing', async () => {
      const closed = order()
      await payments.prepay(closed)
      expect(await payments.close('XTSPRING01')).toBe('closed')
      expect(await payments.close('XTSPRING01')).toBe('closed')
      expect(await standing()).toBe('CLOSED')
      expect(await refusal(payments.prepay(closed))).toEqual(['PAYMENT_REFUSED', 'ORDER_CLOSED'])
    })

    test('an order whose time is over is closed by itself', async () => {
      const brief = order()
      await payments.prepay(brief)
      world.advance(31 * MINUTE)
      expect(await standing()).toBe('CLOSED')
      expect(await refusal(payments.prepay(brief))).toEqual(['PAYMENT_REFUSED', 'ORDER_CLOSED'])
    })

    test('a paid order says by whom, how much and when; it can be neither closed nor ordered again', async () => {
      const sheet = order()
      await payments.prepay(sheet)
      await world.pay('XTSPRING01')
      expect(await payments.query('XTSPRING01')).toEqual({
        outTradeNo: 'XTSPRING01',
        state: 'SUCCESS',
        ...payments.merchant,
        fen: 19900,
        currency: 'CNY',
        openid: 'oMei-openid',
        transactionId: expect.stringMatching(/^\d+$/),
        paidAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      })
      expect(await payments.close('XTSPRING01')).toBe('paid')
      expect(await refusal(payments.prepay(sheet))).toEqual(['PAYMENT_REFUSED', 'OUT_TRADE_NO_USED'])
    })

    test('the notice says the same as the question', async () => {
      const { headers, body } = await paid()
      const payment = await payments.query('XTSPRING01')
      const read: Notice = await payments.readNotice(headers, body)
      expect(read).toEqual({ id: expect.stringMatching(/./), kind: 'paid', payment })
    })

    test('a notice without its proof is refused', async () => {
      const { body } = await paid()
      expect(await refusal(payments.readNotice({}, body))).toEqual(['NOTICE_REFUSED', expect.anything()])
    })

    test('money goes back once for one refund number, however often it is asked', async () => {
      await paid()
      const first = await payments.refund(refund())
      const second = await payments.refund(refund())
      expect(second).toEqual({ ...first, state: expect.anything() })
      world.advance(MINUTE)
      expect(await payments.refundOf('XTSPRING01R1')).toEqual({
        outRefundNo: 'XTSPRING01R1',
        outTradeNo: 'XTSPRING01',
        refundId: first.refundId,
        state: 'SUCCESS',
        fen: 19900,
      })
      expect(await standing()).toBe('REFUND')
      expect(await payments.close('XTSPRING01')).toBe('paid')
    })

    test('the same refund number with another amount is refused', async () => {
      await paid()
      await payments.refund(refund({ fen: 900 }))
      expect(await refusal(payments.refund(refund({ fen: 901 })))).toEqual(['PAYMENT_REFUSED', 'INVALID_REQUEST'])
    })

    test('more than was paid does not go back, not even in two parts', async () => {
      await paid()
      expect(await refusal(payments.refund(refund({ fen: 19901 })))).toEqual(['PAYMENT_REFUSED', 'INVALID_REQUEST'])
      expect(await refusal(payments.refund(refund({ totalFen: 1 })))).toEqual(['PAYMENT_REFUSED', 'INVALID_REQUEST'])
      await payments.refund(refund({ fen: 10_000 }))
      world.advance(2 * MINUTE)
      const more = refund({ outRefundNo: 'XTSPRING01R2', fen: 9_901 })
      expect(await refusal(payments.refund(more))).toEqual(['PAYMENT_REFUSED', 'INVALID_REQUEST'])
      expect(await payments.refund({ ...more, fen: 9_900 })).toMatchObject({ fen: 9_900 })
    })

    test('nothing goes back for an order that was not paid, or that nobody placed', async () => {
      await payments.prepay(order())
      expect(await refusal(payments.refund(refund()))).toEqual(['PAYMENT_REFUSED', 'INVALID_REQUEST'])
      const unknown = refund({ outTradeNo: 'XTNOBODY01' })
      expect(await refusal(payments.refund(unknown))).toEqual(['PAYMENT_REFUSED', 'RESOURCE_NOT_EXISTS'])
    })

    test('a refund nobody asked for is unknown', async () => {
      expect(await payments.refundOf('XTSPRING01R9')).toBeNull()
    })
  })
}
