import type { Answer, Verb } from '../../core/contract'
import { CallError, caller, codeOf, type Session, type Transport, wordsFor } from './call'

const NOW = Date.parse('2026-03-05T12:00:00Z')
const session = (token: string, expiresAt = '2026-03-05T14:00:00Z'): Session => ({ token, expiresAt })
const MEI = { userId: 'mei', nickname: '小梅', avatarUrl: null }

type Request = Parameters<Transport>[0]
type Reply = Answer<Verb> | { rejects: unknown }

const refused = (code: 'NEED_LOGIN' | 'COURSE_NOT_FOUND'): Reply => ({ ok: false, error: { code, requestId: 'r1' } })
const loggedIn = (token: string): Reply => ({
  ok: true,
  data: { profile: MEI, isNew: false, session: session(token) },
})
const NOTHING_LEARNT = {
  courses: [],
  isAll: true,
  today: '2026-11-26',
  days: [],
  streak: { days: 0, longest: 0 },
  daysThisWeek: 0,
  plan: null,
}
const LEARNING: Reply = { ok: true, data: NOTHING_LEARNT }
const LIST: Reply = { ok: true, data: { action: 'list', courses: [], next: null } }

/** A cloud that answers each verb with its replies in turn, the last one again and again. */
function given(replies: Partial<Record<Verb, Reply[]>>, held?: Session, askToAgree = async () => false) {
  const asked: Request[] = []
  let kept = held
  const transport: Transport = async (request) => {
    asked.push(request)
    const script = replies[request.name as Verb] ?? []
    const reply = script.length > 1 ? script.shift() : script[0]
    if (!reply) throw new Error(`nobody expected ${request.name}`)
    if ('rejects' in reply) throw reply.rejects
    return { result: reply }
  }
  const place = {
    read: () => kept,
    write(next: Session | undefined) {
      kept = next
    },
  }
  return { call: caller(transport, place, { now: () => NOW, askToAgree }), asked, kept: () => kept }
}

test('a stranger looks around without signing in', async () => {
  const { call, asked } = given({ browseCatalog: [LIST] })
  expect(await call('browseCatalog', { action: 'list' })).toEqual({ action: 'list', courses: [], next: null })
  expect(asked).toEqual([{ name: 'browseCatalog', data: { input: { action: 'list' } } }])
})

test('the first question of a learner signs in once, however many are asked at the same time', async () => {
  const { call, asked, kept } = given({ login: [loggedIn('t1')], myLearning: [LEARNING] })
  expect(await Promise.all([call('myLearning', {}), call('myLearning', {})])).toEqual([NOTHING_LEARNT, NOTHING_LEARNT])
  expect(asked).toEqual([
    { name: 'login', data: { input: {} } },
    { name: 'myLearning', data: { input: {}, session: 't1' } },
    { name: 'myLearning', data: { input: {}, session: 't1' } },
  ])
  expect(kept()).toEqual(session('t1'))
})

test('a session that was refused is renewed and the question asked once more', async () => {
  const { call, asked } = given(
    { login: [loggedIn('fresh')], myLearning: [refused('NEED_LOGIN'), LEARNING] },
    session('stale'),
  )
  expect(await call('myLearning', {})).toEqual(NOTHING_LEARNT)
  expect(asked.map(({ name, data }) => [name, data.session])).toEqual([
    ['myLearning', 'stale'],
    ['login', undefined],
    ['myLearning', 'fresh'],
  ])
})

test('a second refusal is told, not asked for ever', async () => {
  const { call, asked } = given({ login: [loggedIn('t')], myLearning: [refused('NEED_LOGIN')] }, session('stale'))
  await expect(call('myLearning', {})).rejects.toEqual(new CallError('NEED_LOGIN', 'r1'))
  expect(asked).toHaveLength(3)
})

const AGREEMENTS = { privacy: '2026-11-26', terms: '2026-11-26' }
const NEEDED: Reply = { ok: false, error: { code: 'AGREEMENT_NEEDED', requestId: 'r2' } }
const BOUGHT = { status: 'open', orderId: 'o1' }
const ok = (data: object): Reply => ({ ok: true, data }) as Reply // as much of an answer as is read here

test('who has not agreed yet is asked once, however many questions wait for it, and each goes on with a new session', async () => {
  let shown = 0
  const { call, asked, kept } = given(
    {
      login: [loggedIn('agreed')],
      account: [ok({ action: 'look', agreements: AGREEMENTS }), ok({ action: 'agree' })],
      buyCourse: [NEEDED, NEEDED, ok(BOUGHT)],
    },
    session('t1'),
    async () => {
      shown += 1
      return true
    },
  )
  const answers = await Promise.all([call('buyCourse', { courseId: 'a' }), call('buyCourse', { courseId: 'b' })])
  expect([answers, shown, kept()]).toEqual([[BOUGHT, BOUGHT], 1, session('agreed')])
  expect(asked.filter(({ name }) => name === 'account').map(({ data }) => data)).toEqual([
    { input: { action: 'look' }, session: 't1' },
    { input: { action: 'agree', agreements: AGREEMENTS }, session: 't1' },
  ])
  expect(asked.slice(-2).map(({ data }) => data.session)).toEqual(['agreed', 'agreed'])
})

test('who would rather not agree is told so, and nothing is bought', async () => {
  const { call, asked } = given(
    { account: [ok({ action: 'look', agreements: AGREEMENTS })], buyCourse: [NEEDED] },
    session('t1'),
  )
  await expect(call('buyCourse', { courseId: 'a' })).rejects.toEqual(new CallError('AGREEMENT_NEEDED', 'r2'))
  expect(asked.map(({ name }) => name)).toEqual(['buyCourse', 'account'])
})

test('a learner whose session ran out is met again before looking around', async () => {
  const { call, asked } = given(
    { login: [loggedIn('fresh')], browseCatalog: [LIST] },
    session('old', '2026-03-05T12:00:30Z'),
  )
  await call('browseCatalog', { action: 'list' })
  expect(asked.map(({ name, data }) => [name, data.session])).toEqual([
    ['login', undefined],
    ['browseCatalog', 'fresh'],
  ])
})

test('a course says whether it is mine, also on a new phone; where nobody can sign in it is shown all the same', async () => {
  const COURSE = { action: 'detail', courseId: 'spring' } as const
  const onPhone = given({ login: [loggedIn('fresh')], browseCatalog: [LIST] })
  await onPhone.call('browseCatalog', COURSE)
  expect(onPhone.asked.map(({ name, data }) => [name, data.session])).toEqual([
    ['login', undefined],
    ['browseCatalog', 'fresh'],
  ])
  // Nobody asked to sign in: where that would disturb somebody, they are left alone.
  expect(onPhone.asked[0]).toEqual({ name: 'login', data: { input: {}, isUnasked: true } })
  const onTheWeb = given({ login: [{ rejects: { errMsg: 'fail only inside WeChat' } }], browseCatalog: [LIST] })
  await onTheWeb.call('browseCatalog', COURSE)
  expect(onTheWeb.asked.map(({ name, data }) => [name, data.session])).toEqual([
    ['login', undefined],
    ['browseCatalog', undefined],
  ])
})

test('a refusal carries its code and the number that finds it in the log', async () => {
  const { call } = given({ browseCatalog: [refused('COURSE_NOT_FOUND')] })
  const error = await call('browseCatalog', { action: 'detail', courseId: 'gone' }).catch((thrown: unknown) => thrown)
  expect(error).toEqual(new CallError('COURSE_NOT_FOUND', 'r1'))
  expect([codeOf(error), wordsFor(error)]).toEqual(['COURSE_NOT_FOUND', '这门课已经下架,看看别的课吧'])
})

test.each([
  ['no network', { errCode: -1, errMsg: 'cloud.callFunction:fail request:fail' }, 'OFFLINE'],
  ['a thrown network error', new TypeError('Failed to fetch'), 'OFFLINE'],
  ['a function that took too long', { errCode: -504003, errMsg: 'FUNCTIONS_TIME_LIMIT_EXCEEDED' }, 'TIMEOUT'],
  ['a shop outside WeChat', { errMsg: 'cloud.callFunction:fail only inside WeChat' }, 'OPEN_IN_WECHAT'],
  ['a function that fell over', { errCode: -504002, errMsg: 'cloud function execution error' }, 'UNEXPECTED'],
])('%s has its own code', async (_, thrown, code) => {
  const { call } = given({ browseCatalog: [{ rejects: thrown }] })
  await expect(call('browseCatalog', { action: 'list' })).rejects.toEqual(new CallError(code as 'OFFLINE'))
})

test.each([
  ['', '这一步只能在微信里做,请打开小程序「杏坛」'],
  [{ schoolName: '青禾书院' }, '这一步只能在微信里做,请打开小程序「青禾书院」'],
])(
  'outside WeChat people are told which mini-program to open, by its name once the home page has heard it',
  (home, told) => {
    Object.assign(globalThis, {
      wx: {
        getStorageSync: (key: string) => (key === 'kept.home' ? home : ''),
        getAppBaseInfo: () => ({ language: 'zh_CN' }),
      },
    })
    expect(wordsFor(new CallError('OPEN_IN_WECHAT'))).toBe(told)
  },
)

test('an answer that is no answer is UNEXPECTED', async () => {
  const call = caller(async () => ({ result: '<html>' }), { read: () => undefined, write: () => {} })
  await expect(call('browseCatalog', { action: 'list' })).rejects.toEqual(new CallError('UNEXPECTED'))
})

describe('a cloud that never answers', () => {
  beforeEach(() => jest.useFakeTimers())
  afterEach(() => jest.useRealTimers())

  test('is given up after twenty seconds', async () => {
    const call = caller(() => new Promise(() => {}), { read: () => undefined, write: () => {} })
    const asked = expect(call('browseCatalog', { action: 'list' })).rejects.toEqual(new CallError('TIMEOUT'))
    await jest.advanceTimersByTimeAsync(20_000)
    await asked
  })

  test('is given up after ten minutes where somebody may be looking for their phone to sign in', async () => {
    const call = caller(() => new Promise(() => {}), { read: () => undefined, write: () => {} })
    const asked = expect(call('myLearning', {})).rejects.toEqual(new CallError('TIMEOUT'))
    await jest.advanceTimersByTimeAsync(599_999)
    expect(jest.getTimerCount()).toBe(1)
    await jest.advanceTimersByTimeAsync(1)
    await asked
  })
})
