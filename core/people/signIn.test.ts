import { memoryWorld } from '../../platform/memory/world'
import type { Input, Output } from '../contract'
import type { Address } from '../contract/address'
import type { Caller } from '../ports'
import { AGREED, AGREEMENTS } from './agreements'
import { webLogin } from './webLogin'

const DEVICE = { system: 'windows', browser: 'edge' } as const
const PHONE = { kind: 'phone', phone: '13812345678' } as const
const EMAIL = { kind: 'email', email: 'Mei@Example.cn' } as const
const MINUTE = 60_000

type Done = Extract<Output<'webLogin'>, { refresh: string }>

function given() {
  const world = memoryWorld()
  const issued: unknown[] = []
  const { issue } = world.ports.sessions
  const ports = {
    ...world.ports,
    sessions: {
      issue: (claims: Parameters<typeof issue>[0]) => {
        issued.push(claims)
        return issue(claims)
      },
    },
  }
  const from = (clientIp: string): Caller => ({ userId: '', openid: '', roles: [], clientIp })
  const ask = (input: Input<'webLogin'>, ip = '203.0.113.7') => webLogin(ports)(from(ip), input)
  const refusal = (input: Input<'webLogin'>, ip?: string) =>
    ask(input, ip).then(
      () => 'no refusal',
      ({ code, facts }) => ({ code, ...facts }),
    )
  const codeTo = async (address: typeof PHONE | typeof EMAIL, ip?: string): Promise<string> => {
    await ask({ action: 'sendCode', address }, ip)
    return world.letters.at(-1)?.code ?? ''
  }
  const withCode = async (address: typeof PHONE | typeof EMAIL): Promise<Done> =>
    (await ask({
      action: 'withCode',
      address,
      code: await codeTo(address),
      device: DEVICE,
      agreements: AGREEMENTS,
    })) as Done // this action's answer
  return { ...world, ask, refusal, codeTo, withCode, issued }
}
const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

test('a number that is proven for the first time becomes somebody who agreed, and the next time the same', async () => {
  const { withCode, store, clock, letters, issued } = given()
  const first = await withCode(PHONE)
  expect(first).toEqual({
    action: 'withCode',
    profile: { userId: expect.any(String), nickname: '同学', avatarUrl: null },
    session: { token: `web session of ${first.profile.userId}`, expiresAt: expect.any(String) },
    refresh: expect.any(String),
  })
  expect(letters).toEqual([{ phone: '+8613812345678', code: expect.stringMatching(/^\d{6}$/), minutes: 5 }])
  expect(issued).toEqual([{ userId: first.profile.userId, openid: '', roles: ['learner'], agreed: AGREED }])
  expect(store.all('assents')).toEqual([
    {
      _id: expect.any(String),
      userId: first.profile.userId,
      said: 'agreed',
      agreements: AGREEMENTS,
      at: clock.now().toISOString(),
      where: 'web',
    },
  ])
  clock.advance(MINUTE)
  expect((await withCode(PHONE)).profile.userId).toBe(first.profile.userId)
  expect(store.all('assents')).toHaveLength(1)
})

test('nowhere among the documents stands a number, an address, a code or a password', async () => {
  const { withCode, ask, codeTo, store, clock, letters } = given()
  await withCode(PHONE)
  clock.advance(MINUTE)
  const code = await codeTo(EMAIL)
  await ask({
    action: 'setPassword',
    address: EMAIL,
    code,
    password: '杏花春雨江南2026',
    device: DEVICE,
    agreements: AGREEMENTS,
  })
  clock.advance(MINUTE)
  await codeTo(PHONE)
  const kept = JSON.stringify(
    ['users', 'identities', 'passwords', 'proofs', 'tries', 'assents', 'webSessions'].map(store.all),
  )
  for (const secret of ['13812345678', 'mei@', 'xample', '杏花春雨江南2026', '203.0.113.7', letters.at(-1)?.code ?? ''])
    expect(kept.toLowerCase()).not.toContain(secret.toLowerCase())
})

test('a code works once, also when two come with it at once', async () => {
  const { ask, refusal, codeTo, store } = given()
  const code = await codeTo(PHONE)
  const come = (tried = code) =>
    ask({ action: 'withCode', address: PHONE, code: tried, device: DEVICE, agreements: AGREEMENTS })
  // Whoever comes first begins the count of this place; those after it are really at the same step.
  await refusal({ action: 'withCode', address: PHONE, code: another(code), device: DEVICE, agreements: AGREEMENTS })
  const ends = await Promise.allSettled([come(), come(), come()])
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
  await expect(come()).rejects.toMatchObject({ code: 'CODE_REFUSED' })
  expect(store.all('users')).toHaveLength(1)
})

test('five tries, and then not even the right code; fifty at once are five', async () => {
  const { refusal, codeTo, ask } = given()
  const code = await codeTo(PHONE)
  const come = (tried: string) =>
    ({ action: 'withCode', address: PHONE, code: tried, device: DEVICE, agreements: AGREEMENTS }) as const
  const answers = await Promise.all(Array.from({ length: 50 }, () => refusal(come(another(code)))))
  expect(answers.filter((answer) => Object(answer).left === 0)).toHaveLength(46)
  expect(
    answers
      .slice(0, 5)
      .map((answer) => Object(answer).left)
      .sort(),
  ).toEqual([0, 1, 2, 3, 4])
  await expect(ask(come(code))).rejects.toMatchObject({ code: 'CODE_REFUSED', facts: { left: 0 } })
})

test('a code is good until its fifth minute is over, and a new one takes the place of the old', async () => {
  const { refusal, codeTo, clock } = given()
  const come = (code: string) =>
    refusal({ action: 'withCode', address: PHONE, code, device: DEVICE, agreements: AGREEMENTS })
  const late = await codeTo(PHONE)
  clock.advance(5 * MINUTE)
  expect(await come(late)).toEqual({ code: 'CODE_REFUSED', left: 0 })
  const old = await codeTo(PHONE)
  clock.advance(MINUTE)
  const fresh = await codeTo(PHONE)
  if (old !== fresh) expect(await come(old)).toEqual({ code: 'CODE_REFUSED', left: 4 })
  clock.advance(4 * MINUTE + 59_000)
  expect(await come(fresh)).toBe('no refusal')
})

test('who is new agrees first; the code stays good meanwhile, and the number is not kept', async () => {
  const { refusal, codeTo, store } = given()
  const code = await codeTo(PHONE)
  const come = (agreements: typeof AGREEMENTS | null) =>
    refusal({ action: 'withCode', address: PHONE, code, device: DEVICE, agreements })
  expect(await come(null)).toEqual({ code: 'AGREEMENT_NEEDED' })
  expect(await come({ privacy: '2020-01-01', terms: '2020-01-01' })).toEqual({ code: 'AGREEMENT_NEEDED' })
  expect([store.all('users'), store.all('identities')]).toEqual([[], []])
  expect(await come(AGREEMENTS)).toBe('no refusal')
})

test('one number hears from us once a minute, five times an hour, ten times a day', async () => {
  const { refusal, clock, letters } = given()
  const send = () => refusal({ action: 'sendCode', address: PHONE })
  expect(await send()).toBe('no refusal')
  expect(await send()).toEqual({ code: 'TOO_MANY_TRIES', what: 'codeAgain', waitSeconds: 60 })
  for (let n = 0; n < 4; n++) {
    clock.advance(MINUTE)
    expect(await send()).toBe('no refusal')
  }
  clock.advance(MINUTE)
  expect(await send()).toEqual({ code: 'TOO_MANY_TRIES', what: 'codesAnHour', waitSeconds: 55 * 60 })
  clock.advance(56 * MINUTE)
  for (let n = 0; n < 5; n++) {
    expect(await send()).toBe('no refusal')
    clock.advance(MINUTE)
  }
  clock.advance(60 * MINUTE)
  expect(await send()).toMatchObject({ code: 'TOO_MANY_TRIES', what: 'codesADay' })
  expect(letters).toHaveLength(10)
})

test('one place asks for twenty codes an hour, whatever the numbers', async () => {
  const { refusal, letters } = given()
  const sent = await Promise.all(
    Array.from({ length: 25 }, (_, n) =>
      refusal({ action: 'sendCode', address: { kind: 'phone', phone: `138000000${String(n).padStart(2, '0')}` } }),
    ),
  )
  expect(sent.filter((answer) => answer === 'no refusal')).toHaveLength(20)
  expect(sent.at(-1)).toEqual({ code: 'TOO_MANY_TRIES', what: 'codesFromOnePlace', waitSeconds: 3600 })
  expect(letters).toHaveLength(20)
})

describe('a password', () => {
  const set = async (world: ReturnType<typeof given>, password: string) =>
    (await world.ask({
      action: 'setPassword',
      address: EMAIL,
      code: await world.codeTo(EMAIL),
      password,
      device: DEVICE,
      agreements: AGREEMENTS,
    })) as Done // this action's answer
  const come = (password: string, address: Address = EMAIL) =>
    ({ action: 'withPassword', address, password, device: DEVICE, agreements: null }) as const

  test('is set by whoever holds the address, and opens the same account, however the address is written', async () => {
    const world = given()
    const mei = await set(world, '杏花春雨江南2026')
    const again = (await world.ask(come('杏花春雨江南2026', { kind: 'email', email: 'mei@example.CN' }))) as Done // this action's answer
    expect(again.profile).toEqual(mei.profile)
  })

  test('that is wrong, one of an account without any, and one of nobody are refused alike', async () => {
    const world = given()
    await set(world, '杏花春雨江南2026')
    await world.withCode(PHONE)
    const nobody = { kind: 'email', email: 'nobody@example.cn' } as const
    for (const address of [EMAIL, PHONE, nobody])
      expect(await world.refusal(come('secret123', address))).toEqual({ code: 'SIGN_IN_REFUSED', left: 4 })
  })

  test('may be tried five times in a quarter of an hour, many at once included; a right one does not count', async () => {
    const world = given()
    await set(world, '杏花春雨江南2026')
    for (let n = 0; n < 7; n++) expect(await world.refusal(come('杏花春雨江南2026'))).toBe('no refusal')
    const wrong = await Promise.all(Array.from({ length: 20 }, () => world.refusal(come('wrong'))))
    expect(wrong.filter((answer) => Object(answer).code === 'SIGN_IN_REFUSED')).toHaveLength(5)
    expect(await world.refusal(come('杏花春雨江南2026'))).toEqual({
      code: 'TOO_MANY_TRIES',
      what: 'passwords',
      waitSeconds: 900,
    })
    // Its owner still comes in with a code.
    world.clock.advance(MINUTE)
    expect(await world.withCode(EMAIL)).toMatchObject({ action: 'withCode' })
    world.clock.advance(15 * MINUTE)
    expect(await world.refusal(come('杏花春雨江南2026'))).toBe('no refusal')
  })

  test('that was forgotten is replaced, and whoever was signed in by the old one is signed out', async () => {
    const world = given()
    const before = await set(world, '杏花春雨江南2026')
    world.clock.advance(MINUTE)
    const after = await set(world, '小楼一夜听春雨2026')
    expect(after.profile).toEqual(before.profile)
    expect(await world.refusal(come('杏花春雨江南2026'))).toMatchObject({ code: 'SIGN_IN_REFUSED' })
    expect(await world.refusal({ action: 'refresh', refresh: before.refresh })).toEqual({ code: 'NEED_LOGIN' })
    expect(await world.refusal({ action: 'refresh', refresh: after.refresh })).toBe('no refusal')
  })
})

test('a school without texts says so and shows the ways it has', async () => {
  const world = memoryWorld()
  const ports = { ...world.ports, courier: { ...world.ports.courier, ways: () => ({ phone: false, email: true }) } }
  const ask = webLogin(ports)
  const stranger: Caller = { userId: '', openid: '', roles: [] }
  expect(await ask(stranger, { action: 'ways' })).toEqual({
    action: 'ways',
    phone: false,
    email: true,
    providers: ['qq', 'weibo'],
    agreements: AGREEMENTS,
  })
  await expect(ask(stranger, { action: 'sendCode', address: PHONE })).rejects.toMatchObject({
    code: 'WAY_NOT_HERE',
    facts: { kind: 'phone' },
  })
})
