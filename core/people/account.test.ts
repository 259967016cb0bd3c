import { MEI, memorySchool, ZHOU } from '../../platform/memory/school'
import type { Input, Output } from '../contract'
import { credit, debit, entryOf, walletOf } from '../ledger/entry'
import { ledger } from '../ledger/ledger'
import type { Caller } from '../ports'
import { account } from './account'
import { AGREEMENTS } from './agreements'
import { login } from './login'
import { sweepAccounts } from './sweepAccounts'
import { webSessions } from './webSessions'

const MINUTE = 60_000
const PHONE = { kind: 'phone', phone: '13812345678' } as const
const EMAIL = { kind: 'email', email: 'mei@example.cn' } as const
type Action = Input<'account'>['action']
type Answer<A extends Action> = Extract<Output<'account'>, { action: A }>

async function given() {
  const world = await memorySchool()
  const ask = async <A extends Action>(who: Caller, input: Extract<Input<'account'>, { action: A }>) =>
    (await account(world.ports)(who, input)) as Answer<A> // this action's answer
  const refusal = (who: Caller, input: Input<'account'>) =>
    account(world.ports)(who, input).then(
      () => 'no refusal',
      ({ code, facts }) => ({ code, ...facts }),
    )
  const bind = async (who: Caller, address: typeof PHONE | typeof EMAIL) => {
    await ask(who, { action: 'sendCode', address })
    world.clock.advance(MINUTE)
    return ask(who, { action: 'bind', address, code: world.letters.at(-1)?.code ?? '' })
  }
  /** Somebody who came in WeChat and holds nothing yet. */
  const newcomer = async (openid: string): Promise<Caller> => {
    const { profile } = await login(world.ports)({ userId: '', openid, roles: [] }, {})
    return { userId: profile.userId, openid, roles: ['learner'] }
  }
  const giveBalance = (who: Caller, fen: number) =>
    ledger(world.ports).post(
      entryOf({ _id: `gift:${who.userId}`, kind: 'topUp', at: world.clock.now().toISOString(), words: '充值' }, [
        debit('gateway:wechatPay', fen),
        credit(walletOf(who.userId), fen),
      ]),
    )
  const sweep = () => sweepAccounts(world.ports)({ userId: '', openid: '', roles: [] }, {})
  const whoIs = async (openid: string) =>
    (await login(world.ports)({ userId: '', openid, roles: [] }, {})).profile.userId
  return { ...world, ask, refusal, bind, newcomer, giveBalance, sweep, whoIs }
}

test('an account shows how its owner signs in, with addresses masked', async () => {
  const { ask, bind } = await given()
  expect(await ask(MEI, { action: 'look' })).toEqual({
    action: 'look',
    profile: { userId: 'mei', nickname: '小梅', avatarUrl: null },
    joinedAt: '2026-11-21T02:00:00.000Z',
    phone: null,
    email: null,
    hasWeChat: false,
    hasPassword: false,
    providers: [],
    ways: { phone: true, email: true },
    agreements: AGREEMENTS,
    agreedAt: null,
    closing: null,
  })
  expect(await bind(MEI, PHONE)).toEqual({ action: 'bind', bound: { status: 'bound', masked: '138****5678' } })
  expect((await bind(MEI, EMAIL)).bound.masked).toBe('m***@example.cn')
  expect(await ask(MEI, { action: 'look' })).toMatchObject({ phone: '138****5678', email: 'm***@example.cn' })
})

describe('a phone from WeChat', () => {
  test('is bound by a code that is good once', async () => {
    const { ask, refusal, phoneCodes, store } = await given()
    phoneCodes.set('from-the-button', '+8613812345678')
    const code = { action: 'bindWeChatPhone', code: 'from-the-button' } as const
    expect(await ask(MEI, code)).toMatchObject({ bound: { status: 'bound', masked: '138****5678' } })
    expect(await refusal(MEI, code)).toEqual({ code: 'CODE_REFUSED', left: 0 })
    expect(JSON.stringify(store.all('identities'))).not.toContain('138')
  })

  test('cannot be bound from the web, where WeChat vouches for nobody', async () => {
    const { refusal, phoneCodes } = await given()
    phoneCodes.set('from-the-button', '+8613812345678')
    expect(await refusal({ ...MEI, openid: '' }, { action: 'bindWeChatPhone', code: 'from-the-button' })).toEqual({
      code: 'FORBIDDEN',
    })
  })

  test('from abroad is bound as well, and masked', async () => {
    const { ask, phoneCodes } = await given()
    phoneCodes.set('from-the-button', '+14155550123')
    const { bound } = await ask(MEI, { action: 'bindWeChatPhone', code: 'from-the-button' })
    expect(bound.masked).toBe('+141****0123')
  })
})

describe('an address', () => {
  test('takes the place of the one before, and the former is free', async () => {
    const { bind, ask, store } = await given()
    await bind(MEI, PHONE)
    await bind(MEI, { kind: 'phone', phone: '13987654321' } as never)
    expect((await ask(MEI, { action: 'look' })).phone).toBe('139****4321')
    expect(store.all('identities')).toHaveLength(1)
    expect((await bind(ZHOU, PHONE)).bound.status).toBe('bound')
  })

  test('that is the last way in stays', async () => {
    const { bind, ask, refusal } = await given()
    await bind(MEI, PHONE)
    expect(await refusal(MEI, { action: 'unbind', kind: 'phone' })).toEqual({ code: 'LAST_WAY_IN' })
    await bind(MEI, EMAIL)
    const both = await Promise.all([
      refusal(MEI, { action: 'unbind', kind: 'phone' }),
      refusal(MEI, { action: 'unbind', kind: 'email' }),
    ])
    const { phone, email } = await ask(MEI, { action: 'look' })
    expect([phone, email].filter(Boolean).length).toBeGreaterThanOrEqual(1)
    expect(both).toContainEqual({ code: 'LAST_WAY_IN' })
  })

  test('sets a password only for whoever holds it', async () => {
    const { bind, ask, refusal, letters, clock } = await given()
    const set = (code: string) =>
      ({ action: 'setPassword', kind: 'phone', code, password: '杏花春雨江南2026' }) as const
    expect(await refusal(MEI, { action: 'sendOwnCode', kind: 'phone' })).toMatchObject({ code: 'BAD_INPUT' })
    await bind(MEI, PHONE)
    clock.advance(MINUTE)
    await ask(MEI, { action: 'sendOwnCode', kind: 'phone' })
    const { code = '' } = letters.at(-1) ?? {}
    expect(await refusal(ZHOU, set(code))).toMatchObject({ code: 'BAD_INPUT' })
    await ask(MEI, set(code))
    expect(await ask(MEI, { action: 'look' })).toMatchObject({ hasPassword: true })
    expect(await refusal(MEI, set(code))).toEqual({ code: 'CODE_REFUSED', left: 0 })
  })

  test('sealed with an older key is sealed again when it is next looked at', async () => {
    const { bind, ports, store } = await given()
    await bind(MEI, PHONE)
    const before = store.all('identities')[0]
    const vault = { ...ports.vault, isOld: () => true }
    expect(await account({ ...ports, vault })(MEI, { action: 'look' })).toMatchObject({ phone: '138****5678' })
    expect(store.all('identities')[0]?.sealed).not.toBe(before?.sealed)
  })
})

describe('two accounts of one person', () => {
  test('an account that holds nothing yields its address to the one that asks', async () => {
    const { bind, newcomer, giveBalance, whoIs } = await given()
    const [fresh, mine] = [await newcomer('o-fresh'), await newcomer('o-mine')]
    await giveBalance(mine, 5000)
    await bind(fresh, PHONE)
    expect((await bind(mine, PHONE)).bound.status).toBe('bound')
    // What was not proven stays with the other.
    expect([await whoIs('o-fresh'), await whoIs('o-mine')]).toEqual([fresh.userId, mine.userId])
  })

  test('one that holds nothing may join the one behind the address, if its owner wishes: WeChat then opens that one', async () => {
    const { bind, ask, newcomer, giveBalance, whoIs, ports, sweep, clock, alerts } = await given()
    const [onWeb, inWeChat] = [await newcomer('o-old'), await newcomer('o-new')]
    await bind(onWeb, PHONE)
    await giveBalance(onWeb, 5000)
    expect((await bind(inWeChat, PHONE)).bound).toEqual({ status: 'theirs', masked: '138****5678' })
    expect(await whoIs('o-new')).toBe(inWeChat.userId)
    await ask(inWeChat, { action: 'join' })
    expect(await whoIs('o-new')).toBe(onWeb.userId)
    expect(await ledger(ports).balanceOf(walletOf(onWeb.userId))).toBe(5000)
    clock.advance(3 * 60 * MINUTE)
    expect([(await sweep()).joined, alerts]).toEqual([1, []])
  })

  test('when both hold something they stay two, and nothing moves', async () => {
    const { bind, newcomer, giveBalance, refusal, letters, ask, store } = await given()
    const [one, other] = [await newcomer('o-one'), await newcomer('o-other')]
    await bind(one, PHONE)
    await giveBalance(one, 5000)
    await giveBalance(other, 100)
    const before = store.all('identities')
    await ask(other, { action: 'sendCode', address: PHONE })
    const code = letters.at(-1)?.code ?? ''
    expect(await refusal(other, { action: 'bind', address: PHONE, code })).toEqual({
      code: 'ADDRESS_TAKEN',
      kind: 'phone',
      reason: 'both',
    })
    expect(await refusal(other, { action: 'join' })).toEqual({ code: 'CODE_REFUSED', left: 0 })
    expect(store.all('identities')).toEqual(before)
  })

  test('joining needs a proof of the last minutes, and an account that still holds nothing', async () => {
    const { bind, newcomer, giveBalance, refusal, clock } = await given()
    const [old, fresh] = [await newcomer('o-old'), await newcomer('o-new')]
    await bind(old, PHONE)
    await giveBalance(old, 5000)
    await bind(fresh, PHONE)
    clock.advance(5 * MINUTE)
    expect(await refusal(fresh, { action: 'join' })).toEqual({ code: 'CODE_REFUSED', left: 0 })
    await bind(fresh, PHONE)
    await giveBalance(fresh, 1)
    expect(await refusal(fresh, { action: 'join' })).toEqual({ code: 'ADDRESS_TAKEN', reason: 'both' })
  })

  test('what somebody who was still signed in bought in an account that was given up is told to a person', async () => {
    const { bind, ask, newcomer, giveBalance, sweep, clock, alerts } = await given()
    const [old, fresh] = [await newcomer('o-old'), await newcomer('o-new')]
    await bind(old, PHONE)
    await giveBalance(old, 5000)
    await bind(fresh, PHONE)
    await ask(fresh, { action: 'join' })
    await giveBalance(fresh, 1)
    clock.advance(3 * 60 * MINUTE)
    await sweep()
    expect(alerts).toEqual([{ code: 'JOINED_WITH_THINGS', facts: { from: fresh.userId, into: old.userId } }])
  })
})

test('browsers that are signed in are listed, and ended one by one or all at once', async () => {
  const { ask, ports, clock } = await given()
  const started: string[] = []
  for (const system of ['windows', 'mac', 'android'] as const) {
    clock.advance(MINUTE)
    started.push(clock.now().toISOString())
    await webSessions(ports).open(MEI.userId, { system, browser: 'chrome' })
  }
  await webSessions(ports).open(ZHOU.userId, { system: 'ios', browser: 'safari' })
  const { sessions } = await ask(MEI, { action: 'sessions' })
  expect(sessions.map(({ device, startedAt }) => [device.system, startedAt])).toEqual([
    ['android', started[2]],
    ['mac', started[1]],
    ['windows', started[0]],
  ])
  const mac = sessions[1]?.sessionId ?? ''
  expect(await ask(ZHOU, { action: 'endSession', sessionId: mac })).toEqual({ action: 'endSession', ended: 0 })
  expect(await ask(MEI, { action: 'endSession', sessionId: mac })).toEqual({ action: 'endSession', ended: 1 })
  expect(await ask(MEI, { action: 'endSession', sessionId: null })).toEqual({ action: 'endSession', ended: 2 })
  expect((await ask(ZHOU, { action: 'sessions' })).sessions).toHaveLength(1)
})

describe('what somebody agrees to', () => {
  test('is kept for good with when and where, also that it was taken back; saying it twice is saying it once', async () => {
    const { ask, clock, store } = await given()
    const at = clock.now().toISOString()
    await ask(MEI, { action: 'agree', agreements: AGREEMENTS })
    clock.advance(MINUTE)
    expect(await ask(MEI, { action: 'agree', agreements: AGREEMENTS })).toEqual({ action: 'agree', agreedAt: at })
    const later = clock.now().toISOString()
    await ask({ ...MEI, openid: '' }, { action: 'withdraw' })
    expect(await ask(MEI, { action: 'consents' })).toEqual({
      action: 'consents',
      consents: [
        { said: 'withdrawn', agreements: AGREEMENTS, at: later, where: 'web' },
        { said: 'agreed', agreements: AGREEMENTS, at, where: 'weChat' },
      ],
    })
    expect(await ask(MEI, { action: 'look' })).toMatchObject({ agreedAt: null })
    expect(store.all('assents')).toHaveLength(2)
  })

  test('is only ever the text of now', async () => {
    const { refusal } = await given()
    const agreements = { privacy: '2020-01-01', terms: AGREEMENTS.terms }
    expect(await refusal(MEI, { action: 'agree', agreements })).toMatchObject({ code: 'BAD_INPUT' })
  })

  test('goes into the next session, and out of it when it is taken back', async () => {
    const { ask, ports, newcomer } = await given()
    const mei = await newcomer('o-new')
    const issue = jest.spyOn(ports.sessions, 'issue')
    const agreedNow = async () => {
      await login(ports)({ userId: '', openid: 'o-new', roles: [] }, {})
      return issue.mock.lastCall?.[0].agreed
    }
    expect(await agreedNow()).toBe('')
    await ask(mei, { action: 'agree', agreements: AGREEMENTS })
    expect(await agreedNow()).toBe(`${AGREEMENTS.privacy}/${AGREEMENTS.terms}`)
    await ask(mei, { action: 'withdraw' })
    expect(await agreedNow()).toBe('')
  })
})

test('what has run out is swept away, and what has not stays', async () => {
  const { ask, store, ports, sweep, clock } = await given()
  await ask(MEI, { action: 'sendCode', address: PHONE })
  await webSessions(ports).open(MEI.userId, { system: 'mac', browser: 'safari' })
  await ask(MEI, { action: 'export' })
  clock.advance(6 * MINUTE)
  await sweep()
  const left = () => ['proofs', 'webSessions', 'exports'].map((collection) => store.all(collection).length)
  expect(left()).toEqual([0, 1, 1])
  clock.advance(31 * 24 * 60 * MINUTE)
  await sweep()
  expect([left(), store.all('tries')]).toEqual([[0, 0, 0], []])
})
