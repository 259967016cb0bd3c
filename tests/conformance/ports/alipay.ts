import { AppError } from '../../../core/contract/errors'
import type { Gateway } from '../../../core/ports'

type Letter = { headers: Record<string, string>; body: string | Uint8Array }

/** Alipay to be tried, with a time that can be moved and somebody who opens and pays. */
export type AlipayWorld = {
  gateway: Gateway
  now(): Date
  advance(ms: number): void
  /** A buyer opens the page of an order that was placed, and does not pay yet. */
  open(outTradeNo: string): Promise<void>
  /** The buyer opens the page and pays, also in the moment the order closes; answers the notice that arrived. */
  pay(outTradeNo: string): Promise<Letter>
  close(): Promise<void>
}

const MINUTE = 60_000

const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => ({ value }),
    (error) => (error instanceof AppError ? [error.code, error.facts.code ?? error.facts.reason] : error),
  )

/** What Alipay must do, wherever it is. */
export function alipaySuite(name: string, start: () => Promise<AlipayWorld>): void {
  describe(`the gateway of ${name}`, () => {
    let world: AlipayWorld
    let gateway: Gateway
    beforeEach(async () => {
      world = await start()
      gateway = world.gateway
    })
    afterEach(() => world.close())

    const one = { outTradeNo: 'XTSPRING01', method: 'alipayPage' as const, fen: 19900, openid: '', seal: null }
    const place = () =>
      gateway.prepay({
        ...one,
        description: '春日水墨',
        expiresAt: new Date(world.now().getTime() + 30 * MINUTE).toISOString(),
        returnUrl: 'https://shop.example/',
        clientIp: '203.0.113.7',
        loginCode: '',
        productId: '',
      })
    const paid = async (): Promise<Letter> => {
      await place()
      return world.pay('XTSPRING01')
    }
    const refund = (change: object = {}) => ({
      ...one,
      outRefundNo: 'XTSPRING01R1',
      refundFen: 19900,
      reason: '订单已关闭',
      ...change,
    })
    const standing = async () => (await gateway.query(one))?.state ?? null

    test('it says who it is and who is paid', () => {
      expect([gateway.name, gateway.canClose, gateway.merchant]).toEqual([
        'alipay',
        true,
        { mchid: expect.stringMatching(/^2088\d{12}$/), appid: expect.stringMatching(/^\d{16}$/) },
      ])
    })

    test('an order gives an address, and does not exist until somebody opens it', async () => {
      expect(await place()).toEqual({ sheet: { method: 'alipayPage', url: expect.any(String) }, seal: null })
      expect(await standing()).toBeNull()
      await world.open('XTSPRING01')
      expect(await gateway.query(one)).toEqual({ outTradeNo: 'XTSPRING01', state: 'NOTPAY', ...gateway.merchant })
    })

    test('it takes its own ways of paying only', async () => {
      const other = { ...one, method: 'jsapi' as const, description: '', expiresAt: world.now().toISOString() }
      const rest = { returnUrl: 'https://shop.example/', clientIp: '', loginCode: '', productId: '' }
      expect(await refusal(gateway.prepay({ ...other, ...rest }))).toEqual(['PAYMENT_REFUSED', 'PARAM_ERROR'])
    })

    test('a payment is told by a notice that can be proven, and known when asked', async () => {
      const { headers, body } = await paid()
      const payment = await gateway.query(one)
      expect(payment).toEqual({
        outTradeNo: 'XTSPRING01',
        state: 'SUCCESS',
        ...gateway.merchant,
        fen: 19900,
        currency: 'CNY',
        transactionId: expect.stringMatching(/^\d{28}$/),
        paidAt: expect.stringMatching(/^\d{4}-.*Z$/),
      })
      expect(await gateway.readNotice(headers, body)).toEqual({ id: expect.any(String), kind: 'paid', payment })
      expect(await refusal(gateway.readNotice({}, 'out_trade_no=XTSPRING01'))).toEqual([
        'NOTICE_REFUSED',
        expect.any(String),
      ])
    })

    test('an order that was opened is closed; one that was paid is not', async () => {
      await place()
      await world.open('XTSPRING01')
      expect([await gateway.close(one), await standing()]).toEqual(['closed', 'CLOSED'])
      await world.pay('XTSPRING01')
      expect([await gateway.close(one), await standing()]).toEqual(['paid', 'SUCCESS'])
    })

    test('an order nobody opened counts as closed, and its address can still be paid', async () => {
      await place()
      expect([await gateway.close(one), await standing()]).toEqual(['closed', null])
      const { headers, body } = await world.pay('XTSPRING01')
      expect(await gateway.readNotice(headers, body)).toMatchObject({ kind: 'paid', payment: { fen: 19900 } })
    })

    test('what nobody pays in time is closed', async () => {
      await place()
      await world.open('XTSPRING01')
      world.advance(31 * MINUTE)
      expect(await standing()).toBe('CLOSED')
    })

    test('one refund per number, and never more than was paid', async () => {
      await paid()
      const given = {
        outTradeNo: 'XTSPRING01',
        outRefundNo: 'XTSPRING01R1',
        refundId: 'XTSPRING01R1',
        state: 'SUCCESS',
      }
      expect(await gateway.refundOf(refund())).toBeNull()
      expect(await gateway.refund(refund({ refundFen: 9900 }))).toEqual({ ...given, fen: 9900 })
      expect(await gateway.refund(refund({ refundFen: 9900 }))).toEqual({ ...given, fen: 9900 })
      expect(await refusal(gateway.refund(refund()))).toEqual(['PAYMENT_REFUSED', 'ACQ.DISCORDANT_REPEAT_REQUEST'])
      expect(await standing()).toBe('SUCCESS')
      world.advance(MINUTE)
      const second = refund({ outRefundNo: 'XTSPRING01R2', refundFen: 10001 })
      expect(await refusal(gateway.refund(second))).toEqual(['PAYMENT_REFUSED', 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL'])
      expect(await gateway.refund({ ...second, refundFen: 10000 })).toMatchObject({ state: 'SUCCESS', fen: 10000 })
      expect(await standing()).toBe('REFUND')
      expect(await gateway.refundOf(refund())).toEqual({ ...given, fen: 9900 })
    })

    test('nothing is given back where nothing was paid', async () => {
      expect(await refusal(gateway.refund(refund()))).toEqual(['PAYMENT_REFUSED', 'ACQ.TRADE_NOT_EXIST'])
      await place()
      await world.open('XTSPRING01')
      expect(await refusal(gateway.refund(refund()))).toEqual(['PAYMENT_REFUSED', 'ACQ.TRADE_STATUS_ERROR'])
    })
  })
}
