import { DAY, MINUTE, memoryMarket } from '../../platform/memory/market'
import { deathsIn, IMMORTAL, lived, mortal } from '../../platform/memory/mortal'
import { MEI, ZHOU } from '../../platform/memory/school'
import { issueCertificate } from '../certificates/issueCertificate'
import { verifyCertificate } from '../certificates/verifyCertificate'
import type { Losses } from '../contract/account'
import { playLesson } from '../learning/playLesson'
import { recordProgress } from '../learning/recordProgress'
import { askRefund } from '../orders/askRefund'
import type { Caller, Ports } from '../ports'
import { account } from './account'
import { graceEnd } from './closing'
import { identities, weChatIdOf } from './identities'
import { login } from './login'
import { sweepAccounts } from './sweepAccounts'
import { webSessions } from './webSessions'

const NOBODY: Caller = { userId: '', openid: '', roles: [] }
const SPRING = { kind: 'course', courseId: 'spring-ink' } as const
const WATER = { courseId: 'water', lessonId: '01-why' }
const NOTHING: Losses = { courses: 0, certificates: 0, walletFen: 0, points: 0, memberUntil: null }

/** 小梅 bought a course, finished another, and has something in her wallet. */
async function given() {
  const market = await memoryMarket()
  const { ports, clock, store } = market
  await identities(ports).claim(weChatIdOf(MEI.openid), MEI.userId)
  await market.paid(MEI, SPRING)
  await market.paid(MEI, { kind: 'course', courseId: 'water' })
  await playLesson(ports)(MEI, WATER)
  clock.advance(MINUTE)
  await recordProgress(ports)(MEI, { ...WATER, from: 0, to: 30 })
  const { certificate } = await issueCertificate(ports)(MEI, { courseId: 'water' })
  await market.fillWallet('mei', 5000)

  const weigh = async () => {
    const answer = await account(ports)(MEI, { action: 'weighClosing' })
    if (answer.action !== 'weighClosing') throw new Error(answer.action)
    return answer
  }
  const close = async (keepCertificates = true, losses?: Losses) =>
    account(ports)(MEI, { action: 'close', losses: losses ?? (await weigh()).losses, keepCertificates })
  const sweep = (on: Ports = ports) => sweepAccounts(on)(NOBODY, {})
  return {
    ...market,
    weigh,
    close,
    sweep,
    number: certificate.number,
    refusal: (work: Promise<unknown>) =>
      work.then(
        () => 'no refusal',
        ({ code, facts }) => ({ code, ...facts }),
      ),
    user: () => store.get('users', 'mei'),
    /** Time passes to the minute before the end of the seventh day. */
    toTheLastMinute: () => clock.advance(graceEnd(clock.now()).getTime() - MINUTE - clock.now().getTime()),
  }
}

test.each([
  ['in the morning', '2026-11-21T02:00:00.000Z', '2026-11-28T16:00:00.000Z'],
  ['a minute before midnight', '2026-11-21T15:59:00.000Z', '2026-11-28T16:00:00.000Z'],
  ['at midnight', '2026-11-21T16:00:00.000Z', '2026-11-28T16:00:00.000Z'],
  ['a minute after it', '2026-11-21T16:01:00.000Z', '2026-11-29T16:00:00.000Z'],
])('whoever asks %s keeps seven whole days, to the end of the seventh in Shanghai', (_, asked, end) => {
  expect(graceEnd(new Date(asked)).toISOString()).toBe(end)
})

test('leaving begins with what will be lost, and is asked for with that in sight', async () => {
  const { weigh, close, refusal, fillWallet, clock } = await given()
  expect(await weigh()).toEqual({
    action: 'weighClosing',
    blocks: [],
    losses: { courses: 2, certificates: 1, walletFen: 5000, points: 0, memberUntil: null },
  })
  const { losses } = await weigh()
  await fillWallet('mei', 1)
  expect(await refusal(close(true, losses))).toEqual({ code: 'CLOSING_CHANGED' })
  expect(await refusal(close(true, NOTHING))).toEqual({ code: 'CLOSING_CHANGED' })
  const askedAt = clock.now().toISOString()
  const closing = { askedAt, dueAt: '2026-11-28T16:00:00.000Z', keepCertificates: true }
  expect(await close()).toEqual({ action: 'close', closing })
  clock.advance(DAY)
  expect(await close(false)).toEqual({ action: 'close', closing })
})

test('money under way, work in the office and shared income keep an account open, and the reason is told', async () => {
  const { close, refusal, ordered, ports, store, paid } = await given()
  const orderId = await ordered(MEI, { kind: 'membership', planId: 'year' })
  expect(await refusal(close())).toEqual({ code: 'CLOSING_BLOCKED', by: 'order' })
  await store.change('orders', orderId, {}, { set: { state: 'closed' } })
  const gift = await paid(MEI, { kind: 'gift', courseId: 'spring-ink' })
  await askRefund(ports)(MEI, { action: 'ask', orderId: gift, reason: '买错了' } as never)
  await store.change('orders', gift, {}, { set: { state: 'refunding' } })
  await store.change('users', 'mei', {}, { set: { roles: ['learner', 'support'] } })
  await store.put('terms', { _id: 'water', share: { userId: 'mei', percent: 50 }, forMembers: 'none', item: null })
  expect(await refusal(close())).toMatchObject({
    code: 'CLOSING_BLOCKED',
    by: expect.stringMatching(/refund.*teacher,staff/),
  })
})

test('nothing happens before the seventh day is over, and at its end it happens', async () => {
  const { close, sweep, clock, user, toTheLastMinute } = await given()
  await close()
  toTheLastMinute()
  expect((await sweep()).closed).toBe(0)
  expect(await user()).toMatchObject({ nickname: '小梅', closedAt: null })
  clock.advance(MINUTE - 1)
  expect((await sweep()).closed).toBe(0)
  clock.advance(1)
  expect((await sweep()).closed).toBe(1)
  expect(await user()).toMatchObject({
    nickname: '已注销用户',
    avatarFileId: null,
    closedAt: clock.now().toISOString(),
  })
  expect((await sweep()).closed).toBe(0)
})

test('until then it can be taken back, and everything is as it was', async () => {
  const { close, sweep, clock, user, ports, toTheLastMinute, owns, held, store } = await given()
  await close()
  expect(await login(ports)({ ...NOBODY, openid: MEI.openid }, {})).toMatchObject({
    closesAt: '2026-11-28T16:00:00.000Z',
  })
  toTheLastMinute()
  await account(ports)(MEI, { action: 'takeBack' })
  clock.advance(DAY)
  expect((await sweep()).closed).toBe(0)
  expect(await user()).toMatchObject({ nickname: '小梅', closesAt: null, closedAt: null })
  expect([owns('mei'), await held('wallet:mei'), store.all('closings')[0]?.state]).toEqual([true, 5000, 'takenBack'])
  // Asked again it runs its seven days again.
  await close()
  expect((await user())?.closesAt).toBe(graceEnd(clock.now()).toISOString())
})

test('browsers are signed out when it is asked for, and again when it is done', async () => {
  const { close, ports, sweep, clock, store, refusal } = await given()
  const before = await webSessions(ports).open('mei', { system: 'mac', browser: 'safari' })
  await close()
  expect(await refusal(webSessions(ports).refresh(before))).toEqual({ code: 'NEED_LOGIN' })
  await webSessions(ports).open('mei', { system: 'mac', browser: 'safari' })
  clock.advance(8 * DAY)
  await sweep()
  expect(store.all('webSessions')).toEqual([])
})

test('what the law keeps stays without a name; the rest is gone, and the same WeChat begins anew', async () => {
  const { close, sweep, clock, store, ports, books, balances } = await given()
  const before = books()
  await close(false)
  clock.advance(8 * DAY)
  await sweep()
  const count = (collection: string) => store.all(collection).length
  expect(store.all('orders').map(({ userId, openid, seal }) => [userId, openid, seal])).toEqual([
    ['mei', '', null],
    ['mei', '', null],
  ])
  expect([books(), balances().kept]).toEqual([before, balances().byEntries])
  expect(['enrolments', 'studies', 'certificates', 'identities', 'memberships'].map(count)).toEqual([0, 0, 0, 0, 0])
  expect(JSON.stringify(['users', 'orders', 'ledger', 'assents', 'closings'].map(store.all))).not.toMatch(/小梅|o-mei/)
  const anew = await login(ports)({ ...NOBODY, openid: MEI.openid }, {})
  expect(anew).toMatchObject({ isNew: true, profile: { nickname: '同学' }, closesAt: null })
  expect(anew.profile.userId).not.toBe('mei')
})

test.each([
  [true, 'still proves what it says'],
  [false, 'is gone with its picture'],
])('with certificates kept (%s) a certificate %s', async (keepCertificates) => {
  const { close, sweep, clock, ports, number, files, refusal } = await given()
  await close(keepCertificates)
  clock.advance(8 * DAY)
  await sweep()
  const look = verifyCertificate(ports)(NOBODY, { number })
  if (keepCertificates) expect((await look).certificate.learnerName).toBe('小梅')
  else expect(await refusal(look)).toMatchObject({ code: 'CERTIFICATE_NOT_FOUND' })
  expect([...files.keys()].some((id) => id.includes('certificates/'))).toBe(keepCertificates)
})

test('somebody who got more in those days than they gave up is not closed', async () => {
  const { close, sweep, clock, user, paid, store } = await given()
  await close()
  await paid(MEI, { kind: 'membership', planId: 'year' })
  clock.advance(8 * DAY)
  expect((await sweep()).closed).toBe(0)
  expect([(await user())?.closesAt, store.all('closings')[0]?.state]).toEqual([null, 'lapsed'])
})

test('points that ripen in those days come from what was bought before, and keep nobody here', async () => {
  const { close, sweep, clock, user, givePoints } = await given()
  await close()
  await givePoints('mei', 199)
  clock.advance(8 * DAY)
  expect((await sweep()).closed).toBe(1)
  expect((await user())?.closesAt).toBe(null)
})

test('while money is under way at the end of the seventh day the account waits a day, and a person is told', async () => {
  const { close, sweep, clock, ordered, store, alerts, user } = await given()
  await close()
  clock.advance(8 * DAY)
  const orderId = await ordered(MEI, { kind: 'membership', planId: 'year' })
  expect((await sweep()).closed).toBe(0)
  expect(alerts).toEqual([{ code: 'CLOSING_WAITS', facts: { userId: 'mei', by: 'order' } }])
  expect((await user())?.closesAt).not.toBeNull()
  await store.change('orders', orderId, {}, { set: { state: 'closed' } })
  clock.advance(DAY)
  expect((await sweep()).closed).toBe(1)
})

test('somebody else’s things are not touched', async () => {
  const { close, sweep, clock, store, paid } = await given()
  await paid(ZHOU, SPRING)
  const ofZhou = () =>
    ['users', 'orders', 'enrolments', 'balances'].map((collection) =>
      store.all(collection).filter(({ _id, userId }) => userId === 'zhou' || _id.includes('zhou')),
    )
  const before = ofZhou()
  await close(false)
  clock.advance(8 * DAY)
  await sweep()
  expect(ofZhou()).toEqual(before)
})

describe('whenever the process dies while it closes an account', () => {
  const world = async () => {
    const all = await given()
    await all.close(false)
    all.clock.advance(8 * DAY)
    return all
  }
  const state = ({ store }: Awaited<ReturnType<typeof world>>) =>
    [
      'users',
      'orders',
      'enrolments',
      'studies',
      'certificates',
      'identities',
      'closings',
      'webSessions',
      'balances',
    ].map((collection) => [collection, store.all(collection)])

  test('and it is run again, the end is the same', async () => {
    const whole = await world()
    const life = mortal(whole.ports, IMMORTAL)
    await sweepAccounts(life.ports)(NOBODY, {})
    const end = state(whole)
    expect(life.calls()).toBeGreaterThan(30)
    for (const death of deathsIn(life.calls())) {
      const again = await world()
      await lived(sweepAccounts(mortal(again.ports, death).ports)(NOBODY, {}))
      again.clock.advance(10 * MINUTE)
      await again.sweep()
      // Only when it was noted differs: the run that finished it was ten minutes later.
      const timeless = (value: unknown) => JSON.stringify(value).replace(/"closedAt":"[^"]+"/, '"closedAt":"…"')
      expect([death, timeless(state(again))]).toEqual([death, timeless(end)])
    }
  })
})
