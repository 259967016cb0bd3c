/** @jest-environment jsdom */
import { type Facts, Refusal } from './api'
import { httpFunctions } from './storefront'
import { SIGNED_IN_KEY, webSession } from './webSession'

const NOW = Date.parse('2026-03-05T12:00:00Z')
const HALF_AN_HOUR = 30 * 60_000
const signedIn = (token = 's1', refresh = 'w1.r1', endsIn = HALF_AN_HOUR) => ({
  profile: { userId: 'mei', nickname: '小梅', avatarUrl: null },
  session: { token, expiresAt: new Date(NOW + endsIn).toISOString() },
  refresh,
})
const MEI = signedIn()
const loggedIn = ({ profile, session } = MEI) => ({
  ok: true,
  data: { profile, isNew: false, roles: [], isTeacher: false, session },
})
const NEED_LOGIN: Facts = { ok: false, error: { code: 'NEED_LOGIN', requestId: 'r' } }
const ASKED = { isAsked: true }

beforeEach(() => {
  localStorage.clear()
  jest.spyOn(Date, 'now').mockReturnValue(NOW)
})
afterEach(() => jest.restoreAllMocks())

/** A storefront over a cloud that answers each question in turn, and a person who scans (or leaves). */
function given({ replies = [], person = MEI }: { replies?: (Facts | Refusal)[]; person?: typeof MEI | null } = {}) {
  const asked: unknown[] = []
  let codes = 0
  const ask = async (...question: unknown[]) => {
    asked.push(question)
    const reply = replies.shift() ?? { ok: true, data: {} }
    if (reply instanceof Refusal) throw reply
    return reply
  }
  const web = webSession(localStorage, ask, async () => {
    codes += 1
    return person
  })
  return { web, call: httpFunctions(ask, web), asked, codes: () => codes }
}
const keptToken = () => JSON.parse(localStorage.getItem(SIGNED_IN_KEY) ?? 'null')?.session.token

test('somebody who is asked scans once, however many pages want to know, and is known from then on', async () => {
  const { web, codes, asked } = given()
  expect(await Promise.all([web.login(ASKED), web.login(ASKED)])).toEqual([loggedIn(), loggedIn()])
  expect(await web.login(ASKED)).toEqual(loggedIn())
  expect([codes(), asked, web.isSignedIn(), web.owner()]).toEqual([1, [], true, 'web.mei'])
})

test('nobody is shown a code unasked; somebody known is told without one', async () => {
  const { web, codes } = given()
  await expect(web.login({ isAsked: false })).rejects.toEqual(new Refusal('only inside WeChat'))
  await web.login(ASKED)
  expect(await web.login({ isAsked: false })).toEqual(loggedIn())
  expect(codes()).toBe(1)
})

test('a person who leaves the code is answered as the function would answer a stranger', async () => {
  const { web } = given({ person: null })
  expect(await web.login(ASKED)).toEqual({ ok: false, error: { code: 'NEED_LOGIN', requestId: '' } })
  expect([web.isSignedIn(), web.owner()]).toEqual([false, 'web.guest'])
})

test('a session that runs out is renewed quietly, with the token that is kept, for the next one', async () => {
  const next = signedIn('s2', 'w1.r2')
  localStorage.setItem(SIGNED_IN_KEY, JSON.stringify(signedIn('s1', 'w1.r1', 90_000)))
  const { web, asked, codes } = given({ replies: [{ ok: true, data: { action: 'refresh', ...next } }] })
  expect(await web.login(ASKED)).toEqual(loggedIn(next))
  expect([asked, codes()]).toEqual([[['webLogin', { action: 'refresh', refresh: 'w1.r1' }]], 0])
  expect(JSON.parse(localStorage.getItem(SIGNED_IN_KEY) ?? '')).toEqual(next)
})

test('one that cannot be renewed is forgotten, and the person scans again', async () => {
  localStorage.setItem(SIGNED_IN_KEY, JSON.stringify(signedIn('old', 'w0.r9', 0)))
  const { web, codes } = given({ replies: [NEED_LOGIN] })
  expect(await web.login(ASKED)).toEqual(loggedIn())
  expect(codes()).toBe(1)
})

test('without a network nobody is signed out: the token is tried again later', async () => {
  localStorage.setItem(SIGNED_IN_KEY, JSON.stringify(signedIn('old', 'w0.r9', 0)))
  const { web, codes } = given({
    replies: [new Refusal('request:fail', { errCode: -1 }), { ok: false, error: { code: 'BUSY' } }],
  })
  await expect(web.login(ASKED)).rejects.toEqual(new Refusal('request:fail', { errCode: -1 }))
  await expect(web.login(ASKED)).rejects.toEqual(new Refusal('the session was not renewed: BUSY'))
  expect([codes(), keptToken()]).toEqual([0, 'old'])
})

test('a session the cloud says no to is renewed at the next login', async () => {
  const { web, call, asked } = given({ replies: [NEED_LOGIN, { ok: true, data: signedIn('s2', 'w1.r2') }] })
  await web.login(ASKED)
  expect(await call('myOrders', { input: {}, session: 's1' })).toEqual({ result: NEED_LOGIN })
  expect(await web.login(ASKED)).toEqual(loggedIn(signedIn('s2', 'w1.r2')))
  expect(asked).toEqual([
    ['myOrders', {}, 's1'],
    ['webLogin', { action: 'refresh', refresh: 'w1.r1' }],
  ])
})

test('a verb goes out with its session, the verb login does not go out, and what needs WeChat is refused unsent', async () => {
  const { call, asked } = given({ replies: [{ ok: true, data: { orders: [] } }] })
  expect(await call('login', { input: {} })).toEqual({ result: loggedIn() })
  expect(await call('myOrders', { input: { page: 1 }, session: 's1' })).toEqual({
    result: { ok: true, data: { orders: [] } },
  })
  for (const verb of ['updateProfile', 'approveWebLogin', 'withdraw'])
    await expect(call(verb, { input: {}, session: 's1' })).rejects.toEqual(new Refusal('only inside WeChat'))
  expect(asked).toEqual([['myOrders', { page: 1 }, 's1']])
})

test('signing out takes the session back and forgets this person, but not what they studied and have not reported', async () => {
  const { web, asked } = given({ replies: [new Refusal('request:fail')] })
  jest.spyOn(console, 'warn').mockImplementation(() => {})
  await web.login(ASKED)
  localStorage.setItem('xingtan.storage.web.mei.session', 's1')
  localStorage.setItem('xingtan.storage.web.mei.kept.profile', '小梅')
  localStorage.setItem('xingtan.storage.web.mei.beats', '[]')
  localStorage.setItem('xingtan.session', 'of the desk beside')
  await web.leave()
  expect({ ...localStorage }).toEqual({
    'xingtan.storage.web.mei.beats': '[]',
    'xingtan.session': 'of the desk beside',
  })
  expect(asked).toEqual([['webLogin', { action: 'leave', refresh: 'w1.r1' }]])
  expect([web.isSignedIn(), web.owner()]).toEqual([false, 'web.guest'])
})

test('what somebody else wrote under our key is nobody', () => {
  localStorage.setItem(SIGNED_IN_KEY, '{"profile":{"userId":"mei"')
  expect(given().web.isSignedIn()).toBe(false)
  localStorage.setItem(SIGNED_IN_KEY, '{"profile":{"userId":"mei"}}')
  expect(given().web.isSignedIn()).toBe(false)
})
