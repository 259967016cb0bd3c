import {
  CHEN,
  factsOf,
  financeSchool,
  linesOf,
  MONDAY,
  onlyWeChat,
  SATURDAY,
  SUNDAY,
  TUESDAY,
} from '../../platform/memory/finance'
import { deathsIn, IMMORTAL, lived, mortal } from '../../platform/memory/mortal'
import { MEI, ZHOU } from '../../platform/memory/school'
import { refusalOf } from '../../platform/memory/teacher'
import { AppError } from '../contract/errors'
import type { TradeLine } from '../ports'
import { compareDay } from './compareDay'
import { MOST_LISTED } from './reconciled'
import { reconciliation } from './reconciliation'

const stranger = (outTradeNo: string): TradeLine => ({
  kind: 'payment',
  outTradeNo,
  transactionId: `42${outTradeNo}`,
  outRefundNo: '',
  refundId: '',
  fen: 500,
  feeMilliFen: 3000,
  at: '2026-11-21T06:00:00.000Z',
  state: 'SUCCESS',
})

/** On Saturday a market stall was paid with the school's code: 5 yuan that no order of ours knows, on both bills. */
async function stall() {
  const world = await financeSchool()
  await world.sell(MEI)
  world.alterTrade(SATURDAY, (lines) => [...lines, stranger('STALL-7')])
  world.alterFunds(SATURDAY, (lines) => [
    ...lines,
    { at: '2026-11-21T06:00:00.000Z', bizNo: '42STALL-7', kind: '交易', direction: 'in', fen: 500, balanceFen: 20281 },
    {
      at: '2026-11-21T06:00:00.000Z',
      bizNo: '42STALL-7',
      kind: '扣除交易手续费',
      direction: 'out',
      fen: 3,
      balanceFen: 20278,
    },
  ])
  world.until(SUNDAY, '10:10:00')
  await world.ring()
  const [difference] = (await world.look(SATURDAY)).differences
  if (!difference) throw new Error('no difference')
  return { ...world, differenceId: difference.differenceId }
}

test('finance says why a difference is all right, and the books follow the account', async () => {
  const { differenceId, look, resolve, clock, entries, store, gatewayFen } = await stall()
  const open = await look(SATURDAY)
  expect(open.differences).toEqual([
    {
      differenceId,
      gateway: 'wechatPay',
      day: SATURDAY,
      kind: 'missingHere',
      about: 'payment',
      outTradeNo: 'STALL-7',
      outRefundNo: '',
      ourFen: null,
      theirFen: 500,
      words: '账单上有这笔收款,账本里没有',
      state: 'open',
      reason: '',
      resolvedBy: '',
      resolvedAt: null,
    },
  ])
  expect(gatewayFen()).toBe(20278 - 500)

  clock.advance(60_000)
  const resolvedAt = clock.now().toISOString()
  const resolved = await resolve(differenceId, '集市摊位的收款')
  expect(resolved).toEqual({
    action: 'resolve',
    day: { ...open.day, state: 'resolved', openDifferences: 0 },
    differences: [
      { ...open.differences[0], state: 'resolved', reason: '集市摊位的收款', resolvedBy: 'chen', resolvedAt },
    ],
  })
  expect(entries('difference')).toMatchObject([
    {
      _id: `${differenceId}:difference`,
      at: resolvedAt,
      words: '集市摊位的收款',
      lines: [
        { account: 'gateway:wechatPay', unit: 'fen', amount: 500 },
        { account: 'differences', unit: 'fen', amount: -500 },
      ],
    },
  ])
  expect(store.all('audits').filter(({ what }) => what === 'difference')).toEqual([
    {
      _id: `difference:${differenceId}`,
      at: resolvedAt,
      by: 'chen',
      what: 'difference',
      differenceId,
      reason: '集市摊位的收款',
    },
  ])
  expect(gatewayFen()).toBe(20278)
  // Said again, in other words, nothing changes.
  clock.advance(60_000)
  expect(await resolve(differenceId, '另一个说法')).toEqual(resolved)
  expect(entries('difference')).toHaveLength(1)
})

test('compared anew, what was resolved stays resolved', async () => {
  const { differenceId, resolve, again, ring, entries, alerts } = await stall()
  const resolved = await resolve(differenceId)
  const seen = await again(SATURDAY)
  expect(seen).toMatchObject({ action: 'again', day: { state: 'resolved' }, differences: resolved.differences })
  await ring()
  expect(entries('difference')).toHaveLength(1)
  expect(alerts.filter(({ code }) => code === 'BILL_DIFFERS')).toHaveLength(1)
})

test('should the books have the money after all, what was posted for it is taken back', async () => {
  const { sell, orderOf, payments, ports, until, ring, look, resolve, again, sweep, gatewayFen, entries } =
    await financeSchool()
  await sell(ZHOU)
  const orderId = await orderOf(MEI)
  payments.pay(orderId)
  until(SUNDAY, '10:10:00')
  const silent = { ...payments, query: async () => Promise.reject(new AppError('PAYMENT_UNAVAILABLE')) }
  await ring({ ...ports, gateways: () => silent })
  const [difference] = (await look(SATURDAY)).differences
  await resolve(difference?.differenceId ?? '', '先记上')
  expect(gatewayFen()).toBe(2 * (19900 - 119))
  // The sweep reaches the gateway again, and books the sale.
  await sweep()
  expect(gatewayFen()).toBe(2 * (19900 - 119) + 19900)
  for (const _ of ['once', 'twice']) expect((await again(SATURDAY)).day.state).toBe('resolved')
  expect(gatewayFen()).toBe(2 * (19900 - 119))
  expect(entries('difference').map(({ lines }) => lines[0]?.amount)).toEqual([19900, -19900])
})

test('where both speak of the same money and disagree how far it is, nothing is posted', async () => {
  const { sell, giveBack, ring, until, ports, payments, look, resolve, entries, bills } = await financeSchool()
  const orderId = await sell(MEI)
  const stuck = async (asked: Parameters<typeof payments.refund>[0]) =>
    ({ ...(await payments.refund(asked)), state: 'ABNORMAL' }) as const
  const gateways = () => ({ ...payments, refund: stuck, refundOf: async () => null })
  await giveBack(orderId, 100, { ...ports, gateways })
  until(SUNDAY, '10:10:00')
  await ring({ ...ports, gateways, bills: onlyWeChat(bills) })
  const { differences } = await look(SATURDAY)
  expect(factsOf(differences)).toEqual([{ is: 'open: refund state', of: `${orderId}R1`, ourFen: 100, theirFen: 100 }])
  expect((await resolve(differences[0]?.differenceId ?? '', '已和银行确认')).day.state).toBe('resolved')
  expect(entries('difference')).toEqual([])
})

test('a payment that came and went without us is two differences, both mended', async () => {
  const { sell, orderOf, payments, giveBackInConsole, ring, until, look, gatewayFen, bills } = await financeSchool()
  await sell(ZHOU)
  const orderId = await orderOf(MEI)
  payments.pay(orderId)
  await giveBackInConsole(orderId, 'CONSOLE1', 19900)
  until(SUNDAY, '10:10:00')
  await ring()
  const { differences } = await look(SATURDAY)
  expect(factsOf(differences)).toEqual(
    expect.arrayContaining([
      { is: 'mended: payment missingHere', of: orderId, ourFen: null, theirFen: 19900 },
      { is: 'mended: refund missingHere', of: 'CONSOLE1', ourFen: null, theirFen: 19900 },
    ]),
  )
  expect(gatewayFen()).toBe(linesOf(await bills.funds(SATURDAY)).at(-1)?.balanceFen)
})

describe('resolving', () => {
  const CALLS = 12

  test.each(deathsIn(CALLS))('killed $when call $call and tried again, it is posted once', async (death) => {
    const { differenceId, resolve, ports, entries, look, store } = await stall()
    await lived(resolve(differenceId, '集市', mortal(ports, death).ports))
    await resolve(differenceId, '集市')
    expect(entries('difference')).toHaveLength(1)
    expect(store.all('audits').filter(({ what }) => what === 'difference')).toHaveLength(1)
    expect((await look(SATURDAY)).day).toMatchObject({ state: 'resolved', openDifferences: 0 })
  })

  test('every call is covered, and somebody who only looks puts right what a death left uncounted', async () => {
    const { differenceId, resolve, ports, look } = await stall()
    const life = mortal(ports, IMMORTAL)
    await resolve(differenceId, '集市', life.ports)
    expect(life.calls()).toBeLessThan(CALLS)

    const other = await stall()
    await lived(other.resolve(other.differenceId, '集市', mortal(other.ports, { call: 1, when: 'after' }).ports))
    expect(other.store.all('reconciledDays')).toMatchObject([{ openDifferences: 1 }])
    expect((await other.look(SATURDAY)).day).toMatchObject({ state: 'resolved', openDifferences: 0 })
    expect((await look(SATURDAY)).day).toMatchObject({ state: 'resolved' })
  })

  test('while a comparison that had counted it as open has yet to write that down', async () => {
    const { differenceId, resolve, store, ports } = await stall()
    let goOn = () => {}
    const gate = new Promise<void>((opens) => {
      goOn = opens
    })
    let counts = () => {}
    const counted = new Promise<void>((does) => {
      counts = does
    })
    const change: typeof ports.store.change = async (collection, ...rest) => {
      if (collection === 'reconciledDays') {
        counts()
        await gate
      }
      return ports.store.change(collection, ...rest)
    }
    const comparing = compareDay({ ...ports, store: { ...ports.store, change } }, 'wechatPay', SATURDAY)
    await counted
    await resolve(differenceId)
    goOn()
    await comparing
    expect(store.all('reconciledDays')).toMatchObject([{ state: 'resolved', openDifferences: 0 }])
  })

  test('needs a reason, a difference that there is, and a day that there is', async () => {
    const { ports, differenceId, resolve, look, again } = await stall()
    expect(await refusalOf(resolve('wechatPay:2026-11-21:NOBODY'))).toBe('BAD_INPUT')
    expect(await refusalOf(resolve(differenceId.replace('wechatPay', 'alipay')))).toBe('BAD_INPUT')
    expect(await refusalOf(look('2026-10-01'))).toBe('BAD_INPUT')
    expect(await refusalOf(again(SUNDAY))).toBe('BAD_INPUT')
    const { reconciliation: contract } = await import('../contract/reconciliation')
    expect(contract.input.safeParse({ action: 'resolve', differenceId, reason: ' 。 ' }).success).toBe(false)
    expect(await reconciliation(ports)(CHEN, { action: 'days' })).toMatchObject({ days: [{ day: SATURDAY }] })
  })
})

test('a bill whose fees changed after they were booked is a difference, and resolved the account is right', async () => {
  const { sell, ring, until, again, bills, withBills, resolve, gatewayFen } = await financeSchool()
  await sell(MEI)
  until(SUNDAY, '10:10:00')
  await ring()
  const trade = linesOf(await bills.trade(SATURDAY)).map((line) => ({ ...line, feeMilliFen: 100_000 }))
  const funds = linesOf(await bills.funds(SATURDAY)).map((line) =>
    line.direction === 'out' ? { ...line, fen: 100, balanceFen: 19800 } : line,
  )
  const { differences } = await again(SATURDAY, withBills({ [SATURDAY]: { trade, funds } }))
  expect(factsOf(differences)).toEqual([{ is: 'open: other amount', of: 'fees', ourFen: -119, theirFen: -100 }])
  await resolve(differences[0]?.differenceId ?? '')
  expect(gatewayFen()).toBe(19800)
})

test('a bill that is all strangers is counted whole and listed as far as anybody would read', async () => {
  const { sell, ring, until, look, withBills, resolve, again } = await financeSchool()
  await sell(MEI)
  until(SUNDAY, '10:10:00')
  const trade = Array.from({ length: MOST_LISTED + 20 }, (_, n) => ({ ...stranger(`STALL-${n}`), feeMilliFen: 0 }))
  const funds = trade.map(
    ({ transactionId: bizNo, at }, n) =>
      ({ at, bizNo, kind: '交易', direction: 'in', fen: 500, balanceFen: 500 * (n + 1) }) as const,
  )
  const wrong = withBills({ [SATURDAY]: { trade, funds } })
  const all = MOST_LISTED + 20 + 1
  expect(await ring(wrong)).toMatchObject([{ state: 'differs', openDifferences: all }])
  const { differences } = await look(SATURDAY)
  expect(differences).toHaveLength(MOST_LISTED)
  const [first] = differences
  await resolve(first?.differenceId ?? '')
  expect((await again(SATURDAY, wrong)).day).toMatchObject({ openDifferences: all - 1 })
  expect((await look(SATURDAY)).differences).toHaveLength(MOST_LISTED + 1)
})

test('the days are listed newest first, a page at a time', async () => {
  const { sell, ring, until, ports } = await financeSchool()
  await sell(MEI)
  for (const day of [MONDAY, TUESDAY]) {
    until(day, '12:10:00')
    await ring()
  }
  const finance = reconciliation(ports)
  const page = await finance(CHEN, { action: 'days' })
  expect(page).toMatchObject({
    action: 'days',
    days: [{ day: MONDAY }, { day: SUNDAY }, { day: SATURDAY }],
    next: null,
  })
  expect(await finance(CHEN, { action: 'days', after: SUNDAY })).toMatchObject({
    days: [{ day: SATURDAY }],
    next: null,
  })
})
