import { generateKeyPairSync } from 'node:crypto'
import { SignJWT } from 'jose/jwt/sign'
import type { Access } from '../../core/contract/contract'
import { clock } from '../clock'
import { callerFor } from './caller'
import { clientIpOf } from './clientIp'
import type { Request } from './request'
import { sessions } from './sessions'

process.env.SESSION_KEY = 'a key of thirty-two characters or more'
const KEY = new TextEncoder().encode(process.env.SESSION_KEY)
const MEI = { userId: 'mei', roles: ['learner'] as const }

const overHttp = (authorization?: string): Extract<Request, { by: 'http' }> => ({
  by: 'http',
  method: 'POST',
  headers: authorization === undefined ? {} : { authorization },
  query: {},
  body: '{}',
  clientIp: '203.0.113.7',
})
const inWeChat = (session: unknown, openid = 'o-mei'): Request => ({
  by: 'call',
  input: {},
  session,
  openid,
  clientIp: '198.51.100.9',
})

const web = async (roles: readonly ('learner' | 'finance')[] = ['learner']) =>
  (await sessions.issue({ userId: 'mei', openid: '', roles })).token
const weChat = async () => (await sessions.issue({ ...MEI, openid: 'o-mei' })).token

/** A token that says what it likes, signed with our key or another one. */
const made = (claims: object, { key = KEY, exp = Math.floor(Date.now() / 1000) + 60, issuer = 'xingtan' } = {}) =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(issuer)
    .setSubject('mei')
    .setExpirationTime(exp)
    .sign(key)

const outcome = (request: Request, access: Access = 'learner') =>
  callerFor(request, access).then(
    (caller) => caller,
    (error) => error.code,
  )

test('over HTTP a learner is whom the session of the web names, from where the door says', async () => {
  const known = { userId: 'mei', openid: '', roles: ['learner'], clientIp: '203.0.113.7' }
  expect(await outcome(overHttp(`Bearer ${await web()}`))).toEqual(known)
  expect(await outcome(overHttp(`bearer ${await web()}`), 'anyone')).toEqual(known)
})

test('in WeChat a learner is whom the session of this very identity names', async () => {
  expect(await outcome(inWeChat(await weChat()))).toEqual({
    ...MEI,
    openid: 'o-mei',
    clientIp: '198.51.100.9',
  })
  expect(await outcome(inWeChat(await weChat(), 'o-zhou'))).toBe('NEED_LOGIN')
})

test('a session of WeChat’s does not work over HTTP, and one of the web does not work in WeChat', async () => {
  expect(await outcome(overHttp(`Bearer ${await weChat()}`))).toBe('NEED_LOGIN')
  expect(await outcome(overHttp(`Bearer ${await weChat()}`), 'anyone')).toBe('NEED_LOGIN')
  expect(await outcome(inWeChat(await web()))).toBe('NEED_LOGIN')
  expect(await outcome(inWeChat(await web(), ''))).toBe('NEED_LOGIN')
  // Nor in the field of the other side.
  expect(await outcome({ ...overHttp(), headers: { session: await web() } })).toBe('NEED_LOGIN')
})

test.each([
  ['no session', undefined],
  ['an empty one', ''],
  ['one in another scheme', 'Basic bWVpOnNlY3JldA=='],
  ['nothing behind the scheme', 'Bearer '],
  ['nonsense', 'Bearer not-a-token'],
])('over HTTP a learner’s verb refuses %s', async (_, authorization) => {
  expect(await outcome(overHttp(authorization))).toBe('NEED_LOGIN')
})

describe('a forged session', () => {
  const claims = { kind: 'web', openid: '', roles: ['learner'] }
  test.each<[string, () => Promise<string> | string]>([
    ['signed with another key', () => made(claims, { key: new TextEncoder().encode('x'.repeat(40)) })],
    ['of another house', () => made(claims, { issuer: 'elsewhere' })],
    ['that has run out', () => made(claims, { exp: Math.floor(Date.now() / 1000) - 1 })],
    ['that names a WeChat identity', () => made({ ...claims, openid: 'o-mei' })],
    ['of the other kind', () => made({ ...claims, kind: 'weChat' })],
    ['of no kind', () => made({ openid: '', roles: ['learner'] })],
    ['without a signature', () => `${btoa('{"alg":"none"}')}.${btoa('{"sub":"mei","kind":"web"}')}.`],
    [
      'signed with a key pair',
      () =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'EdDSA' })
          .setSubject('mei')
          .setIssuer('xingtan')
          .setExpirationTime('1m')
          .sign(generateKeyPairSync('ed25519').privateKey),
    ],
  ])('%s is none', async (_, forged) => {
    expect(await outcome(overHttp(`Bearer ${await forged()}`))).toBe('NEED_LOGIN')
  })

  test('made as it should be is one: the tests above fail for what they say', async () => {
    expect(await outcome(overHttp(`Bearer ${await made(claims)}`))).toMatchObject({ userId: 'mei' })
  })
})

test('a session of the web runs out after half an hour, one of WeChat’s after two', async () => {
  const minutes = async (openid: string) => {
    const { expiresAt } = await sessions.issue({ ...MEI, openid })
    return Math.round((Date.parse(expiresAt) - clock.now().getTime()) / 60_000)
  }
  expect([await minutes(''), await minutes('o-mei')]).toEqual([30, 120])
})

test('over HTTP a stranger is nobody, and somebody whose session ran out is asked to sign in anew', async () => {
  expect(await outcome(overHttp(), 'anyone')).toEqual({ userId: '', openid: '', roles: [], clientIp: '203.0.113.7' })
  expect(await outcome(overHttp('Bearer old'), 'anyone')).toBe('NEED_LOGIN')
})

test('a role counts on the web as in WeChat, and who has it not is refused', async () => {
  expect(await outcome(overHttp(`Bearer ${await web()}`), 'finance')).toBe('FORBIDDEN')
  expect(await outcome(overHttp(`Bearer ${await web(['finance'])}`), 'finance')).toMatchObject({ roles: ['finance'] })
})

test('at the doors of services a session makes nobody known, and the timer’s is shut', async () => {
  const shown = overHttp(`Bearer ${await web()}`)
  expect(await outcome(shown, 'weChatPay')).toEqual({ userId: '', openid: '', roles: [], clientIp: '203.0.113.7' })
  expect(await outcome(shown, 'timer')).toBe('FORBIDDEN')
})

describe('where a request comes from', () => {
  test('is what the balancer says, not what the client says', () => {
    expect(clientIpOf({ 'x-real-ip': '203.0.113.7', 'x-forwarded-for': '10.0.0.1, 203.0.113.7' })).toBe('203.0.113.7')
    expect(clientIpOf({ 'x-forwarded-for': '10.0.0.1, 203.0.113.7' })).toBe('203.0.113.7')
    expect(clientIpOf({ 'x-real-ip': '2001:db8::7' })).toBe('2001:db8::7')
  })
  test('is nothing where nobody says, or what is said is no address', () => {
    expect(clientIpOf({})).toBe('')
    expect(clientIpOf({ 'x-real-ip': 'localhost', 'x-forwarded-for': '203.0.113.7, unknown' })).toBe('')
  })
})
