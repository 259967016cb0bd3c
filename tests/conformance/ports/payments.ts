import { AppError } from '../../../core/contract/errors'
import type { Gateway, Notice, Placed } from '../../../core/ports'

type Letter = { headers: Record<string, string>; body: string | Uint8Array }

/** A payment service to be tried, with a time that can be moved and somebody who pays. */
export type PaymentsWorld = {
  payments: Gateway
  now(): Date
  advance(ms: number): void
  /** The buyer confirms; answers the notice that arrived. `openid` is whoever scanned the code or came from a browser. */
  pay(outTradeNo: string, openid?: string): Promise<Letter>
  close(): Promise<void>
}

const MINUTE = 60_000

const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => ({ value }),
    (error) => (error instanceof AppError ? [error.code, error.facts.code ?? error.facts.reason] : error),
  )

/** What every gateway of WeChat Pay must do. */
export function paymentsSuite(name: string, open: () => Promise<PaymentsWorld>): void {
  describe(`the payments of ${name}`, () => {
    let world: PaymentsWorld
    let payments: Gateway
    beforeEach(async () => {
      world = await open()
      payments = world.payments
    })
    afterEach(() => world.close())

    const order = (outTradeNo = 'XTSPRING01', method: Placed['method'] = 'jsapi') => ({
      outTradeNo,
      method,
      fen: 19900,
      openid: method === 'jsapi' ? 'oMei-openid' : '',
      description: '春日水墨',
      expiresAt: new Date(world.now().getTime() + 30 * MINUTE).toISOString(),
      returnUrl: 'https://shop.example/#/pay?order=XTSPRING01',
      clientIp: '203.0.113.7',
      loginCode: '',
      productId: '',
    })
    /** The order as it was placed, for every later question. */
    const placed = (outTradeNo = 'XTSPRING01', method: Placed['method'] = 'jsapi'): Placed => ({
      outTradeNo,
      method,
      fen: 19900,
      openid: method === 'jsapi' ? 'oMei-openid' : '',
      seal: null,
    })
    const paid = async (outTradeNo = 'XTSPRING01'): Promise<Letter> => {
      await payments.prepay(order(outTradeNo))
      return world.pay(outTradeNo)
    }
    const refund = (change: object = {}) => ({
      ...placed(),
      outRefundNo: 'XTSPRING01R1',
      refundFen: 19900,
      reason: '订单已关闭',
      ...change,
    })
    const standing = async (outTradeNo = 'XTSPRING01') => (await payments.query(placed(outTradeNo)))?.state ?? null

    test('an order gives what the pay sheet needs, and is not paid yet', async () => {
      const params = {
        timeStamp: expect.stringMatching(/^\d{10}$/),
        nonceStr: expect.stringMatching(/./),
        package: expect.stringMatching(/^prepay_id=./),
        signType: 'RSA',
        paySign: expect.stringMatching(/./),
      }
      expect(await payments.prepay(order())).toEqual({ sheet: { method: 'jsapi', params }, seal: null })
      const { outTradeNo, state, mchid, appid, transactionId, paidAt } = { ...(await payments.query(placed())) }
      expect({ outTradeNo, state, mchid, appid, transactionId, paidAt }).toEqual({
        outTradeNo: 'XTSPRING01',
        state: 'NOTPAY',
        ...payments.merchant,
        transactionId: undefined,
        paidAt: undefined,
      })
    })

    test.each([
      ['native', { method: 'native', codeUrl: expect.stringMatching(/^weixin:\/\/wxpay\/bizpayurl\?pr=./) }],
      [
        'h5',
        {
          method: 'h5',
          url: expect.stringMatching(/&redirect_url=https%3A%2F%2Fshop\.example%2F%23%2Fpay%3Forder%3DXTSPRING01$/),
        },
      ],
    ] as const)('on the web an order is paid by %s; who paid it is known afterwards', async (method, sheet) => {
      const web = order('XTSPRING01', method)
      expect(await payments.prepay(web)).toEqual({ sheet, seal: null })
      expect(await payments.prepay(web)).toMatchObject({ sheet: { method } })
      expect((await payments.query(placed('XTSPRING01', method)))?.openid).toBeUndefined()
      const { headers, body } = await world.pay('XTSPRING01', 'oZhou-openid')
      const payment = await payments.query(placed('XTSPRING01', method))
      expect(payment).toMatchObject({ state: 'SUCCESS', fen: 19900, openid: 'oZhou-openid', ...payments.merchant })
      expect(await payments.readNotice(headers, body)).toMatchObject({ kind: 'paid', payment })
    })

    test('a payer’s address is part of an order from a browser, and of no other', async () => {
      const elsewhere = { clientIp: '198.51.100.9' }
      const h5 = order('XTBROWSER1', 'h5')
      await payments.prepay(h5)
      expect(await refusal(payments.prepay({ ...h5, ...elsewhere }))).toEqual(['PAYMENT_REFUSED', 'INVALID_REQUEST'])
      const code = order('XTSCANNED1', 'native')
      await payments.prepay(code)
      expect(await payments.prepay({ ...code, ...elsewhere })).toMatchObject({ sheet: { method: 'native' } })
    })

    test('a number placed one way is not placed another way', async () => {
      await payments.prepay(order())
      expect(await refusal(payments.prepay(order('XTSPRING01', 'native')))).toEqual([
        'PAYMENT_REFUSED',
        'INVALID_REQUEST',
      ])
    })

    test.each(['virtualGoods', 'virtualCoins', 'alipayPage', 'alipayWap'] as const)(
      '%s is not WeChat Pay',
      async (method) => {
        expect(await refusal(payments.prepay(order('XTSPRING01', method)))).toEqual(['PAYMENT_REFUSED', 'PARAM_ERROR'])
        expect(await standing()).toBeNull()
      },
    )

    test('it is WeChat Pay, and an order can be closed there', () => {
      expect([payments.name, payments.canClose]).toEqual(['wechatPay', true])
    })

    test('the same order again is the same order', async () => {
      const same = order()
      await payments.prepay(same)
      expect(await payments.prepay(same)).toMatchObject({ sheet: { method: 'jsapi' } })
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
      expect(await payments.query(placed('XTNOBODY01'))).toBeNull()
      expect(await payments.close(placed('XTNOBODY01'))).toBe('closed')
    })

    test('a closed order gives no pay sheet any more; closing it again changes nothing', async () => {
      const closed = order()
      await payments.prepay(closed)
      expect(await payments.close(placed())).toBe('closed')
      expect(await payments.close(placed())).toBe('closed')
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
      const bought = order()
      await payments.prepay(bought)
      await world.pay('XTSPRING01')
      expect(await payments.query(placed())).toEqual({
        outTradeNo: 'XTSPRING01',
        state: 'SUCCESS',
        ...payments.merchant,
        fen: 19900,
        currency: 'CNY',
        openid: 'oMei-openid',
        transactionId: expect.stringMatching(/^\d+$/),
        paidAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      })
      expect(await payments.close(placed())).toBe('paid')
      expect(await refusal(payments.prepay(bought))).toEqual(['PAYMENT_REFUSED', 'OUT_TRADE_NO_USED'])
    })

    test('the notice says the same as the question', async () => {
      const { headers, body } = await paid()
      const payment = await payments.query(placed())
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
      expect(await payments.refundOf({ ...placed(), outRefundNo: 'XTSPRING01R1' })).toEqual({
        outRefundNo: 'XTSPRING01R1',
        outTradeNo: 'XTSPRING01',
        refundId: first.refundId,
        state: 'SUCCESS',
        fen: 19900,
      })
      expect(await standing()).toBe('REFUND')
      expect(await payments.close(placed())).toBe('paid')
    })

    test('the same refund number with another amount is refused', async () => {
      await paid()
      await payments.refund(refund({ refundFen: 900 }))
      expect(await refusal(payments.refund(refund({ refundFen: 901 })))).toEqual(['PAYMENT_REFUSED', 'INVALID_REQUEST'])
    })

    test('more than was paid does not go back, not even in two parts', async () => {
      await paid()
      expect(await refusal(payments.refund(refund({ refundFen: 19901 })))).toEqual([
        'PAYMENT_REFUSED',
        'INVALID_REQUEST',
      ])
      expect(await refusal(payments.refund(refund({ fen: 1, refundFen: 1 })))).toEqual([
        'PAYMENT_REFUSED',
        'INVALID_REQUEST',
      ])
      await payments.refund(refund({ refundFen: 10_000 }))
      world.advance(2 * MINUTE)
      const more = refund({ outRefundNo: 'XTSPRING01R2', refundFen: 9_901 })
      expect(await refusal(payments.refund(more))).toEqual(['PAYMENT_REFUSED', 'INVALID_REQUEST'])
      expect(await payments.refund({ ...more, refundFen: 9_900 })).toMatchObject({ fen: 9_900 })
    })

    test('nothing goes back for an order that was not paid, or that nobody placed', async () => {
      await payments.prepay(order())
      expect(await refusal(payments.refund(refund()))).toEqual(['PAYMENT_REFUSED', 'INVALID_REQUEST'])
      const unknown = refund({ outTradeNo: 'XTNOBODY01' })
      expect(await refusal(payments.refund(unknown))).toEqual(['PAYMENT_REFUSED', 'RESOURCE_NOT_EXISTS'])
    })

    test('a refund nobody asked for is unknown', async () => {
      expect(await payments.refundOf({ ...placed(), outRefundNo: 'XTSPRING01R9' })).toBeNull()
    })
  })
}
