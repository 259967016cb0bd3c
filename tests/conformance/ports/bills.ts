import { AppError } from '../../../core/contract/errors'
import type { Bills, Gateway, Placed, Transfers } from '../../../core/ports'

/** Bills to be tried, with a shop that sells, a time that can be moved, and somebody who falsifies. */
export type BillsWorld = {
  bills: Bills
  gateway: Gateway
  transfers: Transfers
  now(): Date
  advance(ms: number): void
  /** Somebody buys for so much, in the mini-program or by a scanned code. */
  sell(outTradeNo: string, fen: number, method?: Placed['method']): Promise<void>
  /** From now on a bill of this day says something else: one line is missing, a stranger's is there, or an amount is another. */
  falsify(
    day: string,
    change:
      | { drop: string }
      | { stranger: { outTradeNo: string; fen: number } }
      | { amount: { of: string; fen: number } },
  ): Promise<void>
  close(): Promise<void>
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

const inChina = (at: number): string => new Date(at + 8 * HOUR).toISOString()

const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => ({ value }),
    (error) => (error instanceof AppError ? [error.code, error.facts.code ?? error.facts.reason] : error),
  )

/** What every `Bills` must do. */
export function billsSuite(name: string, open: () => Promise<BillsWorld>): void {
  describe(`the bills of ${name}`, () => {
    let world: BillsWorld
    beforeEach(async () => {
      world = await open()
    })
    afterEach(() => world.close())

    const today = () => inChina(world.now().getTime()).slice(0, 10)
    /** Moves on to a time of a later day in China, at least so many days ahead. */
    const until = (days: number, time: string) => {
      const day = inChina(world.now().getTime() + days * DAY).slice(0, 10)
      world.advance(Date.parse(`${day}T${time}:00+08:00`) - world.now().getTime())
    }
    const refund = (outTradeNo: string, outRefundNo: string, fen: number, refundFen: number) =>
      world.gateway.refund({
        outTradeNo,
        method: 'jsapi',
        fen,
        openid: 'oMei-openid',
        seal: null,
        outRefundNo,
        refundFen,
        reason: '不想学了',
      })
    const SECOND = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/
    const time = expect.stringMatching(SECOND)
    const number = expect.stringMatching(/./)

    test('a day’s bill is there from ten o’clock of the next day on', async () => {
      const day = today()
      await world.sell('SPRING0001', 19_900)
      until(1, '09:59')
      expect([await world.bills.trade(day), await world.bills.funds(day)]).toEqual([null, null])
      world.advance(60_000)
      expect([await world.bills.trade(day), await world.bills.funds(day)]).toEqual([
        [expect.anything()],
        [expect.anything(), expect.anything()],
      ])
    })

    test('a day that is not over has none, and one of long ago has none any more', async () => {
      const day = today()
      await world.sell('SPRING0001', 19_900)
      for (const ask of [world.bills.trade, world.bills.funds])
        expect(await refusal(ask(day))).toEqual(['PAYMENT_REFUSED', 'INVALID_REQUEST'])
      until(100, '12:00')
      for (const ask of [world.bills.trade, world.bills.funds])
        expect(await refusal(ask(day))).toEqual(['PAYMENT_REFUSED', 'INVALID_REQUEST'])
    })

    test('a day on which nothing moved has no bill', async () => {
      const day = today()
      until(1, '12:00')
      expect([await world.bills.trade(day), await world.bills.funds(day)]).toEqual([null, null])
    })

    test('what was paid and given back, with the fee; what moved, with what was left', async () => {
      const day = today()
      await world.sell('SPRING0001', 19_900)
      await world.sell('SUMMER0001', 84, 'native')
      world.advance(2_000)
      const back = await refund('SPRING0001', 'R1', 19_900, 9_900)
      const paid = await world.gateway.query({
        outTradeNo: 'SPRING0001',
        method: 'jsapi',
        fen: 19_900,
        openid: 'oMei-openid',
        seal: null,
      })
      until(1, '10:00')

      const trade = await world.bills.trade(day)
      expect(trade).toEqual([
        {
          kind: 'payment',
          outTradeNo: 'SPRING0001',
          transactionId: paid?.transactionId,
          outRefundNo: '',
          refundId: '',
          fen: 19_900,
          feeMilliFen: 119_000,
          at: `${paid?.paidAt?.slice(0, 19)}.000Z`,
          state: 'SUCCESS',
        },
        {
          kind: 'payment',
          outTradeNo: 'SUMMER0001',
          transactionId: number,
          outRefundNo: '',
          refundId: '',
          fen: 84,
          feeMilliFen: 1_000,
          at: time,
          state: 'SUCCESS',
        },
        {
          kind: 'refund',
          outTradeNo: 'SPRING0001',
          transactionId: paid?.transactionId,
          outRefundNo: 'R1',
          refundId: back.refundId,
          fen: 9_900,
          feeMilliFen: -59_000,
          at: time,
          state: 'SUCCESS',
        },
      ])
      const [spring, summer] = trade ?? []
      expect(await world.bills.funds(day)).toEqual([
        { at: time, bizNo: spring?.transactionId, kind: '交易', direction: 'in', fen: 19_900, balanceFen: 19_900 },
        {
          at: time,
          bizNo: spring?.transactionId,
          kind: '扣除交易手续费',
          direction: 'out',
          fen: 119,
          balanceFen: 19_781,
        },
        { at: time, bizNo: summer?.transactionId, kind: '交易', direction: 'in', fen: 84, balanceFen: 19_865 },
        {
          at: time,
          bizNo: summer?.transactionId,
          kind: '扣除交易手续费',
          direction: 'out',
          fen: 1,
          balanceFen: 19_864,
        },
        { at: time, bizNo: back.refundId, kind: '退款', direction: 'out', fen: 9_841, balanceFen: 10_023 },
      ])
    })

    test('however often a payment is given back in parts, no more fee comes back than was kept', async () => {
      const day = today()
      await world.sell('SPRING0001', 168)
      await refund('SPRING0001', 'R1', 168, 84)
      world.advance(60_000)
      await refund('SPRING0001', 'R2', 168, 84)
      until(1, '10:00')
      const fees = (await world.bills.trade(day))?.map(({ kind, feeMilliFen }) => [kind, feeMilliFen])
      expect(fees).toEqual([
        ['payment', 1_000],
        ['refund', -1_000],
        ['refund', 0],
      ])
      expect((await world.bills.funds(day))?.at(-1)?.balanceFen).toBe(0)
    })

    test('midnight in China parts the days', async () => {
      until(1, '23:59')
      const before = today()
      await world.sell('LATE000001', 100)
      world.advance(60_000)
      const after = today()
      await world.sell('EARLY00001', 200)
      until(1, '10:00')
      const sold = async (day: string) => (await world.bills.trade(day))?.map(({ outTradeNo }) => outTradeNo)
      expect([await sold(before), await sold(after)]).toEqual([['LATE000001'], ['EARLY00001']])
      const left = async (day: string) => (await world.bills.funds(day))?.at(-1)?.balanceFen
      expect([await left(before), await left(after)]).toEqual([99, 298])
    })

    test('a transfer leaves when it is begun, and comes back when nobody took it', async () => {
      await world.sell('SPRING0001', 19_900)
      world.advance(2_000)
      const started = today()
      const { transferBillNo } = await world.transfers.start({
        outBillNo: 'WD01',
        openid: 'oLei-openid',
        fen: 5_000,
        remark: '佣金',
      })
      world.advance(DAY)
      const ended = today()
      until(1, '10:00')
      expect((await world.bills.funds(started))?.at(-1)).toEqual({
        at: time,
        bizNo: transferBillNo,
        kind: '商家转账',
        direction: 'out',
        fen: 5_000,
        balanceFen: 14_781,
      })
      expect(await world.bills.funds(ended)).toEqual([
        { at: time, bizNo: transferBillNo, kind: '商家转账退回', direction: 'in', fen: 5_000, balanceFen: 19_781 },
      ])
      expect(await world.bills.trade(ended)).toBeNull()
    })

    test('a falsified bill is read as it stands: that is for the reconciliation to find', async () => {
      const day = today()
      await world.sell('SPRING0001', 19_900)
      await world.sell('SUMMER0001', 10_000)
      await world.falsify(day, { drop: 'SPRING0001' })
      await world.falsify(day, { stranger: { outTradeNo: 'STRANGER01', fen: 700 } })
      await world.falsify(day, { amount: { of: 'SUMMER0001', fen: 9_999 } })
      until(1, '10:00')
      const lines = (await world.bills.trade(day))?.map(({ outTradeNo, fen }) => [outTradeNo, fen])
      expect(lines?.sort()).toEqual([
        ['STRANGER01', 700],
        ['SUMMER0001', 9_999],
      ])
    })
  })
}
