import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Input, Output } from '../../core/contract'
import type { Address } from '../../core/contract/address'
import { AGREEMENTS } from '../../core/people/agreements'
import type { Desk } from '../../emulator/desk'
import { ORDINARY_PAY, openShop } from '../../scripts/shop'
import { type Phone, phone, refusal, until } from './phone'
import { webBrowser } from './webBrowser'

/** People and their accounts on the desk: the deployed bundles, Tencent's SDK, WeChat's button, and a clock that can be set. */

const TEA = 'tea-in-ten-minutes'
const MINUTE = 60_000
const folder = mkdtempSync(join(tmpdir(), 'xingtan-account-'))
let desk: Desk

beforeAll(async () => {
  desk = await openShop({ dataDir: folder, port: 0, courses: [TEA], money: ORDINARY_PAY, strictIndexes: true })
}, 120_000)
afterAll(async () => {
  await desk.close()
  rmSync(folder, { recursive: true, force: true })
})

type Asked<A> = Extract<Input<'account'>, { action: A }>
type Answer<A> = Extract<Output<'account'>, { action: A }>
const ask = async <A extends Input<'account'>['action']>(who: Pick<Phone, 'call'>, input: Asked<A>) =>
  (await who.call('account', input)) as Answer<A> // this action's answer
const newcomer = async (nickname: string, agrees = true) => {
  const someone = await phone(desk.url, nickname)
  const { userId } = await someone.signIn({ agrees })
  return { ...someone, userId }
}
const press = async (who: Phone): Promise<string> =>
  (
    await (
      await fetch(`${desk.url}/wechat/phone`, { method: 'POST', headers: { 'x-wechat-session': who.weChatSession } })
    ).json()
  ).code
const lastCode = (): string => /\d{6}/.exec(desk.tencentCloud.letters()[0]?.text ?? '')?.[0] ?? ''

test('nothing is sold to somebody who has not agreed, and reading asks for nothing', async () => {
  const mei = await newcomer('小梅', false)
  expect(await refusal(mei.call('browseCatalog', { action: 'detail', courseId: TEA }))).toBe('no refusal')
  expect(await refusal(mei.call('reviews', { action: 'list', courseId: TEA, order: 'newest' }))).toBe('no refusal')
  for (const buying of [
    mei.call('buyCourse', { courseId: TEA }),
    mei.call('buyMembership', { planId: 'year' }),
    mei.call('topUpWallet', { fen: 5000 }),
    mei.call('reviews', { action: 'write', courseId: TEA, stars: 5, text: '好茶' }),
  ])
    expect(await refusal(buying)).toBe('AGREEMENT_NEEDED')
  await mei.agree()
  expect(await mei.call('buyCourse', { courseId: TEA })).toMatchObject({ status: 'pay' })
  await ask(mei, { action: 'withdraw' })
  await mei.signIn({ agrees: false })
  expect(await refusal(mei.call('topUpWallet', { fen: 5000 }))).toBe('AGREEMENT_NEEDED')
})

test('a phone number comes from WeChat’s own button, once a code, for whoever pressed it', async () => {
  const zhou = await newcomer('老周')
  const code = await press(zhou)
  expect(await ask(zhou, { action: 'bindWeChatPhone', code })).toEqual({
    action: 'bindWeChatPhone',
    bound: { status: 'bound', masked: expect.stringMatching(/^199\*{4}\d{4}$/) },
  })
  expect(await refusal(ask(zhou, { action: 'bindWeChatPhone', code }))).toBe('CODE_REFUSED')
  const late = await press(zhou)
  desk.clock.advance(6 * MINUTE)
  expect(await refusal(ask(zhou, { action: 'bindWeChatPhone', code: late }))).toBe('CODE_REFUSED')
})

test('a browser signs in by a text, sets a password, and comes back with it; WeChat then opens the same account', async () => {
  const browser = webBrowser(desk.url)
  const address: Address = { kind: 'phone', phone: '13812345678' }
  const device = { system: 'mac', browser: 'safari' } as const
  const login = (input: Input<'webLogin'>) => browser.call('webLogin', input, '')
  await login({ action: 'sendCode', address })
  expect(desk.tencentCloud.letters()[0]).toMatchObject({ by: 'sms', to: '+8613812345678' })
  const code = lastCode()
  const first = await login({
    action: 'setPassword',
    address,
    code,
    password: '杏花春雨江南2026',
    device,
    agreements: AGREEMENTS,
  })
  const again = await login({ action: 'withPassword', address, password: '杏花春雨江南2026', device, agreements: null })
  if (!('profile' in first && 'profile' in again)) throw new Error('nobody was signed in')
  expect(again.profile.userId).toBe(first.profile.userId)
  expect(await refusal(login({ action: 'withPassword', address, password: '杏花', device, agreements: null }))).toBe(
    'SIGN_IN_REFUSED',
  )
  // They buy on the web; later they open the mini-program, new there, and bind the same number.
  const bought = await browser.call('buyCourse', { courseId: TEA, device: 'computer' }, again.session.token)
  expect(bought).toMatchObject({ status: 'pay' })
  desk.clock.advance(MINUTE)
  const inWeChat = await newcomer('阿宁')
  await ask(inWeChat, { action: 'sendCode', address })
  expect(await ask(inWeChat, { action: 'bind', address, code: lastCode() })).toMatchObject({
    bound: { status: 'theirs' },
  })
  await ask(inWeChat, { action: 'join' })
  expect((await inWeChat.signIn()).userId).toBe(first.profile.userId)
})

test('a copy of one’s data is behind addresses that soon stop working', async () => {
  const lin = await newcomer('林')
  const { pageUrl, dataUrl } = await ask(lin, { action: 'export' })
  const [page, data] = await Promise.all([fetch(pageUrl), fetch(dataUrl)])
  expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')])
  expect(await data.json()).toMatchObject({ userId: lin.userId })
  desk.clock.advance(16 * MINUTE)
  expect([(await fetch(pageUrl)).status, (await fetch(dataUrl)).status]).toEqual([403, 403])
})

test('who asks to leave is gone at the end of the seventh day by the timer, and not before; the same WeChat begins anew', async () => {
  const qiu = await newcomer('秋')
  const { losses } = await ask(qiu, { action: 'weighClosing' })
  const { closing } = await ask(qiu, { action: 'close', losses, keepCertificates: true })
  const nicknameOf = (): unknown =>
    desk.database.look('users', { offset: 0, limit: 1, id: qiu.userId }).documents.map((doc) => Object(doc).nickname)[0]
  const sweeps = () => desk.functions.invocations.list().filter((one) => one.function === 'sweepAccounts').length
  const pass = async (ms: number) => {
    const before = sweeps()
    desk.clock.advance(ms)
    await until(
      () => sweeps() > before && desk.functions.invocations.list().every(({ state }) => state === 'done'),
      Boolean,
      25_000,
    )
  }
  await pass(Date.parse(closing.dueAt) - desk.clock.now() - MINUTE)
  expect(nicknameOf()).toBe('同学')
  await pass(11 * MINUTE)
  expect(nicknameOf()).toBe('已注销用户')
  expect((await qiu.signIn()).userId).not.toBe(qiu.userId)
}, 60_000)

test('no question of these verbs reads a whole collection', () => {
  expect(desk.database.scans).toEqual([])
})
