import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Desk } from '../../emulator/desk'
import { ORDINARY_PAY, openShop } from '../../scripts/shop'
import { phone } from '../journeys/phone'
import { openChromium } from './chromium'

const TEA = 'tea-in-ten-minutes'
const FREE_FILM = { courseId: TEA, lessonId: '01-look' }
const TWENTY_MINUTES = 20 * 60_000

let desk: Desk
let browser: Awaited<ReturnType<typeof openChromium>>
const dataDir = mkdtempSync(join(tmpdir(), 'xingtan-player-'))

beforeAll(async () => {
  desk = await openShop({ dataDir, port: 0, money: ORDINARY_PAY, courses: [TEA] })
  browser = await openChromium()
}, 120_000)
afterAll(async () => {
  await browser.close()
  await desk.close()
  rmSync(dataDir, { recursive: true, force: true })
})

test('a film whose address ran out is fetched again and goes on at the same second', async () => {
  const mei = await phone(desk.url, '小梅')
  await mei.signIn()
  await mei.call('playLesson', FREE_FILM)
  desk.clock.advance(10_000)
  await mei.call('recordProgress', { ...FREE_FILM, from: 0, to: 7 })

  const { page, close, shot } = await browser.openPage({ width: 390, height: 844 })
  await page.addInitScript(
    ([session, openid]) => {
      localStorage.setItem('xingtan.session', session ?? '')
      localStorage.setItem('xingtan.openid', openid ?? '')
    },
    [mei.weChatSession, mei.openid],
  )
  // The first request for the film is held up until its address has run out, as on a phone that slept.
  const answers: number[] = []
  let isFirst = true
  await page.route('**/storage/**/*.mp4*', async (route) => {
    if (isFirst) desk.clock.advance(TWENTY_MINUTES)
    isFirst = false
    await route.continue()
  })
  page.on('response', (response) => {
    if (response.url().includes('.mp4')) answers.push(response.status())
  })

  await page.goto(`${desk.url}/#/learn/pages/lesson/lesson?courseId=${TEA}&lessonId=01-look`)
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2)
  const film = page.locator('video')
  const second = () => film.evaluate((video: HTMLVideoElement) => video.currentTime)
  expect(answers[0]).toBe(403)
  expect(Math.abs((await second()) - 7)).toBeLessThanOrEqual(1)

  await film.evaluate((video: HTMLVideoElement) => {
    video.muted = true
    return video.play()
  })
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 8)
  await shot('player-390-after-expiry')
  await close()
}, 60_000)
