import { AppError } from '../../../core/contract/errors'
import type { Bills, FundLine, Gateway, TradeLine, Transfers } from '../../../core/ports'
import { linesOf } from '../../../platform/memory/finance'

type Change =
  | { drop: string }
  | { stranger: { outTradeNo: string; fen: number } }
  | { amount: { of: string; fen: number } }

/** Bills to be tried, with a shop that sells, a time that can be moved, and somebody who falsifies. */
export type BillsWorld = {
  bills: Bills
  gateway: Gateway
  /** Where the service also sends money to people. */
  transfers?: Transfers
  now(): Date
  advance(ms: number): void
  /** Somebody buys for so much. */
  sell(outTradeNo: string, fen: number): Promise<void>
  /** So much of it goes back, and arrives. */
  giveBack(outTradeNo: string, outRefundNo: string, fen: number, refundFen: number): Promise<void>
  /** From now on a bill of this day says something else: one line is missing, a stranger's is there, or an amount is another. */
  falsify(day: string, change: Change): Promise<void>
  /** The service has no bill of this day yet, as often as it is asked for now. */
  delay(day: string): Promise<void>
  close(): Promise<void>
}

type Movement = Pick<FundLine, 'kind' | 'direction' | 'fen'>

/** In what the services differ. */
export type BillsManner = {
  /** From when of the next day the bill is there; null where it is made when it is asked for. */
  readyAt: string | null
  /** How long it stays; null where nobody says. */
  keptDays: number | null
  /** By what the fund bill calls a movement: the service's own number, or the order's. */
  movementsBy: 'ownNumber' | 'orderNumber'
  /** What is kept of a payment; it comes back with a refund. */
  feeOf(fen: number): number
  /** What moves on the account by a payment or a refund; null where no bill tells. */
  moves: ((kind: TradeLine['kind'], fen: number, feeFen: number) => Movement[]) | null
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
export function billsSuite(name: string, manner: BillsManner, open: () => Promise<BillsWorld>): void {
  const { readyAt, keptDays, movementsBy, feeOf, moves } = manner
  const inFullView = readyAt ?? '10:00'

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
    /** Both bills of a day, or the one that there is. */
    const both = async (day: string) => [
      await world.bills.trade(day),
      ...(world.bills.funds ? [await world.bills.funds(day)] : []),
    ]
    const asks = (day: string) =>
      [world.bills.trade, ...(world.bills.funds ? [world.bills.funds] : [])].map((ask) => ask(day))
    const leftOn = async (day: string) => world.bills.funds && linesOf(await world.bills.funds(day)).at(-1)?.balanceFen
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/)
    const numberOf = (outTradeNo: string) => (movementsBy === 'orderNumber' ? outTradeNo : expect.stringMatching(/./))

    if (readyAt)
      test(`a day’s bill is late until ${readyAt} of the next day`, async () => {
        const day = today()
        await world.sell('SPRING0001', 19_900)
        until(1, readyAt)
        world.advance(-60_000)
        expect(await both(day)).toEqual(['late', 'late'].slice(0, moves ? 2 : 1))
        world.advance(60_000)
        expect((await both(day)).map((bill) => linesOf<unknown>(bill).length)).toEqual(
          moves ? [1, moves('payment', 19_900, feeOf(19_900)).length] : [1],
        )
      })

    if (keptDays)
      test('a day that is not over has none, and one of long ago has none any more', async () => {
        const day = today()
        await world.sell('SPRING0001', 19_900)
        for (const ask of asks(day)) expect(await refusal(ask)).toMatchObject(['PAYMENT_REFUSED', expect.anything()])
        until(keptDays + 2, '12:00')
        for (const ask of asks(day)) expect(await refusal(ask)).toMatchObject(['PAYMENT_REFUSED', expect.anything()])
      })

    test('a day on which nothing moved has a bill without lines', async () => {
      const day = today()
      until(1, '12:00')
      expect(await both(day)).toEqual(moves ? [[], []] : [[]])
    })

    test('what the service has not made yet is late, and no empty day', async () => {
      const day = today()
      await world.sell('SPRING0001', 19_900)
      until(1, '12:00')
      await world.delay(day)
      expect(await world.bills.trade(day)).toBe('late')
    })

    test('what was paid and given back, with the fee; what moved, with what was left', async () => {
      const day = today()
      await world.sell('SPRING0001', 19_900)
      world.advance(60_000)
      await world.sell('SUMMER0001', 84)
      world.advance(60_000)
      await world.giveBack('SPRING0001', 'SPRING01R1', 19_900, 9_900)
      until(1, inFullView)

      const feeBack = feeOf(9_900)
      expect(await world.bills.trade(day)).toEqual([
        {
          kind: 'payment',
          outTradeNo: 'SPRING0001',
          transactionId: numberOf('SPRING0001'),
          outRefundNo: '',
          refundId: '',
          fen: 19_900,
          feeMilliFen: feeOf(19_900) * 1000,
          at: time,
          state: 'SUCCESS',
        },
        {
          kind: 'payment',
          outTradeNo: 'SUMMER0001',
          transactionId: numberOf('SUMMER0001'),
          outRefundNo: '',
          refundId: '',
          fen: 84,
          feeMilliFen: feeOf(84) * 1000,
          at: time,
          state: 'SUCCESS',
        },
        {
          kind: 'refund',
          outTradeNo: 'SPRING0001',
          transactionId: numberOf('SPRING0001'),
          outRefundNo: 'SPRING01R1',
          refundId: numberOf('SPRING0001'),
          fen: 9_900,
          feeMilliFen: 0 - feeBack * 1000,
          at: time,
          state: 'SUCCESS',
        },
      ])
      if (!moves || !world.bills.funds) return
      const [spring, summer, back] = linesOf(await world.bills.trade(day))
      let balanceFen = 0
      const expected = [
        ...moves('payment', 19_900, feeOf(19_900)).map((one) => ({ ...one, bizNo: spring?.transactionId })),
        ...moves('payment', 84, feeOf(84)).map((one) => ({ ...one, bizNo: summer?.transactionId })),
        ...moves('refund', 9_900, feeBack).map((one) => ({ ...one, bizNo: back?.refundId })),
      ].map((one) => {
        balanceFen += one.direction === 'in' ? one.fen : -one.fen
        return { ...one, at: time, balanceFen }
      })
      expect(await world.bills.funds(day)).toEqual(expected)
    })

    test('however often a payment is given back in parts, no more fee comes back than was kept', async () => {
      const day = today()
      await world.sell('SPRING0001', 168)
      world.advance(60_000)
      await world.giveBack('SPRING0001', 'SPRING01R1', 168, 84)
      world.advance(60_000)
      await world.giveBack('SPRING0001', 'SPRING01R2', 168, 84)
      until(1, inFullView)
      const lines = linesOf(await world.bills.trade(day))
      expect(lines.map(({ kind }) => kind)).toEqual(['payment', 'refund', 'refund'])
      expect(lines.reduce((sum, { feeMilliFen }) => sum + feeMilliFen, 0)).toBe(0)
      expect(await leftOn(day)).toBe(moves ? 0 : null)
    })

    test('midnight in China parts the days', async () => {
      until(1, '23:59')
      const before = today()
      await world.sell('LATE000001', 100)
      world.advance(60_000)
      const after = today()
      await world.sell('EARLY00001', 200)
      until(1, inFullView)
      const sold = async (day: string) => linesOf(await world.bills.trade(day)).map(({ outTradeNo }) => outTradeNo)
      expect([await sold(before), await sold(after)]).toEqual([['LATE000001'], ['EARLY00001']])
      const left = 100 - feeOf(100)
      expect([await leftOn(before), await leftOn(after)]).toEqual(
        moves ? [left, left + 200 - feeOf(200)] : [null, null],
      )
    })

    test('a falsified bill is read as it stands: that is for the reconciliation to find', async () => {
      const day = today()
      await world.sell('SPRING0001', 19_900)
      await world.sell('SUMMER0001', 10_000)
      await world.falsify(day, { drop: 'SPRING0001' })
      await world.falsify(day, { stranger: { outTradeNo: 'STRANGER01', fen: 700 } })
      await world.falsify(day, { amount: { of: 'SUMMER0001', fen: 9_999 } })
      until(1, inFullView)
      const lines = linesOf(await world.bills.trade(day)).map(({ outTradeNo, fen }) => [outTradeNo, fen])
      expect(lines.sort()).toEqual([
        ['STRANGER01', 700],
        ['SUMMER0001', 9_999],
      ])
    })
  })
}

/** What only WeChat Pay does: payouts to people leave its account. */
export function payoutsSuite(name: string, open: () => Promise<BillsWorld>): void {
  test(`in ${name} a transfer leaves when it is begun, and comes back when nobody took it`, async () => {
    const world = await open()
    const { bills, transfers } = world
    if (!transfers || !bills.funds) throw new Error('this service sends nobody money')
    const today = () => inChina(world.now().getTime()).slice(0, 10)
    const time = expect.stringMatching(/Z$/)
    await world.sell('SPRING0001', 19_900)
    world.advance(2_000)
    const started = today()
    const { transferBillNo: bizNo } = await transfers.start({
      outBillNo: 'WD01',
      openid: 'oLei-openid',
      fen: 5_000,
      remark: '佣金',
    })
    world.advance(DAY)
    const ended = today()
    world.advance(
      Date.parse(`${inChina(world.now().getTime() + DAY).slice(0, 10)}T10:00:00+08:00`) - world.now().getTime(),
    )
    expect(linesOf(await bills.funds(started)).at(-1)).toEqual({
      at: time,
      bizNo,
      kind: '商家转账',
      direction: 'out',
      fen: 5_000,
      balanceFen: 14_781,
    })
    expect(await bills.funds(ended)).toEqual([
      { at: time, bizNo, kind: '商家转账退回', direction: 'in', fen: 5_000, balanceFen: 19_781 },
    ])
    expect(await bills.trade(ended)).toEqual([])
    await world.close()
  })
}
