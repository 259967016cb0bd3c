import { factsOf, financeSchool, linesOf, MONDAY, onlyWeChat, SATURDAY, SUNDAY } from '../../platform/memory/finance'
import { MEI, ZHOU } from '../../platform/memory/school'
import { LIN } from '../../platform/memory/teacher'
import { AppError } from '../contract/errors'
import { lookAtOrder } from '../orders/closeOrder'
import { orders } from '../orders/orders'
import type { Bill, FundLine, Ports, TradeLine } from '../ports'
import { withdraw } from '../profit/withdraw'
import { payNotify } from './payNotify'

const NOBODY = { userId: '', openid: '', roles: [] }
const HOUR = 3_600_000
const states = (days: { day: string; state: string }[]) => days.map(({ day, state }) => `${day} ${state}`)

describe('what the trade bill says and we do not', () => {
  test('a payment whose notice was lost is booked, its course opened, and the difference mended', async () => {
    const { sell, orderOf, payments, ring, until, look, store, alerts } = await financeSchool()
    await sell(ZHOU)
    const orderId = await orderOf(MEI)
    payments.pay(orderId)
    until(SUNDAY, '10:10:00')
    expect(await ring()).toMatchObject([{ state: 'resolved', payments: 2, openDifferences: 0 }])
    expect(factsOf((await look(SATURDAY)).differences)).toEqual([
      { is: 'mended: payment missingHere', of: orderId, ourFen: null, theirFen: 19900 },
    ])
    expect(store.all('orders')).toMatchObject([{ state: 'paid' }, { _id: orderId, state: 'paid', todo: [] }])
    expect(store.all('enrolments')).toMatchObject([{ userId: 'zhou' }, { userId: 'mei', hasAccess: true }])
    expect(alerts).toEqual([{ code: 'BILL_DIFFERS', facts: { gateway: 'wechatPay', day: SATURDAY, open: 0 } }])
  })

  test('one of an order that had been closed is booked as late and given back, and its refund fits the next day', async () => {
    const { sell, orderOf, payments, ring, until, look, sweep, clock, entries, gatewayFen } = await financeSchool()
    await sell(ZHOU)
    const orderId = await orderOf(MEI)
    clock.advance(HOUR)
    await sweep()
    payments.pay(orderId)
    until(SUNDAY, '10:10:00')
    expect(states(await ring())).toEqual([`${SATURDAY} resolved`])
    expect(factsOf((await look(SATURDAY)).differences)).toEqual([
      { is: 'mended: payment missingHere', of: orderId, ourFen: null, theirFen: 19900 },
    ])
    expect(entries('late').map(({ day }) => day)).toEqual([SATURDAY])
    until(MONDAY, '10:10:00')
    expect(states(await ring())).toEqual([`${SATURDAY} resolved`, `${SUNDAY} even`])
    expect(gatewayFen()).toBe(19900 - 119)
  })

  test('an order that we know as paid and whose entry is not written yet: it is written, and nothing more is made of it', async () => {
    const { sell, orderOf, payments, ring, until, look, ports, store } = await financeSchool()
    await sell(ZHOU)
    const orderId = await orderOf(MEI)
    // The notice was booked, and its function died right after the answer.
    await payNotify({ ...ports, afterwards: () => {} })(NOBODY, payments.pay(orderId))
    until(SUNDAY, '10:10:00')
    await ring()
    expect(factsOf((await look(SATURDAY)).differences)).toMatchObject([
      { is: 'mended: payment missingHere', of: orderId },
    ])
    expect(store.all('orders')).toMatchObject([{ todo: [] }, { state: 'paid', todo: [], refunds: [] }])
  })

  test('a payment of no order of ours, and one that cannot be asked about just now, stay open', async () => {
    const { sell, orderOf, payments, ring, until, look, again, ports, alterTrade } = await financeSchool()
    await sell(ZHOU)
    const orderId = await orderOf(MEI)
    payments.pay(orderId)
    alterTrade(SATURDAY, (lines) => [...lines, { ...stranger, outTradeNo: 'STALL-7' }])
    until(SUNDAY, '10:10:00')
    const silent = { ...payments, query: async () => Promise.reject(new AppError('PAYMENT_UNAVAILABLE')) }
    expect(await ring({ ...ports, gateways: () => silent })).toMatchObject([{ state: 'differs', openDifferences: 3 }])
    await again(SATURDAY)
    const found = factsOf((await look(SATURDAY)).differences)
    expect(found).toHaveLength(3)
    expect(found).toEqual(
      expect.arrayContaining([
        { is: 'mended: payment missingHere', of: orderId, ourFen: null, theirFen: 19900 },
        { is: 'open: payment missingHere', of: 'STALL-7', ourFen: null, theirFen: 500 },
        { is: 'open: payment funds', of: 'STALL-7', ourFen: 500, theirFen: null },
      ]),
    )
  })

  test('a refund made in the merchant’s console whose notice was lost is booked, and shuts what was bought', async () => {
    const { sell, ring, until, look, giveBackInConsole, store } = await financeSchool()
    const orderId = await sell(MEI)
    await giveBackInConsole(orderId, 'CONSOLE1', 19900)
    until(SUNDAY, '10:10:00')
    expect(await ring()).toMatchObject([{ state: 'resolved', refunds: 1 }])
    expect(factsOf((await look(SATURDAY)).differences)).toEqual([
      { is: 'mended: refund missingHere', of: 'CONSOLE1', ourFen: null, theirFen: 19900 },
    ])
    expect(store.all('orders')).toMatchObject([
      { state: 'refunded', refunds: [{ refundNo: 'CONSOLE1', by: 'elsewhere' }] },
    ])
    expect(store.all('enrolments')).toMatchObject([{ hasAccess: false }])
  })

  test('parts given back in the console that we booked as one sum under a number of our own fit together', async () => {
    const { sell, ring, until, giveBackInConsole, store, ports } = await financeSchool()
    const orderId = await sell(MEI)
    await giveBackInConsole(orderId, 'CONSOLE1', 900)
    await giveBackInConsole(orderId, 'CONSOLE2', 19000)
    const order = await orders(ports).find(orderId)
    if (!order) throw new Error('no order')
    await lookAtOrder(ports, order)
    expect(store.all('orders')).toMatchObject([{ state: 'refunded', refunds: [{ refundNo: `${orderId}E` }] }])
    until(SUNDAY, '10:10:00')
    expect(await ring()).toMatchObject([{ state: 'even', refunds: 2, refundedFen: 19900 }])
  })
})

describe('what we say and the trade bill does not', () => {
  test('a payment that is missing there, one of another amount, a refund that is missing there', async () => {
    const { sell, giveBack, ring, until, look, bills, withBills } = await financeSchool()
    const gone = await sell(MEI)
    const less = await sell(ZHOU)
    await giveBack(less, 100)
    until(SUNDAY, '10:10:00')
    const [, line] = linesOf(await bills.trade(SATURDAY))
    if (!line) throw new Error('no line')
    const funds = [
      { at: line.at, bizNo: line.transactionId, kind: '交易', direction: 'in', fen: 19681, balanceFen: 19681 } as const,
    ]
    const altered = withBills({ [SATURDAY]: { trade: [{ ...line, fen: 19800 }], funds } })
    expect(await ring(altered)).toMatchObject([{ state: 'differs', openDifferences: 3, payments: 1, paidFen: 19800 }])
    const found = factsOf((await look(SATURDAY)).differences)
    expect(found).toHaveLength(3)
    expect(found).toEqual(
      expect.arrayContaining([
        { is: 'open: payment missingThere', of: gone, ourFen: 19900, theirFen: null },
        { is: 'open: payment amount', of: less, ourFen: 19900, theirFen: 19800 },
        { is: 'open: refund missingThere', of: `${less}R1`, ourFen: 100, theirFen: null },
      ]),
    )
  })

  test('a refund that failed at the bank although we booked it', async () => {
    const { sell, giveBack, ring, until, look, alterTrade, alterFunds } = await financeSchool()
    const orderId = await sell(MEI)
    await giveBack(orderId, 100)
    alterTrade(SATURDAY, (lines) =>
      lines.map((line) => (line.kind === 'refund' ? { ...line, state: 'FAIL', feeMilliFen: 0 } : line)),
    )
    alterFunds(SATURDAY, (lines) => lines.filter(({ kind }) => kind !== '退款'))
    until(SUNDAY, '10:10:00')
    await ring()
    expect(factsOf((await look(SATURDAY)).differences)).toEqual([
      { is: 'open: refund state', of: `${orderId}R1`, ourFen: 100, theirFen: 0 },
    ])
  })

  test('a refund of a top-up that WeChat Pay has not carried out yet is in our books already: that is no difference', async () => {
    const { orderOf, notify, payments, ports, giveBack, ring, until, store } = await financeSchool()
    const orderId = await orderOf(MEI, 'topUp')
    await notify(payments.pay(orderId))
    const poor = {
      ...payments,
      refund: async () => Promise.reject(new AppError('PAYMENT_REFUSED', { code: 'NOT_ENOUGH' })),
    }
    await giveBack(orderId, undefined, { ...ports, gateways: () => poor })
    expect(store.all('orders')).toMatchObject([{ refund: { state: 'stuck' } }])
    until(SUNDAY, '10:10:00')
    expect(states(await ring())).toEqual([`${SATURDAY} even`])
  })
})

describe('around midnight', () => {
  test('paid in the last second and heard of on the next day: it belongs to the day on which it was paid', async () => {
    const { orderOf, payments, notify, until, ring, entries } = await financeSchool()
    until(SATURDAY, '23:59:59')
    const notice = payments.pay(await orderOf(MEI))
    until(SUNDAY, '00:00:07')
    await notify(notice)
    expect(entries('sale').map(({ day }) => day)).toEqual([SATURDAY])
    until(SUNDAY, '10:10:00')
    expect(await ring()).toMatchObject([{ day: SATURDAY, state: 'even', payments: 1 }])
  })

  test('a refund that was accepted before midnight and arrived days later is found by its number', async () => {
    const { sell, until, payments, ports, giveBack, ring, entries, bills, sweep } = await financeSchool()
    const orderId = await sell(MEI)
    until(SATURDAY, '23:59:30')
    // The bank takes its time, and the bill of the day says so for ever.
    const trade = async (day: string): Promise<Bill<TradeLine>> => {
      const bill = await bills.trade(day)
      const slowed = (line: TradeLine) => (line.kind === 'refund' ? { ...line, state: 'PROCESSING' } : line)
      return bill === 'late' ? bill : bill.map(slowed)
    }
    const refund = async (asked: Parameters<typeof payments.refund>[0]) =>
      ({ ...(await payments.refund(asked)), state: 'PROCESSING' }) as const
    const slow: Ports = {
      ...ports,
      gateways: () => ({ ...payments, refund, refundOf: async () => null }),
      bills: onlyWeChat({ ...bills, trade }),
    }
    await giveBack(orderId, undefined, slow)
    until(SUNDAY, '10:10:00')
    expect(await ring(slow)).toMatchObject([{ day: SATURDAY, state: 'even', refunds: 1 }])

    until('2026-11-25', '09:00:00')
    await sweep()
    expect(entries('refund').map(({ day }) => day)).toEqual(['2026-11-25'])
    until('2026-11-27', '12:10:00')
    expect(
      states(await ring({ ...ports, bills: onlyWeChat({ ...bills, trade }) })).filter((day) => !day.endsWith('even')),
    ).toEqual([])
  })

  /** A refund of ours from the last second of Saturday, and WeChat Pay's lines of it as they would stand in Sunday's bills. */
  async function lateRefund() {
    const world = await financeSchool()
    const orderId = await world.sell(MEI)
    world.until(SATURDAY, '23:59:59')
    await world.giveBack(orderId, 100)
    world.until(MONDAY, '10:10:00')
    const all = { trade: linesOf(await world.bills.trade(SATURDAY)), funds: linesOf(await world.bills.funds(SATURDAY)) }
    const isBack = ({ kind }: TradeLine | FundLine) => kind === 'refund' || kind === '退款'
    const at = '2026-11-21T16:00:00.000Z'
    const saturday = {
      trade: all.trade.filter((line) => !isBack(line)),
      funds: all.funds.filter((line) => !isBack(line)),
    }
    const trade = all.trade.filter(isBack).map((line) => ({ ...line, at }))
    const funds = all.funds.filter(isBack).map((line) => ({ ...line, at }))
    return { ...world, orderId, all, saturday, sunday: { trade, funds } }
  }

  test('with a clock of ours that is behind, a refund may stand in the next day’s bill: nobody is alarmed', async () => {
    const { ring, withBills, saturday, sunday, alerts } = await lateRefund()
    expect(states(await ring(withBills({ [SATURDAY]: saturday, [SUNDAY]: sunday })))).toEqual([
      `${SATURDAY} even`,
      `${SUNDAY} even`,
    ])
    expect(alerts).toEqual([])
  })

  test('what the next day’s bill does not explain either differs there', async () => {
    const { ring, withBills, saturday, look, orderId } = await lateRefund()
    const sunday = { trade: [], funds: [] }
    expect(states(await ring(withBills({ [SATURDAY]: saturday, [SUNDAY]: sunday })))).toEqual([
      `${SATURDAY} even`,
      `${SUNDAY} differs`,
    ])
    expect(factsOf((await look(SUNDAY)).differences)).toEqual([
      { is: 'open: refund missingThere', of: `${orderId}R1`, ourFen: 100, theirFen: null },
    ])
  })

  test('what the trade bill has at the last second may move on the account at the first of the next day', async () => {
    const { ring, withBills, all, saturday, sunday, look, orderId } = await lateRefund()
    const bills = { [SATURDAY]: { ...all, funds: saturday.funds }, [SUNDAY]: { trade: [], funds: sunday.funds } }
    expect(states(await ring(withBills(bills)))).toEqual([`${SATURDAY} even`, `${SUNDAY} even`])

    const other = await lateRefund()
    await other.ring(other.withBills({ ...bills, [SUNDAY]: { trade: [], funds: [] } }))
    expect(factsOf((await other.look(SUNDAY)).differences)).toEqual([
      { is: 'open: refund funds', of: `${other.orderId}R1`, ourFen: -99, theirFen: null },
    ])
    expect([(await look(SUNDAY)).differences, orderId]).toEqual([[], other.orderId])
  })

  test('a bill that came late makes the next day be compared again', async () => {
    const { ring, withBills, saturday, sunday, look } = await lateRefund()
    expect(states(await ring(withBills({ [SUNDAY]: sunday })))).toEqual([`${SATURDAY} waiting`, `${SUNDAY} even`])
    // Without its counterpart on Saturday, Sunday only knew that it fits.
    await ring(withBills({ [SATURDAY]: saturday, [SUNDAY]: { trade: [], funds: [] } }))
    expect((await look(SUNDAY)).day).toMatchObject({ state: 'differs' })
  })
})

describe('the fund bill', () => {
  const line = (bizNo: string, kind: string, gainFen: number, balanceFen: number): FundLine => ({
    at: '2026-11-21T06:00:00.000Z',
    bizNo,
    kind,
    direction: gainFen < 0 ? 'out' : 'in',
    fen: Math.abs(gainFen),
    balanceFen,
  })

  test('a payment that moved no money, one that moved another sum, and a movement that nothing explains', async () => {
    const { sell, ring, until, look, bills, withBills } = await financeSchool()
    const none = await sell(MEI)
    const more = await sell(ZHOU)
    until(SUNDAY, '10:10:00')
    const trade = linesOf(await bills.trade(SATURDAY))
    const number = trade.find(({ outTradeNo }) => outTradeNo === more)?.transactionId ?? ''
    const funds = [
      line(number, '交易', 19900, 19900),
      line(number, '扣除交易手续费', -120, 19780),
      line('9001', '扣罚', -300, 19480),
    ]
    await ring(withBills({ [SATURDAY]: { trade, funds } }))
    const found = factsOf((await look(SATURDAY)).differences)
    expect(found).toHaveLength(3)
    expect(found).toEqual(
      expect.arrayContaining([
        { is: 'open: payment funds', of: none, ourFen: 19781, theirFen: null },
        { is: 'open: payment funds', of: more, ourFen: 19781, theirFen: 19780 },
        { is: 'open: other funds', of: '9001', ourFen: null, theirFen: -300 },
      ]),
    )
  })

  test('a balance that does not come out, within a day and from one to the next', async () => {
    const { sell, ring, until, look, bills, withBills } = await financeSchool()
    await sell(MEI)
    until(MONDAY, '10:10:00')
    const saturday = { trade: linesOf(await bills.trade(SATURDAY)), funds: linesOf(await bills.funds(SATURDAY)) }
    const [income, fee] = saturday.funds
    if (!income || !fee) throw new Error('no funds')
    const wrong = { ...saturday, funds: [income, { ...fee, balanceFen: 19000 }] }
    const sunday = { trade: [], funds: [line('9001', '扣罚', -1, 18000)] }
    await ring(withBills({ [SATURDAY]: wrong, [SUNDAY]: sunday }))
    expect(factsOf((await look(SATURDAY)).differences)).toEqual([
      { is: 'open: other funds', of: 'balance', ourFen: 19781, theirFen: 19000 },
    ])
    expect(factsOf((await look(SUNDAY)).differences)).toEqual(
      expect.arrayContaining([{ is: 'open: other funds', of: 'opening', ourFen: 19000, theirFen: 18001 }]),
    )
  })

  test('money taken to the school’s own bank is booked as such, once', async () => {
    const { sell, ring, until, bills, withBills, entries, again, gatewayFen } = await financeSchool()
    await sell(MEI)
    until(SUNDAY, '10:10:00')
    const saturday = { trade: linesOf(await bills.trade(SATURDAY)), funds: linesOf(await bills.funds(SATURDAY)) }
    const some = withBills({
      [SATURDAY]: { ...saturday, funds: [...saturday.funds, line('8001', '提现', -10000, 9781)] },
    })
    expect(states(await ring(some))).toEqual([`${SATURDAY} even`])
    expect((await again(SATURDAY, some)).day.state).toBe('even')
    expect(entries('bank')).toMatchObject([
      {
        lines: [
          { account: 'bank', amount: 10000 },
          { account: 'gateway:wechatPay', amount: -10000 },
        ],
        words: '提现',
      },
    ])
    expect(gatewayFen()).toBe(9781)
  })

  test('money of a refund that could not be delivered comes back and is explained by the day on which it went', async () => {
    const { sell, ring, until, bills, withBills, giveBack, ports, payments, look } = await financeSchool()
    const orderId = await sell(MEI)
    const refund = async (asked: Parameters<typeof payments.refund>[0]) =>
      ({ ...(await payments.refund(asked)), state: 'PROCESSING' }) as const
    await giveBack(orderId, 100, { ...ports, gateways: () => ({ ...payments, refund, refundOf: async () => null }) })
    until(MONDAY, '10:10:00')
    const trade = linesOf(await bills.trade(SATURDAY)).map((one) =>
      one.kind === 'refund' ? { ...one, state: 'PROCESSING' } : one,
    )
    const saturday = { trade, funds: linesOf(await bills.funds(SATURDAY)) }
    const refundId = trade.find(({ kind }) => kind === 'refund')?.refundId ?? ''
    const back = { trade: [], funds: [line(refundId, '退款失败退回', 99, 19781)] }
    expect(states(await ring(withBills({ [SATURDAY]: saturday, [SUNDAY]: back })))).toEqual([
      `${SATURDAY} even`,
      `${SUNDAY} even`,
    ])
    expect((await look(SUNDAY)).differences).toEqual([])
  })
})

// On a day with payouts only the trade bill is empty.
describe('payouts to teachers', () => {
  /** Lin's share of SPRING can be withdrawn; the clock stands on the day of the asking, at noon. */
  async function withdrawing() {
    const world = await financeSchool()
    await world.sell(MEI)
    await world.ripen()
    world.until('2026-11-30', '12:00:00')
    const { withdrawal } = await withdraw(world.ports)(LIN, { action: 'ask', fen: 5000 })
    return { ...world, withdrawalId: withdrawal.withdrawalId }
  }

  test('one that is on the bill when it was started and in our books a day later fits', async () => {
    const { transfers, notify, ring, until, withdrawalId, entries, gatewayFen } = await withdrawing()
    until('2026-12-01', '11:00:00')
    await notify(transfers.confirm(withdrawalId))
    expect(entries('withdrawPaid').map(({ day }) => day)).toEqual(['2026-12-01'])
    until('2026-12-03', '12:10:00')
    const days = states(await ring())
    expect(days.filter((day) => !day.endsWith('even'))).toEqual([])
    expect(gatewayFen()).toBe(19900 - 5000)
  })

  test('one that nobody took goes out and comes back, and we have neither', async () => {
    const { ring, until, sweep } = await withdrawing()
    until('2026-12-01', '12:30:00')
    await sweep()
    until('2026-12-03', '12:10:00')
    expect(states(await ring()).filter((day) => !day.endsWith('even'))).toEqual([])
  })

  test('one whose end we have not heard of is looked at and mended', async () => {
    const { ring, until, look, store } = await withdrawing()
    until('2026-12-03', '12:10:00')
    await ring()
    expect(factsOf((await look('2026-12-01')).differences)).toMatchObject([{ is: 'mended: transfer state' }])
    expect(store.all('withdrawals')).toMatchObject([{ state: 'failed' }])
  })

  test('one that we booked as paid and the account never lost, and one that the account lost and nobody here asked for', async () => {
    const { transfers, notify, ring, until, look, withdrawalId, alterFunds } = await withdrawing()
    await notify(transfers.confirm(withdrawalId))
    alterFunds('2026-11-30', (lines) => lines.map((one) => ({ ...one, bizNo: 't-unknown' })))
    until('2026-12-02', '12:10:00')
    await ring()
    expect(factsOf((await look('2026-11-30')).differences)).toEqual(
      expect.arrayContaining([
        { is: 'open: transfer missingThere', of: withdrawalId, ourFen: 5000, theirFen: null },
        { is: 'open: other funds', of: 't-unknown', ourFen: null, theirFen: -5000 },
      ]),
    )
  })

  test('one of another amount', async () => {
    const { transfers, notify, ring, until, look, withdrawalId, alterFunds } = await withdrawing()
    await notify(transfers.confirm(withdrawalId))
    alterFunds('2026-11-30', (lines) => lines.map((one) => ({ ...one, fen: 5001, balanceFen: one.balanceFen - 1 })))
    until('2026-12-02', '12:10:00')
    await ring()
    expect(factsOf((await look('2026-11-30')).differences)).toEqual([
      { is: 'open: transfer amount', of: withdrawalId, ourFen: 5000, theirFen: 5001 },
    ])
  })
})

const stranger: TradeLine = {
  kind: 'payment',
  outTradeNo: '',
  transactionId: '4299',
  outRefundNo: '',
  refundId: '',
  fen: 500,
  feeMilliFen: 0,
  at: '2026-11-21T06:00:00.000Z',
  state: 'SUCCESS',
}
