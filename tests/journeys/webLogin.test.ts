import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Input } from '../../core/contract'
import type { Desk } from '../../emulator/desk'
import { openShop } from '../../scripts/shop'
import { type Phone, phone, refusal } from './phone'
import { type WebBrowser, webBrowser } from './webBrowser'

/** A browser outside WeChat: how it becomes somebody, what it may then ask over HTTP, and what no trick gets it. */

const TEA = 'tea-in-ten-minutes'
const MINUTE = 60_000
const folder = mkdtempSync(join(tmpdir(), 'xingtan-web-login-'))
let desk: Desk
let mei: Phone
let userId: string

beforeAll(async () => {
  desk = await openShop({ dataDir: folder, port: 0, courses: [TEA] })
  mei = await phone(desk.url, '小梅')
  userId = (await mei.signIn()).userId
}, 120_000)
afterAll(async () => {
  await desk.close()
  rmSync(folder, { recursive: true, force: true })
})

const LESSON: Input<'playLesson'> = { courseId: TEA, lessonId: '01-look' }
const signedIn = async (): Promise<WebBrowser> => {
  const browser = webBrowser(desk.url)
  await browser.signIn(mei)
  return browser
}
const latest = (name: string) => desk.functions.invocations.list().find((one) => one.function === name)

test('a browser is let in by the phone that scanned its code, and is this learner', async () => {
  const browser = webBrowser(desk.url)
  const { ticket, code } = await browser.start()
  expect(code).toEqual({
    page: 'pages/allow/allow',
    scene: ticket,
    imageUrl: expect.stringMatching(/^data:image\/png;base64,iVBOR/),
  })
  expect(await browser.poll()).toEqual({ state: 'waiting' })
  expect(latest('webLogin')?.databaseOperations).toBe(1)
  const looked = await mei.call('approveWebLogin', { action: 'look', ticket })
  expect(looked).toMatchObject({ login: { status: 'open', device: { system: 'windows', browser: 'chrome' } } })
  expect(await browser.poll()).toEqual({ state: 'seen' })
  await mei.call('approveWebLogin', { action: 'approve', ticket })
  expect(await browser.poll()).toMatchObject({ state: 'done', profile: { userId, nickname: '同学' } })
  const played = await browser.call('playLesson', LESSON)
  expect(await mei.call('playLesson', LESSON)).toMatchObject({ lesson: played.lesson, progress: played.progress })
})

test('a learner’s verbs are open over HTTP with a session and shut without one', async () => {
  const stranger = webBrowser(desk.url)
  expect(await refusal(stranger.call('playLesson', LESSON))).toBe('NEED_LOGIN')
  expect(await refusal(stranger.call('browseCatalog', { action: 'home' }))).toBe('no refusal')
  const browser = await signedIn()
  expect(await refusal(browser.call('myOrders', {}))).toBe('no refusal')
  expect(await refusal(browser.call('quotePrice', { goods: { kind: 'course', courseId: TEA } }))).toBe('no refusal')
  desk.clock.advance(31 * MINUTE)
  expect(await refusal(browser.call('myOrders', {}))).toBe('NEED_LOGIN')
  await browser.refresh()
  expect(await refusal(browser.call('myOrders', {}))).toBe('no refusal')
  await mei.signIn()
})

test('a session of one side is none on the other', async () => {
  const browser = await signedIn()
  expect(await mei.raw('myOrders', { input: {}, session: browser.session })).toMatchObject({
    ok: false,
    error: { code: 'NEED_LOGIN' },
  })
  const thief = webBrowser(desk.url, mei.session)
  expect(await refusal(thief.call('myOrders', {}))).toBe('NEED_LOGIN')
})

test('what only WeChat can vouch for has no way in over HTTP', async () => {
  const browser = await signedIn()
  for (const verb of ['approveWebLogin', 'updateProfile', 'login', 'withdraw', 'editCourse'])
    expect((await browser.post(verb, {})).status).toBe(404)
})

test('a token that was copied signs both out', async () => {
  const browser = await signedIn()
  const copy = browser.kept()
  await browser.refresh()
  desk.clock.advance(2 * MINUTE)
  expect(await refusal(webBrowser(desk.url).refresh(copy))).toBe('NEED_LOGIN')
  expect(await refusal(browser.refresh())).toBe('NEED_LOGIN')
  await mei.signIn()
})

test('signing out takes the token back', async () => {
  const browser = await signedIn()
  await browser.leave()
  expect(await refusal(browser.refresh())).toBe('NEED_LOGIN')
})

test('playing and reporting cost over HTTP what they cost in WeChat', async () => {
  const browser = await signedIn()
  const costOf = async (ask: Promise<unknown>, verb: string) => {
    await ask
    return latest(verb)?.databaseOperations
  }
  const beat = { courseId: TEA, lessonId: '01-look', from: 0, to: 1 }
  expect([
    await costOf(browser.call('playLesson', LESSON), 'playLesson'),
    await costOf(browser.call('recordProgress', beat), 'recordProgress'),
  ]).toEqual([
    await costOf(mei.call('playLesson', LESSON), 'playLesson'),
    await costOf(mei.call('recordProgress', beat), 'recordProgress'),
  ])
})

test('pages of the shop’s own address may ask with a session, and pages of no other', async () => {
  const { origin } = new URL(desk.url)
  for (const verb of ['myOrders', 'webLogin']) {
    const before = await fetch(`${desk.url}/http/${verb}`, {
      method: 'OPTIONS',
      headers: { origin: 'https://elsewhere.example', 'access-control-request-headers': 'authorization' },
    })
    expect([before.status, before.headers.get('access-control-allow-origin')]).toEqual([204, origin])
    expect(before.headers.get('access-control-allow-headers')).toBe('content-type, authorization')
    expect(before.headers.get('access-control-allow-credentials')).toBeNull()
  }
  const notice = await fetch(`${desk.url}/http/payNotify`, { method: 'OPTIONS' })
  expect(notice.headers.get('access-control-allow-origin')).toBeNull()
})
