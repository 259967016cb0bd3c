import { memoryWorld } from '../../platform/memory/world'
import type { Input, Output } from '../contract'
import type { ProviderName } from '../contract/address'
import { credit, debit, entryOf, walletOf } from '../ledger/entry'
import { ledger } from '../ledger/ledger'
import type { Caller } from '../ports'
import { account } from './account'
import { AGREEMENTS } from './agreements'
import { approveWebLogin } from './approveWebLogin'
import { everythingAbout } from './copyOfData'
import { login } from './login'
import { webLogin } from './webLogin'

/** Signing in by QQ and Weibo, and such an account as one of several ways into one person's. */

const MINUTE = 60_000
const DEVICE = { system: 'windows', browser: 'edge' } as const
const STRANGER: Caller = { userId: '', openid: '', roles: [] }
const XIAO_MEI = 'UID_5F2A91'

type SignedIn = Extract<Output<'webLogin'>, { refresh: string }>
type GoneOut = Extract<Output<'webLogin'>, { action: 'goOut' }>

function given() {
  const world = memoryWorld()
  const { ports, providers } = world
  const ask = <A extends Input<'webLogin'>['action']>(input: Extract<Input<'webLogin'>, { action: A }>) =>
    webLogin(ports)(STRANGER, input)
  const mine = (who: Caller, input: Input<'account'>) => account(ports)(who, input)
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'no refusal',
      ({ code, facts }) => ({ code, ...facts }),
    )
  const goOut = async (provider: ProviderName = 'qq', agreements: typeof AGREEMENTS | null = AGREEMENTS) =>
    (await ask({ action: 'goOut', provider, device: DEVICE, agreements })) as GoneOut // this action's answer
  const comeBack = ({ ticket, secret }: GoneOut, code: string | null) =>
    ask({ action: 'comeBack', ticket, secret, code }) as Promise<SignedIn> // this action's answer
  /** All of it: out, a yes, and back. */
  async function signIn(provider: ProviderName, subject: string): Promise<SignedIn> {
    const out = await goOut(provider)
    return comeBack(out, providers[provider].allow(out.url, subject).code)
  }
  const onTheWeb = (userId: string): Caller => ({ userId, openid: '', roles: ['learner'] })
  async function bind(who: Caller, provider: ProviderName, subject: string) {
    const out = (await mine(who, { action: 'goOut', provider, isPhone: false })) as unknown as GoneOut // this action's answer
    const { code } = providers[provider].allow(out.url, subject)
    return mine(who, { action: 'comeBack', ticket: out.ticket, secret: out.secret, code })
  }
  /** Somebody who came in WeChat. */
  async function inWeChat(openid: string): Promise<Caller> {
    const { profile } = await login(ports)({ ...STRANGER, openid }, {})
    return { userId: profile.userId, openid, roles: ['learner'] }
  }
  const giveBalance = (userId: string) =>
    ledger(ports).post(
      entryOf({ _id: `gift:${userId}`, kind: 'topUp', at: world.clock.now().toISOString() }, [
        debit('gateway:wechatPay', 500),
        credit(walletOf(userId), 500),
      ]),
    )
  return { ...world, ask, mine, refusal, goOut, comeBack, signIn, onTheWeb, bind, inWeChat, giveBalance }
}

describe('signing in', () => {
  test('a browser goes out with a state of its own and comes back as somebody who agreed, the next time as the same', async () => {
    const { ports, goOut, comeBack, signIn, providers, store, clock } = given()
    const out = await goOut()
    expect(out).toEqual({ action: 'goOut', ticket: 'id-1', secret: 'id-2', url: expect.any(String) })
    const asked = Object.fromEntries(new URL(out.url).searchParams)
    expect(asked).toEqual({ redirect_uri: 'https://shop.example/', state: 'id-1' })
    expect(store.all('webLogins')).toEqual([
      {
        _id: 'id-1',
        secretHash: ports.ids.of('web login', 'id-1', 'id-2'),
        device: DEVICE,
        state: 'out',
        userId: '',
        startedAt: clock.now().toISOString(),
        expiresAt: new Date(clock.now().getTime() + 15 * MINUTE).toISOString(),
        outside: { provider: 'qq', agreements: AGREEMENTS },
      },
    ])
    const first = await comeBack(out, providers.qq.allow(out.url, XIAO_MEI).code)
    const { userId } = first.profile
    expect(first).toEqual({
      action: 'comeBack',
      profile: { userId, nickname: '同学', avatarUrl: null },
      session: { token: `web session of ${userId}`, expiresAt: expect.any(String) },
      refresh: expect.any(String),
    })
    expect(store.all('assents')).toMatchObject([{ userId, said: 'agreed', agreements: AGREEMENTS, where: 'web' }])
    expect((await signIn('qq', XIAO_MEI)).profile.userId).toBe(userId)
    // The same number there is somebody else here.
    expect((await signIn('weibo', XIAO_MEI)).profile.userId).not.toBe(userId)
    expect(JSON.stringify(store.all('identities'))).not.toContain(XIAO_MEI)
    const told = (await everythingAbout(ports, userId)).find(({ collection }) => collection === 'identities')
    expect(told?.documents).toEqual([{ kind: 'qq', value: XIAO_MEI, linkedAt: clock.now().toISOString() }])
  })

  test('nobody becomes somebody without having agreed; whoever is known need not agree again', async () => {
    const { goOut, comeBack, signIn, providers, refusal, store } = given()
    const out = await goOut('weibo', null)
    const { code } = providers.weibo.allow(out.url, '1404376560')
    expect(await refusal(comeBack(out, code))).toEqual({ code: 'AGREEMENT_NEEDED' })
    expect(store.all('users')).toEqual([])
    await signIn('weibo', '1404376560')
    const again = await goOut('weibo', null)
    await comeBack(again, providers.weibo.allow(again.url, '1404376560').code)
    expect(store.all('users')).toHaveLength(1)
  })

  test('what came back is worth nothing in another browser, twice, or too late', async () => {
    const { goOut, comeBack, providers, refusal, clock } = given()
    const OVER = { code: 'SIGN_IN_OVER' }
    const out = await goOut()
    const { code } = providers.qq.allow(out.url, XIAO_MEI)
    const another = await goOut()
    // Somebody sends their own answer to a browser that waits for one: the secret is not of this ticket.
    expect(await refusal(comeBack({ ...out, secret: another.secret }, code))).toEqual(OVER)
    expect(await refusal(comeBack({ ...out, ticket: 'nobody-knows' }, code))).toEqual(OVER)
    const both = await Promise.all([refusal(comeBack(out, code)), refusal(comeBack(out, code))])
    expect(both.sort()).toEqual(['no refusal', OVER].sort())
    // A code that was used, with a ticket that was not.
    expect(await refusal(comeBack(another, code))).toEqual(OVER)
    const late = await goOut()
    const { code: lateCode } = providers.qq.allow(late.url, XIAO_MEI)
    clock.advance(15 * MINUTE)
    expect(await refusal(comeBack(late, lateCode))).toEqual(OVER)
  })

  test('a no, a service that is down, and one that the school does not have are told apart', async () => {
    const { ports, ask, goOut, comeBack, providers, refusal } = given()
    const out = await goOut()
    expect(await refusal(comeBack(out, null))).toEqual({ code: 'SIGN_IN_DENIED', provider: 'qq' })
    expect(await refusal(comeBack(out, providers.qq.allow(out.url, XIAO_MEI).code))).toEqual({ code: 'SIGN_IN_OVER' })
    const second = await goOut()
    providers.qq.down()
    expect(await refusal(comeBack(second, 'any'))).toMatchObject({ code: 'PROVIDER_UNAVAILABLE', provider: 'qq' })
    expect(await ask({ action: 'ways' })).toMatchObject({ providers: ['qq', 'weibo'] })
    const without = webLogin({ ...ports, identityProviders: () => null })
    expect(await without(STRANGER, { action: 'ways' })).toMatchObject({ providers: [] })
    const asked = { action: 'goOut', provider: 'weibo', device: DEVICE, agreements: AGREEMENTS } as const
    expect(await refusal(without(STRANGER, asked))).toEqual({ code: 'WAY_NOT_HERE', kind: 'weibo' })
  })

  test('no phone can let in a browser that went out, and no poll can fetch its session', async () => {
    const { ports, ask, goOut, inWeChat } = given()
    const { ticket, secret } = await goOut()
    const thief = await inWeChat('o-thief')
    const onPhone = approveWebLogin(ports)
    expect(await onPhone(thief, { action: 'look', ticket })).toMatchObject({ login: { status: 'over' } })
    expect(await onPhone(thief, { action: 'approve', ticket })).toEqual({ action: 'approve', status: 'over' })
    expect(await ask({ action: 'poll', ticket, secret })).toMatchObject({ login: { state: 'over' } })
  })
})

describe('as one of several ways', () => {
  test('it is bound on the web only, shown, and taken away, but never the last', async () => {
    const { mine, bind, onTheWeb, inWeChat, refusal } = given()
    const mei = await inWeChat('o-mei')
    const web = onTheWeb(mei.userId)
    expect(await mine(mei, { action: 'look' })).toMatchObject({ providers: [] })
    expect(await mine(web, { action: 'look' })).toMatchObject({
      providers: [
        { provider: 'qq', isBound: false },
        { provider: 'weibo', isBound: false },
      ],
    })
    expect(await bind(web, 'qq', XIAO_MEI)).toEqual({
      action: 'comeBack',
      provider: 'qq',
      bound: { status: 'bound', masked: '' },
    })
    expect(await mine(mei, { action: 'look' })).toMatchObject({ providers: [{ provider: 'qq', isBound: true }] })
    // Another account at QQ takes the place of the one before.
    await bind(web, 'qq', 'UID_SECOND')
    await mine(web, { action: 'unbind', kind: 'qq' })
    expect(await mine(mei, { action: 'look' })).toMatchObject({ providers: [] })
    await bind(web, 'weibo', '1404376560')
    expect(await refusal(mine(web, { action: 'unbind', kind: 'qq' }))).toBe('no refusal')
  })

  test('whoever came by it alone keeps it', async () => {
    const { signIn, mine, onTheWeb, refusal } = given()
    const web = onTheWeb((await signIn('weibo', '1404376560')).profile.userId)
    expect(await refusal(mine(web, { action: 'unbind', kind: 'weibo' }))).toEqual({ code: 'LAST_WAY_IN' })
  })

  test('what one person went out for is worth nothing to another, nor for signing in', async () => {
    const { ask, mine, goOut, providers, onTheWeb, inWeChat, refusal } = given()
    const mei = onTheWeb((await inWeChat('o-mei')).userId)
    const zhou = onTheWeb((await inWeChat('o-zhou')).userId)
    const out = (await mine(mei, { action: 'goOut', provider: 'qq', isPhone: false })) as unknown as GoneOut // this action's answer
    const { code } = providers.qq.allow(out.url, XIAO_MEI)
    const back = { ticket: out.ticket, secret: out.secret, code }
    expect(await refusal(mine(zhou, { action: 'comeBack', ...back }))).toEqual({ code: 'SIGN_IN_OVER' })
    expect(await refusal(ask({ action: 'comeBack', ...back }))).toEqual({ code: 'SIGN_IN_OVER' })
    const signingIn = await goOut()
    const other = { ticket: signingIn.ticket, secret: signingIn.secret, code }
    expect(await refusal(mine(mei, { action: 'comeBack', ...other }))).toEqual({ code: 'SIGN_IN_OVER' })
    expect(await refusal(mine(mei, { action: 'comeBack', ...back }))).toBe('no refusal')
  })

  test('an account that holds nothing yields or joins; of two that hold something nothing moves', async () => {
    const { signIn, bind, mine, onTheWeb, inWeChat, giveBalance, refusal } = given()
    const empty = (await signIn('qq', XIAO_MEI)).profile.userId
    const mei = onTheWeb((await inWeChat('o-mei')).userId)
    await giveBalance(mei.userId)
    expect(await bind(mei, 'qq', XIAO_MEI)).toMatchObject({ bound: { status: 'bound' } })
    expect((await signIn('qq', XIAO_MEI)).profile.userId).toBe(mei.userId)
    expect(empty).not.toBe(mei.userId)

    const newcomer = onTheWeb((await signIn('weibo', '1404376560')).profile.userId)
    expect(await bind(newcomer, 'qq', XIAO_MEI)).toMatchObject({ bound: { status: 'theirs', masked: '' } })
    await mine(newcomer, { action: 'join' })
    expect((await signIn('weibo', '1404376560')).profile.userId).toBe(mei.userId)

    const zhou = onTheWeb((await inWeChat('o-zhou')).userId)
    await giveBalance(zhou.userId)
    expect(await refusal(bind(zhou, 'qq', XIAO_MEI))).toEqual({ code: 'ADDRESS_TAKEN', kind: 'qq', reason: 'both' })
    expect((await signIn('qq', XIAO_MEI)).profile.userId).toBe(mei.userId)
  })
})
