import { memoryWorld } from '../../platform/memory/world'
import type { Input, Output } from '../contract'
import type { Device } from '../contract/webLogin'
import type { Caller } from '../ports'
import { approveWebLogin } from './approveWebLogin'
import { login } from './login'
import { webLogin } from './webLogin'

const BROWSER: Caller = { userId: '', openid: '', roles: [] }
const AT_HOME: Device = { system: 'mac', browser: 'safari' }
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

type Done = Extract<Extract<Output<'webLogin'>, { action: 'poll' }>['login'], { state: 'done' }>

/** A browser that has started, and 小梅 with her phone. */
async function given() {
  const world = memoryWorld()
  const { profile } = await login(world.ports)({ ...BROWSER, openid: 'o-mei' }, {})
  const mei: Caller = { userId: profile.userId, openid: 'o-mei', roles: ['learner'] }
  const ask = <A extends Input<'webLogin'>['action']>(input: Extract<Input<'webLogin'>, { action: A }>) =>
    // The contract: the action of the answer is that of the question.
    webLogin(world.ports)(BROWSER, input) as Promise<Extract<Output<'webLogin'>, { action: A }>>
  const onPhone = (action: 'look' | 'approve' | 'refuse', ticket: string, who = mei) =>
    approveWebLogin(world.ports)(who, { action, ticket })
  const started = await ask<'start'>({ action: 'start', device: AT_HOME })
  const { ticket, secret } = started
  const poll = async (by = secret) => (await ask<'poll'>({ action: 'poll', ticket, secret: by })).login
  const renew = (refresh: string) => ask<'refresh'>({ action: 'refresh', refresh })
  /** As a browser that has been let in. */
  async function signIn(): Promise<Done> {
    await onPhone('approve', ticket)
    const answer = await poll()
    if (answer.state !== 'done') throw new Error(`it is ${answer.state}`)
    return answer
  }
  return { ...world, mei, profile, started, ticket, ask, onPhone, poll, renew, signIn }
}

test('a browser starts with a code of the page that asks the learner, good for five minutes', async () => {
  const { started, store, clock, ids } = await given().then((all) => ({ ...all, ids: all.ports.ids }))
  expect(started).toEqual({
    action: 'start',
    ticket: 'id-2',
    secret: 'id-3',
    code: {
      page: 'pages/allow/allow',
      scene: 'id-2',
      imageUrl: `data:image/png;base64,${btoa('code of pages/allow/allow?id-2')}`,
    },
    expiresAt: new Date(clock.now().getTime() + 5 * MINUTE).toISOString(),
  })
  expect(store.all('webLogins')).toEqual([
    {
      _id: 'id-2',
      secretHash: ids.of('web login', 'id-2', 'id-3'),
      device: AT_HOME,
      state: 'waiting',
      userId: '',
      startedAt: clock.now().toISOString(),
      expiresAt: started.expiresAt,
      outside: null,
    },
  ])
})

test('where WeChat draws no code the browser is told so, and nothing else goes wrong', async () => {
  const { ports } = await given()
  const without = { ...ports, miniProgramCodes: { draw: async () => null } }
  expect(await webLogin(without)(BROWSER, { action: 'start', device: AT_HOME })).toMatchObject({
    code: { page: 'pages/allow/allow', imageUrl: null },
  })
})

test('waiting, seen, let in: the browser is this person from then on', async () => {
  const { ticket, poll, onPhone, profile, started, clock } = await given()
  expect(await poll()).toEqual({ state: 'waiting' })
  expect(await onPhone('look', ticket)).toEqual({
    action: 'look',
    login: {
      status: 'open',
      device: AT_HOME,
      startedAt: clock.now().toISOString(),
      expiresAt: started.expiresAt,
    },
  })
  expect(await poll()).toEqual({ state: 'seen' })
  expect(await onPhone('approve', ticket)).toEqual({ action: 'approve', status: 'done' })
  expect(await poll()).toEqual({
    state: 'done',
    profile,
    session: { token: 'web session of id-1', expiresAt: new Date(clock.now().getTime() + 7200_000).toISOString() },
    refresh: 'id-4.id-5',
  })
})

test('what is kept opens nothing: no secret and no token stands in a document', async () => {
  const { signIn, renew, store, started } = await given()
  const { refresh } = await signIn()
  const next = (await renew(refresh)).refresh
  const kept = JSON.stringify([store.all('webLogins'), store.all('webSessions')])
  for (const token of [started.secret, refresh.split('.')[1], next.split('.')[1]])
    expect(kept).not.toContain(`"${token}"`)
})

test('polling asks for one document', async () => {
  const { poll, store } = await given()
  const get = jest.spyOn(store, 'get')
  const change = jest.spyOn(store, 'change')
  await poll()
  expect([get.mock.calls.length, change.mock.calls.length]).toEqual([1, 0])
})

test('a ticket opens one session: of two polls at once one has it, and later there is none', async () => {
  const { ticket, onPhone, poll, store } = await given()
  await onPhone('approve', ticket)
  const states = (await Promise.all([poll(), poll()])).map(({ state }) => state)
  expect(states.sort()).toEqual(['done', 'over'])
  expect(await poll()).toEqual({ state: 'over', why: 'expired' })
  expect(store.all('webSessions')).toHaveLength(1)
})

test('whoever photographs the code has no secret, and a ticket nobody knows looks like one that ran out', async () => {
  const { ticket, onPhone, poll, ask } = await given()
  await onPhone('approve', ticket)
  expect(await poll('guessed')).toEqual({ state: 'over', why: 'expired' })
  expect((await ask<'poll'>({ action: 'poll', ticket: 'nobody', secret: 'x' })).login).toEqual({
    state: 'over',
    why: 'expired',
  })
  expect((await poll()).state).toBe('done')
})

test('a refusal is told to the browser, and is the last word', async () => {
  const { ticket, onPhone, poll } = await given()
  expect(await onPhone('refuse', ticket)).toEqual({ action: 'refuse', status: 'done' })
  expect(await poll()).toEqual({ state: 'over', why: 'refused' })
  expect(await onPhone('refuse', ticket)).toEqual({ action: 'refuse', status: 'done' })
  expect(await onPhone('approve', ticket)).toEqual({ action: 'approve', status: 'over' })
  expect(await onPhone('look', ticket)).toEqual({ action: 'look', login: { status: 'over' } })
})

test('approving twice is approving once, and somebody else comes too late', async () => {
  const { ticket, onPhone, poll } = await given()
  await onPhone('approve', ticket)
  expect(await onPhone('approve', ticket)).toEqual({ action: 'approve', status: 'done' })
  await poll()
  expect(await onPhone('approve', ticket)).toEqual({ action: 'approve', status: 'done' })
  const zhou: Caller = { userId: 'zhou', openid: 'o-zhou', roles: ['learner'] }
  expect(await onPhone('approve', ticket, zhou)).toEqual({ action: 'approve', status: 'over' })
  expect(await onPhone('refuse', ticket)).toEqual({ action: 'refuse', status: 'over' })
})

test('after five minutes a code is over, on the phone as in the browser', async () => {
  const { ticket, onPhone, poll, clock } = await given()
  clock.advance(5 * MINUTE)
  expect(await poll()).toEqual({ state: 'over', why: 'expired' })
  expect(await onPhone('look', ticket)).toEqual({ action: 'look', login: { status: 'over' } })
  expect(await onPhone('approve', ticket)).toEqual({ action: 'approve', status: 'over' })
})

test('a browser let in at the last second still has a minute to come, and no more', async () => {
  const late = await given()
  late.clock.advance(5 * MINUTE - 1)
  await late.onPhone('approve', late.ticket)
  late.clock.advance(30_000)
  expect((await late.poll()).state).toBe('done')

  const gone = await given()
  await gone.onPhone('approve', gone.ticket)
  gone.clock.advance(MINUTE)
  expect(await gone.poll()).toEqual({ state: 'over', why: 'expired' })
})

test('outside WeChat nobody lets a browser in', async () => {
  const { ticket, onPhone, mei } = await given()
  for (const action of ['look', 'approve', 'refuse'] as const)
    await expect(onPhone(action, ticket, { ...mei, openid: '' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('a refresh gives a new session and the next token, for thirty days each', async () => {
  const { signIn, renew, clock, profile, store } = await given()
  const { refresh } = await signIn()
  clock.advance(30 * DAY - 1)
  const renewed = await renew(refresh)
  expect(renewed).toEqual({
    action: 'refresh',
    profile,
    session: { token: 'web session of id-1', expiresAt: new Date(clock.now().getTime() + 7200_000).toISOString() },
    refresh: expect.stringMatching(/^id-4\.[0-9A-F]{20}$/),
  })
  clock.advance(30 * DAY)
  await expect(renew(renewed.refresh)).rejects.toMatchObject({ code: 'NEED_LOGIN' })
  expect(store.all('webSessions')).toMatchObject([{ state: 'open' }])
})

test('a lost answer, or two windows at once: the same token again has the same next one', async () => {
  const { signIn, renew, clock } = await given()
  const { refresh } = await signIn()
  const [one, other] = await Promise.all([renew(refresh), renew(refresh)])
  clock.advance(59_000)
  const again = await renew(refresh)
  expect(new Set([one.refresh, other.refresh, again.refresh]).size).toBe(1)
  expect((await renew(again.refresh)).action).toBe('refresh')
})

test('a token replaced a while ago is a stolen copy: it ends the session for both, and somebody is told', async () => {
  const { signIn, renew, clock, store, alerts } = await given()
  const { refresh } = await signIn()
  const next = (await renew(refresh)).refresh
  clock.advance(MINUTE)
  await expect(renew(refresh)).rejects.toMatchObject({ code: 'NEED_LOGIN' })
  await expect(renew(next)).rejects.toMatchObject({ code: 'NEED_LOGIN' })
  expect(store.all('webSessions')).toMatchObject([{ state: 'copied' }])
  expect(alerts).toEqual([{ code: 'WEB_SESSION_COPIED', facts: { userId: 'id-1' } }])
})

test('a token two steps old is a copy, however quick it is', async () => {
  const { signIn, renew } = await given()
  const { refresh } = await signIn()
  const second = (await renew(refresh)).refresh
  const third = (await renew(second)).refresh
  await expect(renew(refresh)).rejects.toMatchObject({ code: 'NEED_LOGIN' })
  await expect(renew(third)).rejects.toMatchObject({ code: 'NEED_LOGIN' })
})

test('signing out ends the session; doing it again, or with a made-up token, does no harm', async () => {
  const { signIn, renew, ask } = await given()
  const { refresh } = await signIn()
  await ask<'leave'>({ action: 'leave', refresh: 'made.up' })
  expect(await ask<'leave'>({ action: 'leave', refresh })).toEqual({ action: 'leave' })
  expect(await ask<'leave'>({ action: 'leave', refresh })).toEqual({ action: 'leave' })
  await expect(renew(refresh)).rejects.toMatchObject({ code: 'NEED_LOGIN' })
})

test('roles are those of today: what was taken away is gone at the next refresh', async () => {
  const { signIn, renew, store, ports } = await given()
  const { refresh } = await signIn()
  await store.change('users', 'id-1', {}, { set: { roles: ['learner', 'support'] } })
  const issue = jest.spyOn(ports.sessions, 'issue')
  await renew(refresh)
  expect(issue.mock.calls).toEqual([[{ userId: 'id-1', openid: '', roles: ['learner', 'support'], agreed: '' }]])
})
