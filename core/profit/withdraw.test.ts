import { deathsIn, IMMORTAL, lived, mortal } from '../../platform/memory/mortal'
import { MEI, ZHOU } from '../../platform/memory/school'
import { LIN, refusalOf, teachersSchool } from '../../platform/memory/teacher'
import { AppError } from '../contract/errors'
import { payoutOf, teacherOf } from '../ledger/entry'
import { ledger } from '../ledger/ledger'
import { reviewRefunds } from '../orders/reviewRefunds'
import { sweepOrders } from '../orders/sweepOrders'
import { payNotify } from '../payments/payNotify'
import type { Caller, Ports } from '../ports'
import { withdraw } from './withdraw'
import { GIVE_UP_MS, Withdrawal } from './withdrawal'

const NOBODY: Caller = { userId: '', openid: '', roles: [] }
const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Lin has 99.50 yuan to withdraw, from one sale of SPRING. */
async function given() {
  const world = await teachersSchool()
  const orderId = await world.sell()
  await world.ripen()
  const { ports, clock, sweep, store } = world
  const of = (some: Ports) => withdraw(some)
  return {
    ...world,
    orderId,
    ask: (fen = 5000, some = ports) => of(some)(LIN, { action: 'ask', fen }),
    look: (withdrawalId: string, some = ports) => of(some)(LIN, { action: 'look', withdrawalId }),
    cancel: (withdrawalId: string, some = ports) => of(some)(LIN, { action: 'cancel', withdrawalId }),
    notified: (letter: { headers: Record<string, string>; body: string }, some = ports) =>
      payNotify(some)(NOBODY, letter),
    /** What stands on the teacher's account, and on its way. */
    async held() {
      const [teacher, payout] = await Promise.all([
        ledger(ports).balanceOf(teacherOf('lin')),
        ledger(ports).balanceOf(payoutOf('lin')),
      ])
      return { teacher, payout }
    },
    kept: () => store.all('withdrawals').map((doc) => Withdrawal.parse(doc)),
    async later(ms: number) {
      clock.advance(ms)
      await sweep()
    },
  }
}

test('a withdrawal is set aside, confirmed by the teacher, and paid', async () => {
  const { ask, look, held, transfers, notified, clock, kept } = await given()
  const { withdrawal, merchant } = await ask()
  const askedAt = clock.now().toISOString()
  const confirmBy = new Date(clock.now().getTime() + 24 * HOUR).toISOString()
  expect(withdrawal).toEqual({
    withdrawalId: expect.stringMatching(/^XTW[0-9A-Z]{20}$/),
    fen: 5000,
    state: 'confirm',
    packageInfo: `package of ${withdrawal.withdrawalId}`,
    confirmBy,
    askedAt,
    endedAt: null,
    why: '',
  })
  expect(merchant).toEqual({ mchid: '1900000001', appid: 'wx8888888888888888' })
  expect(await held()).toEqual({ teacher: 4950, payout: 5000 })

  const notice = transfers.confirm(withdrawal.withdrawalId)
  clock.advance(MINUTE)
  const endedAt = clock.now().toISOString()
  for (const _ of ['once', 'twice']) expect(await notified(notice)).toEqual({ outcome: 'noted' })
  expect((await look(withdrawal.withdrawalId)).withdrawal).toEqual({
    ...withdrawal,
    state: 'paid',
    packageInfo: null,
    confirmBy: null,
    endedAt,
  })
  expect(await held()).toEqual({ teacher: 4950, payout: 0 })
  expect(kept()).toMatchObject([{ transferBillNo: 't1', dueAt: null }])
})

test('a notice that never comes is made good by the sweep', async () => {
  const { ask, held, transfers, later, kept } = await given()
  const { withdrawal } = await ask()
  transfers.confirm(withdrawal.withdrawalId)
  await later(HOUR)
  expect(kept()).toMatchObject([{ state: 'paid' }])
  expect(await held()).toEqual({ teacher: 4950, payout: 0 })
})

test('what nobody confirms within a day comes back to the teacher', async () => {
  const { ask, held, later, kept, clock } = await given()
  await ask()
  clock.advance(24 * HOUR - 2 * MINUTE)
  expect(await held()).toEqual({ teacher: 4950, payout: 5000 })
  await later(2 * MINUTE)
  expect(kept()).toMatchObject([{ state: 'failed', why: 'OVERDUE_CLOSE', packageInfo: null, dueAt: null }])
  expect(await held()).toEqual({ teacher: 9950, payout: 0 })

  const { withdrawal } = await ask()
  expect(withdrawal.state).toBe('confirm')
  expect(kept()).toMatchObject([{ attempt: 1 }, { attempt: 2, state: 'confirm' }])
})

test('two taps at once are one withdrawal; another amount is told that one is under way', async () => {
  const { ask, transfers, held } = await given()
  const [first, second, third] = await Promise.all([ask(), ask(), refusalOf(ask(3000))])
  expect(second).toEqual(first)
  expect(third).toBe('WITHDRAWAL_NOT_POSSIBLE UNDER_WAY')
  expect(await refusalOf(ask(3000))).toBe('WITHDRAWAL_NOT_POSSIBLE UNDER_WAY')
  expect(transfers.all().map(({ fen }) => fen)).toEqual([5000])
  expect(await held()).toEqual({ teacher: 4950, payout: 5000 })
})

test.each([
  [9, 'WITHDRAWAL_NOT_POSSIBLE AMOUNT'],
  [200_000, 'WITHDRAWAL_NOT_POSSIBLE AMOUNT'],
  [9951, 'BALANCE_TOO_LOW'],
])('%d fen are refused: %s', async (fen, why) => {
  const { ask, kept, held } = await given()
  expect(await refusalOf(ask(fen))).toBe(why)
  expect(kept()).toEqual([])
  expect(await held()).toEqual({ teacher: 9950, payout: 0 })
})

test('outside WeChat nobody withdraws, and nobody sees or ends a withdrawal of somebody else', async () => {
  const { ports, ask, held } = await given()
  const onTheWeb = { ...LIN, openid: '' }
  expect(await refusalOf(withdraw(ports)(onTheWeb, { action: 'ask', fen: 5000 }))).toBe(
    'WITHDRAWAL_NOT_POSSIBLE WECHAT_ONLY',
  )
  const { withdrawalId } = (await ask()).withdrawal
  for (const action of ['look', 'cancel'] as const)
    expect(await refusalOf(withdraw(ports)(ZHOU, { action, withdrawalId }))).toBe('WITHDRAWAL_NOT_POSSIBLE UNKNOWN')
  expect(await held()).toEqual({ teacher: 4950, payout: 5000 })
})

test('a teacher from whom a refund took back what was already withdrawn withdraws nothing until it is earned again', async () => {
  const { ports, ask, transfers, notified, held, orderId, settled, sell, ripen } = await given()
  const { withdrawal } = await ask(9950)
  await notified(transfers.confirm(withdrawal.withdrawalId))
  await reviewRefunds(ports)(
    { userId: 'office', openid: '', roles: ['support'] },
    { action: 'give', orderId, fen: 19900, reason: '课程取消', shut: true },
  )
  await settled()
  expect(await held()).toEqual({ teacher: -9950, payout: 0 })
  expect(await refusalOf(ask(10))).toBe('BALANCE_TOO_LOW')

  await sell(ZHOU)
  await sell(MEI)
  await ripen()
  expect(await held()).toEqual({ teacher: 9950, payout: 0 })
  expect((await ask(9950)).withdrawal.state).toBe('confirm')
})

test('a withdrawal given up before it is confirmed comes back', async () => {
  const { ask, cancel, held, transfers } = await given()
  const { withdrawal } = await ask()
  const gone = await cancel(withdrawal.withdrawalId)
  expect(gone.withdrawal).toMatchObject({ state: 'cancelled', packageInfo: null, confirmBy: null })
  expect(await cancel(withdrawal.withdrawalId)).toEqual(gone)
  expect(transfers.all()).toMatchObject([{ state: 'CANCELLED' }])
  expect(await held()).toEqual({ teacher: 9950, payout: 0 })
})

test('given up in the moment it was confirmed, it is paid', async () => {
  const { ports, ask, cancel, held, transfers } = await given()
  const { withdrawal } = await ask()
  // The teacher confirms between our asking how far it is and our cancelling.
  const hasty: Ports = {
    ...ports,
    transfers: {
      ...ports.transfers,
      async cancel(outBillNo) {
        transfers.confirm(outBillNo)
        await ports.transfers.cancel(outBillNo)
      },
    },
  }
  expect((await cancel(withdrawal.withdrawalId, hasty)).withdrawal.state).toBe('paid')
  expect(await held()).toEqual({ teacher: 4950, payout: 0 })
})

test('asked for and given up at the same moment, in every order of two lives: paid at most once, and nothing lost', async () => {
  for (let wait = 0; wait < 24; wait += 1) {
    const { ports, ask, cancel, held, later, transfers, kept, store } = await given()
    await lived(ask(5000, mortal(ports, { call: 4, when: 'after' }).ports))
    const [known] = kept()
    if (!known) throw new Error('nothing was asked for')
    const slow = async () => {
      for (let turn = 0; turn < wait; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve))
      return cancel(known._id)
    }
    await Promise.all([ask(), slow(), sweepOrders(ports)(NOBODY, {})])
    await later(HOUR)
    await later(HOUR)
    expect(kept()).toMatchObject([{ state: 'cancelled' }])
    expect(await held()).toEqual({ teacher: 9950, payout: 0 })
    expect(transfers.all().filter(({ state }) => state !== 'CANCELLED')).toEqual([])
    expect(store.all('ledger').filter(({ kind }) => kind === 'withdrawBack')).toHaveLength(1)
  }
})

test('one that a sleeper had read before it was started and given up is not given back while it is being started', async () => {
  const { ports, ask, cancel, held, kept, transfers, later } = await given()
  await lived(ask(5000, mortal(ports, { call: 4, when: 'after' }).ports))
  const [asleep] = kept()
  if (!asleep) throw new Error('nothing was asked for')
  // One of us has written down that it starts, and not started it yet.
  let goOn = () => {}
  const gate = new Promise<void>((resolve) => {
    goOn = resolve
  })
  let begins = () => {}
  const begun = new Promise<void>((resolve) => {
    begins = resolve
  })
  const starting = ask(5000, {
    ...ports,
    transfers: {
      ...ports.transfers,
      async start(request) {
        begins()
        await gate
        return ports.transfers.start(request)
      },
    },
  })
  await begun
  // The teacher gives it up, but that life ends with the wish written down; and the sleeper wakes with what it had read.
  await lived(cancel(asleep._id, mortal(ports, { call: 2, when: 'after' }).ports))
  const dead = {
    ...ports,
    transfers: { ...ports.transfers, start: async () => Promise.reject(new AppError('PAYMENT_UNAVAILABLE')) },
  }
  const { lookAtWithdrawal } = await import('./withdraw')
  await refusalOf(lookAtWithdrawal(dead, asleep))
  expect(await held()).toEqual({ teacher: 4950, payout: 5000 })
  goOn()
  await starting
  await later(HOUR)
  expect(transfers.all()).toMatchObject([{ state: 'CANCELLED' }])
  expect(await held()).toEqual({ teacher: 9950, payout: 0 })
})

describe('our own money does not suffice', () => {
  /** The merchant's account is emptied by somebody else, and filled up again. */
  const poor = (ports: Ports): Ports => ({
    ...ports,
    transfers: {
      ...ports.transfers,
      start: async () => Promise.reject(new AppError('PAYMENT_REFUSED', { code: 'NOT_ENOUGH' })),
    },
  })

  test('it waits, the school is told, and it goes on by itself', async () => {
    const { ports, ask, held, alerts, transfers, later, kept } = await given()
    const { withdrawal } = await ask(5000, poor(ports))
    expect(withdrawal).toMatchObject({ state: 'started', why: 'NOT_ENOUGH', endedAt: null })
    expect(alerts).toEqual([
      { code: 'TRANSFER_REFUSED', facts: { withdrawalId: withdrawal.withdrawalId, code: 'NOT_ENOUGH' } },
    ])
    expect(await held()).toEqual({ teacher: 4950, payout: 5000 })
    expect(transfers.all()).toEqual([])
    await later(2 * MINUTE)
    expect(kept()).toMatchObject([{ state: 'confirm', why: '', packageInfo: `package of ${withdrawal.withdrawalId}` }])
  })

  test('the teacher may give it up meanwhile', async () => {
    const { ports, ask, cancel, held, later, kept, transfers } = await given()
    const { withdrawal } = await ask(5000, poor(ports))
    expect((await cancel(withdrawal.withdrawalId, poor(ports))).withdrawal.state).toBe('started')
    expect(await held()).toEqual({ teacher: 4950, payout: 5000 })
    await later(GIVE_UP_MS)
    expect(kept()).toMatchObject([{ state: 'cancelled' }])
    expect(await held()).toEqual({ teacher: 9950, payout: 0 })
    expect(transfers.all()).toEqual([])
  })
})

test('refused for good, it is given back only when nobody can be starting it any more', async () => {
  const { ports, ask, look, held, later, kept, transfers, alerts } = await given()
  const strict: Ports = {
    ...ports,
    transfers: {
      ...ports.transfers,
      start: async () => Promise.reject(new AppError('PAYMENT_REFUSED', { code: 'INVALID_REQUEST' })),
    },
  }
  const { withdrawal } = await ask(5000, strict)
  expect(withdrawal).toMatchObject({ state: 'started', why: 'INVALID_REQUEST' })
  expect(alerts).toMatchObject([{ code: 'TRANSFER_REFUSED' }])
  expect(await held()).toEqual({ teacher: 4950, payout: 5000 })
  await later(GIVE_UP_MS - MINUTE)
  expect((await look(withdrawal.withdrawalId, strict)).withdrawal).toMatchObject({ state: 'started', endedAt: null })
  await later(HOUR)
  expect(kept()).toMatchObject([{ state: 'failed', why: 'INVALID_REQUEST' }])
  expect(transfers.all()).toEqual([])
  expect(await held()).toEqual({ teacher: 9950, payout: 0 })
})

test('a start that was under way while another was refused still counts', async () => {
  const { ports, ask, held, later, kept, transfers, notified } = await given()
  const refusing: Ports = {
    ...ports,
    transfers: {
      ...ports.transfers,
      start: async () => Promise.reject(new AppError('PAYMENT_REFUSED', { code: 'FREQUENCY_LIMITED' })),
    },
  }
  const { withdrawalId } = (await ask(5000, refusing)).withdrawal
  await ports.transfers.start({ outBillNo: withdrawalId, openid: LIN.openid, fen: 5000, remark: '课程收入' })
  await later(GIVE_UP_MS)
  expect(kept()).toMatchObject([{ state: 'confirm', packageInfo: `package of ${withdrawalId}` }])
  await notified(transfers.confirm(withdrawalId))
  expect(await held()).toEqual({ teacher: 4950, payout: 0 })
})

test('one that WeChat Pay had and knows no longer is never started again, and somebody is told', async () => {
  const { ports, ask, look, held, transfers, alerts } = await given()
  const { withdrawalId } = (await ask()).withdrawal
  const forgetful: Ports = {
    ...ports,
    transfers: {
      ...ports.transfers,
      transferOf: async () => null,
      start: async () => Promise.reject(new Error('started again')),
    },
  }
  expect((await look(withdrawalId, forgetful)).withdrawal).toMatchObject({ endedAt: null })
  expect(alerts).toEqual([{ code: 'TRANSFER_VANISHED', facts: { withdrawalId } }])
  expect(transfers.all()).toHaveLength(1)
  expect(await held()).toEqual({ teacher: 4950, payout: 5000 })
})

test('money that runs out between the asking and the setting aside ends it, and only one of two looks decides', async () => {
  const { ports, ask, kept, held, later, transfers, store } = await given()
  // Asked for over 99.50 yuan, and taken back before it was set aside.
  await lived(ask(5000, mortal(ports, { call: 3, when: 'after' }).ports))
  await store.put('balances', { _id: 'teacher:lin', amount: 0, entries: 1, changedAt: '' })
  await later(MINUTE)
  expect(kept()).toMatchObject([{ state: 'failed', why: 'BALANCE_TOO_LOW' }])
  await store.put('balances', { _id: 'teacher:lin', amount: 9950, entries: 1, changedAt: '' })
  expect(store.all('ledger').filter(({ kind }) => kind === 'withdraw')).toMatchObject([{ lines: [] }])
  const { withdrawal } = await ask()
  expect(withdrawal.state).toBe('confirm')
  expect(transfers.all()).toHaveLength(1)
  expect(await held()).toEqual({ teacher: 4950, payout: 5000 })
})

describe('whenever the process dies', () => {
  const CALLS = 12
  const whole = (fen: number) => (fen ? { teacher: 9950 - fen, payout: 0 } : { teacher: 9950, payout: 0 })

  test.each(deathsIn(CALLS))(
    'asking, killed $when call $call: one transfer, of which the teacher can confirm',
    async (death) => {
      const { ports, ask, later, transfers, held, kept, notified } = await given()
      await lived(ask(5000, mortal(ports, death).ports))
      const { withdrawal } = await ask()
      expect(withdrawal).toMatchObject({ state: 'confirm', packageInfo: `package of ${withdrawal.withdrawalId}` })
      expect(transfers.all()).toMatchObject([{ outBillNo: withdrawal.withdrawalId, fen: 5000 }])
      await notified(transfers.confirm(withdrawal.withdrawalId))
      await later(HOUR)
      expect(kept()).toMatchObject([{ state: 'paid', dueAt: null }])
      expect(await held()).toEqual(whole(5000))
    },
  )

  test.each(deathsIn(CALLS))(
    'asking, killed $when call $call, and never seen again: the sweep ends it',
    async (death) => {
      const { ports, ask, later, transfers, held, kept } = await given()
      await lived(ask(5000, mortal(ports, death).ports))
      await later(HOUR)
      await later(25 * HOUR)
      for (const one of kept()) expect(one).toMatchObject({ state: 'failed', why: 'OVERDUE_CLOSE', dueAt: null })
      expect(transfers.all().length).toBeLessThanOrEqual(1)
      expect(await held()).toEqual(whole(0))
    },
  )

  test.each(deathsIn(CALLS))('hearing that it was paid, killed $when call $call', async (death) => {
    const { ports, ask, later, transfers, held, kept, notified } = await given()
    const { withdrawal } = await ask()
    const notice = transfers.confirm(withdrawal.withdrawalId)
    await lived(notified(notice, mortal(ports, death).ports))
    await later(HOUR)
    expect(kept()).toMatchObject([{ state: 'paid', dueAt: null }])
    expect(await held()).toEqual(whole(5000))
  })

  test.each(deathsIn(CALLS))('giving it up, killed $when call $call', async (death) => {
    const { ports, ask, cancel, later, transfers, held, kept } = await given()
    const { withdrawal } = await ask()
    await lived(cancel(withdrawal.withdrawalId, mortal(ports, death).ports))
    await cancel(withdrawal.withdrawalId)
    await later(HOUR)
    expect(kept()).toMatchObject([{ state: 'cancelled', dueAt: null }])
    expect(transfers.all()).toMatchObject([{ state: 'CANCELLED' }])
    expect(await held()).toEqual(whole(0))
  })

  test('every call is covered', async () => {
    const { ports, ask, cancel, transfers, notified } = await given()
    const lives = {
      ask: mortal(ports, IMMORTAL),
      cancel: mortal(ports, IMMORTAL),
      notified: mortal(ports, IMMORTAL),
    }
    const first = await ask(5000, lives.ask.ports)
    await cancel(first.withdrawal.withdrawalId, lives.cancel.ports)
    const second = await ask()
    await notified(transfers.confirm(second.withdrawal.withdrawalId), lives.notified.ports)
    for (const { calls } of Object.values(lives)) expect(calls()).toBeLessThan(CALLS)
  })
})
