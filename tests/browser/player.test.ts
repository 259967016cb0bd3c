import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Desk } from '../../emulator/desk'
import { ORDINARY_PAY, openShop } from '../../scripts/shop'
import { untilMorning } from '../journeys/hours'
import { type Phone, phone, until } from '../journeys/phone'
import { openChromium } from './chromium'
import { type Look, look as lookAt, looks, says, top, visit } from './visit'

/** How a lesson is studied: films, sounds, articles and documents, notes on them, and all of it without a network. */

const TEA = 'tea-in-ten-minutes'
const SKY = 'night-sky'
const REST = 'evening-rest'
const FREE_FILM = { courseId: TEA, lessonId: '01-look' }
const TWENTY_MINUTES = 20 * 60_000
const DAY_MS = 24 * 3_600_000
const PHONE: Look = looks[0]
const NARROW: Look = { look: '320-light', width: 320, height: 640, colorScheme: 'light' }
const CLOUD = '**/cloud/*'
const FILES = '**/storage/**'

let desk: Desk
let browser: Awaited<ReturnType<typeof openChromium>>
/** Everything is theirs. */
let mei: Phone
const dataDir = mkdtempSync(join(tmpdir(), 'xingtan-player-'))
const schoolDir = mkdtempSync(join(tmpdir(), 'xingtan-player-school-'))

/** The demo school, with the film about the moon in two qualities, and a handbook that has more files to take along. */
function school(): string {
  const demo = join(__dirname, '../../school')
  for (const name of [TEA, SKY, REST, 'teachers.yaml'])
    cpSync(join(demo, name), join(schoolDir, name), { recursive: true })
  const moon = join(schoolDir, SKY, 'lessons/01-moon.md')
  cpSync(join(schoolDir, SKY, 'media/moon.mp4'), join(schoolDir, SKY, 'media/moon-480.mp4'))
  const films = 'media:\n  720p: media/moon.mp4\n  480p: media/moon-480.mp4'
  writeFileSync(moon, readFileSync(moon, 'utf8').replace('media: media/moon.mp4', films))
  const handbook = join(schoolDir, SKY, 'lessons/05-handbook.md')
  writeFileSync(join(schoolDir, SKY, 'media/星图与观测记录表.zip'), Buffer.from('504b0304a1b2', 'hex'))
  const files = 'files: [media/handbook.pdf, media/星图与观测记录表.zip]'
  writeFileSync(handbook, readFileSync(handbook, 'utf8').replace('files: [media/handbook.pdf]', files))
  return schoolDir
}

beforeAll(async () => {
  desk = await openShop({ dataDir, port: 0, money: ORDINARY_PAY, schoolDir: school() })
  desk.clock.advance(untilMorning(desk.clock.now()))
  browser = await openChromium()
  mei = await phone(desk.url, '小梅')
  await mei.signIn()
  for (const courseId of [SKY, REST]) await mei.call('buyCourse', { courseId })
  for (const sittings of [12, 4, 1]) await studied(sittings)
}, 120_000)
afterAll(async () => {
  await browser.close()
  await desk.close()
  for (const dir of [dataDir, schoolDir]) rmSync(dir, { recursive: true, force: true })
})

/** A day on which an article was read so often, three minutes each time; then it is the next day. */
async function studied(sittings: number): Promise<void> {
  await mei.signIn()
  const article = { courseId: SKY, lessonId: '04-planets' }
  await mei.call('playLesson', article)
  for (let n = 0; n < sittings; n += 1) {
    desk.clock.advance(180_000)
    await mei.call('recordProgress', { ...article, from: 0, to: 180 })
  }
  desk.clock.advance(DAY_MS)
  await mei.signIn()
}

const at = (size: Look) => visit(browser, mei, size)
const to = (path: string) => `${desk.url}/#/${path}`
const lesson = (courseId: string, lessonId: string) =>
  `learn/pages/lesson/lesson?courseId=${courseId}&lessonId=${lessonId}`
const look = (page: Page, name: string) => lookAt(page, `player-${name}`)
/** A line of the sheet or dialog that WeChat shows. */
const choose = (page: Page, words: string) => page.getByText(words, { exact: true }).last().click()

/** Chromium plays without a sound, as nobody is there to hear it. */
const film = (page: Page) => top(page).locator('video')
const play = (page: Page) =>
  film(page).evaluate((video: HTMLVideoElement) => {
    video.muted = true
    return video.play()
  })
const second = (page: Page) => film(page).evaluate((video: HTMLVideoElement) => video.currentTime)

test('a film whose address ran out is fetched again and goes on at the same second', async () => {
  await mei.call('playLesson', FREE_FILM)
  desk.clock.advance(10_000)
  await mei.call('recordProgress', { ...FREE_FILM, from: 0, to: 7 })

  const { page, close, shot } = await at(PHONE)
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

  await page.goto(to(lesson(TEA, '01-look')))
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2)
  expect(answers[0]).toBe(403)
  expect(Math.abs((await second(page)) - 7)).toBeLessThanOrEqual(2)

  await play(page)
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 8)
  await shot('player-390-after-expiry')
  await close()
}, 60_000)

test('a film has chapters to go to, qualities to choose from, and a mark that says whose copy it is', async () => {
  const { page, problems, close } = await at(PHONE)
  await page.goto(to(lesson(SKY, '01-moon')))
  await says(page, '上弦')
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2)

  const mark = top(page).locator('#mark')
  expect(await mark.innerText()).toMatch(/^.\*\* [0-9a-z]{4}$/)
  const place = () => mark.evaluate((element) => JSON.stringify(element.getBoundingClientRect()))
  const stands = await place()

  await top(page).locator('#chapters').getByText('满月').click()
  await until(
    () => second(page),
    (now) => now >= 12,
  )
  await until(
    () => top(page).locator('#chapters [class*="--now"]').innerText(),
    (words) => words.includes('满月'),
  )
  await look(page, 'film')

  expect(await top(page).locator('#quality').innerText()).toContain('720p')
  await top(page).locator('#quality').click()
  await choose(page, '480p')
  await until(
    () => film(page).evaluate((video: HTMLVideoElement) => video.currentSrc),
    (src) => src.includes('moon-480'),
  )
  await until(
    () => second(page),
    (now) => now >= 12,
  )
  await until(place, (now) => now !== stands)
  await page.evaluate("wx.removeStorageSync('quality')")
  expect(problems).toEqual([])
  await close()
}, 60_000)

test('on a weak network the film is the smallest one', async () => {
  const { page, close } = await at(PHONE)
  await page.goto(to('pages/home/home'))
  await says(page, '新开的课')
  await page.evaluate("wx.getNetworkType = async () => ({ networkType: '3g' })")
  await page.goto(to(lesson(SKY, '01-moon')))
  await until(
    () => top(page).locator('#quality').innerText(),
    (words) => words.includes('480p'),
  )
  await close()
}, 30_000)

test('a film that stops again and again becomes a smaller one, says so, and goes on', async () => {
  const { page, problems, close } = await at(PHONE)
  await page.goto(to(lesson(SKY, '01-moon')))
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2)
  expect(await top(page).locator('#quality').innerText()).toContain('720p')
  await play(page)
  for (let stop = 0; stop < 3; stop += 1) {
    await film(page).evaluate((video: HTMLVideoElement) => void video.dispatchEvent(new Event('waiting')))
    const stopped = await second(page)
    await until(
      () => second(page),
      (now) => now > stopped + 0.3,
    )
  }
  await says(page, '网络有点慢,已换成 480p')
  expect(await top(page).locator('#quality').innerText()).toContain('480p')
  await page.waitForFunction(() => !(document.querySelector('video')?.paused ?? true))
  await look(page, 'stepped-down')
  expect(problems).toEqual([])
  await close()
}, 30_000)

test('at its end a film leads to the next lesson, unless somebody would rather stay', async () => {
  const { page, close } = await at(PHONE)
  await page.goto(to(lesson(SKY, '01-moon')))
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2)
  const toTheEnd = () =>
    film(page).evaluate((video: HTMLVideoElement) => {
      video.muted = true
      video.currentTime = video.duration - 0.4
      return video.play()
    })
  await toTheEnd()
  await says(page, '秒后播放下一节')
  await look(page, 'next')
  await top(page).getByText('取消', { exact: true }).click()
  await top(page).locator('#next-card').waitFor({ state: 'detached' })
  await toTheEnd()
  await says(page, '秒后播放下一节')
  await page.waitForURL('**/*lessonId=02-big-dipper*', { timeout: 8000 })
  await close()
}, 60_000)

test('while the screen is recorded the film waits, with kind words', async () => {
  const { page, close } = await at(PHONE)
  await page.goto(to('pages/home/home'))
  await says(page, '新开的课')
  // A phone whose WeChat knows of recordings; a browser does not.
  await page.evaluate(
    'wx.onScreenRecordingStateChanged = (listener) => { globalThis.tellRecording = (state) => listener({ state }) }',
  )
  await page.goto(to(lesson(SKY, '01-moon')))
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2)
  await play(page)
  await page.waitForFunction(() => !(document.querySelector('video')?.paused ?? true))
  await page.evaluate("tellRecording('start')")
  await says(page, '正在录屏')
  await page.waitForFunction(() => document.querySelector('video')?.paused ?? false)
  await play(page)
  await page.waitForFunction(() => document.querySelector('video')?.paused ?? false)
  await look(page, 'recorded')
  await page.evaluate("tellRecording('stop')")
  await top(page).locator('#recorded').waitFor({ state: 'detached' })
  await close()
}, 30_000)

/** Writes a note at the place where the lesson stands. */
async function note(page: Page, words: string): Promise<void> {
  await top(page).locator('#note, #float-note').click()
  await top(page).locator('#note-text textarea').fill(words)
  await top(page).locator('#note-save').click()
}

test('a note is written at a second, found under the player, changed, and leads back there', async () => {
  const { page, problems, close } = await at(PHONE)
  await page.goto(to(lesson(SKY, '01-moon')))
  await says(page, '只有你自己看得到')
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2)
  await top(page).locator('#chapters').getByText('满月').click()
  await until(
    () => second(page),
    (now) => now >= 12,
  )
  await film(page).evaluate((video: HTMLVideoElement) => video.pause())
  await top(page).locator('#note').click()
  await says(page, '记一条')
  await look(page, 'note-sheet')
  await top(page).locator('#note-text textarea').fill('满月整夜都在')
  await top(page).locator('#note-save').click()
  await says(page, '满月整夜都在')
  const noted = async () => {
    const answer = await mei.call('notes', { action: 'list', courseId: SKY })
    return answer.action === 'list' ? answer.notes.map(({ text, place }) => `${place.unit} ${text}`) : []
  }
  await until(noted, (texts) => texts.includes('second 满月整夜都在'))

  await film(page).evaluate((video: HTMLVideoElement) => {
    video.currentTime = 1
  })
  await top(page).locator('#notes').getByText('0:12').click()
  await until(
    () => second(page),
    (now) => now >= 11.5,
  )

  await top(page).locator('#notes [aria-label="修改"]').click()
  await choose(page, '修改')
  await top(page).locator('#note-text textarea').fill('满月整夜都在,日落时升起')
  await top(page).locator('#note-save').click()
  await until(noted, (texts) => texts.includes('second 满月整夜都在,日落时升起'))
  await top(page).locator('#notes').scrollIntoViewIfNeeded()
  await look(page, 'notes-under')

  await top(page).locator('#all-notes').click()
  await says(page, '日落时升起')
  await look(page, 'notes')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await top(page).locator('#copy-notes').click()
  await says(page, '复制全部')
  await until(
    () => page.evaluate(() => navigator.clipboard.readText()),
    (copied) => copied.includes('# 抬头看夜空') && copied.includes('[0:12] 满月整夜都在,日落时升起'),
  )
  await top(page).getByText('0:12').click()
  await page.waitForURL('**/*at=12*')
  expect(problems).toEqual([])
  await close()
}, 60_000)

test('a document is read page by page, counted, enlarged, and opened again where its reader stopped', async () => {
  const { page, problems, close } = await at(PHONE)
  const before = (await mei.call('playLesson', { courseId: SKY, lessonId: '05-handbook' })).progress.watchedSeconds
  await page.goto(to(lesson(SKY, '05-handbook')))
  await says(page, '1 / 6 页')
  await top(page).locator('#page-0 img').first().waitFor()
  await look(page, 'document')
  await top(page)
    .locator('#page-0')
    .click({ position: { x: 60, y: 60 } })
  await page.getByText('1 / 6', { exact: true }).waitFor()
  await look(page, 'document-enlarged')
  await page.locator('.wx-preview-close').click()
  await top(page).locator('#where').click()
  await page.locator('.wx-picker-column').getByRole('option', { name: '第 3 页' }).click()
  await page.locator('.wx-picker-column [aria-selected="true"]', { hasText: '第 3 页' }).waitFor()
  await page.locator('.wx-picker-done').click()
  await says(page, '3 / 6 页')
  await page.waitForTimeout(2500)
  desk.clock.advance(60_000)
  await look(page, 'document-page-3')
  await note(page, '从天璇到天枢,再走五倍')
  await says(page, '第 3 页')
  await page.goto(to('pages/home/home'))
  await says(page, '新开的课')
  await until(
    async () => (await mei.call('playLesson', { courseId: SKY, lessonId: '05-handbook' })).progress,
    ({ watchedSeconds }) => watchedSeconds > before,
  )
  await page.reload()
  await says(page, '新开的课')
  await page.goto(to(lesson(SKY, '05-handbook')))
  await says(page, '从第 3 页接着看')
  await says(page, '3 / 6 页')
  expect(problems).toEqual([])
  await close()
}, 60_000)

test('a lesson’s files are downloaded under their own names', async () => {
  const { page, problems, close } = await at(PHONE)
  await page.goto(to(lesson(SKY, '05-handbook')))
  const files = top(page).locator('#files')
  await says(page, '星图与观测记录表.zip')
  const download = page.waitForEvent('download')
  await files.getByText('星图与观测记录表.zip').click()
  const taken = await download
  expect(taken.suggestedFilename()).toBe('星图与观测记录表.zip')
  expect(readFileSync(await taken.path()).toString('hex')).toBe('504b0304a1b2')
  await page.getByText('已下载').waitFor()
  await look(page, 'files')
  expect(problems).toEqual([])
  await close()
}, 60_000)

test('a long article has a table of contents and is opened again at its paragraph', async () => {
  const { page, problems, close } = await at(PHONE)
  await page.goto(to(lesson(SKY, '02-big-dipper')))
  await says(page, '本文目录')
  await top(page).locator('#contents').getByText('本文目录').click()
  await look(page, 'contents')
  await top(page).locator('#contents').getByText('第四步').click()
  await until(
    () =>
      top(page)
        .getByText('第四步：顺着勺柄走')
        .last()
        .evaluate((heading) => heading.getBoundingClientRect().top),
    (y) => y > 0 && y < 200,
  )
  await page.waitForTimeout(1500)
  await page.goto(to('pages/home/home'))
  await says(page, '新开的课')
  await page.goto(to(lesson(SKY, '02-big-dipper')))
  await until(
    () =>
      top(page)
        .getByText('第四步：顺着勺柄走')
        .last()
        .evaluate((heading) => heading.getBoundingClientRect().top),
    (y) => y > 0 && y < 300,
  )
  expect(problems).toEqual([])
  await close()
}, 60_000)

test('a sound goes on into the next lesson, from the phone’s own player too, and falls asleep when asked', async () => {
  const { page, problems, close } = await at(PHONE)
  await page.addInitScript(() => {
    // The device's own player: what it is told to do on its buttons.
    const handlers: Record<string, () => void> = {}
    navigator.mediaSession.setActionHandler = (action, handler) => {
      if (handler) handlers[action] = () => handler({ action })
    }
    Object.assign(globalThis, { press: (action: string) => handlers[action]?.() })
  })
  await page.goto(to(lesson(REST, '01-bell')))
  await says(page, '定时')
  await look(page, 'audio')
  await top(page).locator('#play').click()
  await until(
    () => top(page).locator('#at').innerText(),
    (clock) => clock !== '0:00',
  )
  await page.evaluate("press('nexttrack')")
  await page.waitForURL('**/*lessonId=02-breath*')
  await top(page).locator('#play[aria-label="暂停"]').waitFor()
  await page.evaluate("press('previoustrack')")
  await page.waitForURL('**/*lessonId=01-bell*')

  // Another page lies on top of the lesson: it stays, and the lesson follows the sound once it is looked at again.
  await top(page).locator('#all-notes').click()
  await says(page, '我的笔记')
  await page.evaluate("press('nexttrack')")
  await page.waitForTimeout(800)
  expect(page.url()).toContain('learn/pages/notes/notes')
  await page.goBack()
  await page.waitForURL('**/*lessonId=02-breath*')

  await top(page).locator('#sleep').click()
  await look(page, 'sleep')
  await choose(page, '15 分钟后停')
  await says(page, '还有 15 分钟')
  await page.evaluate(() => {
    const now = Date.now
    Date.now = () => now() + 16 * 60_000
  })
  await top(page).locator('#play[aria-label="播放"]').waitFor()
  await says(page, '定时')

  await top(page).locator('#playlist').click()
  await choose(page, '扫一遍身体').catch(() => choose(page, '取消'))
  expect(problems).toEqual([])
  await close()
}, 60_000)

test('a lesson kept on the phone is studied without a network, with notes, and what was studied is told later', async () => {
  const { page, close } = await at(PHONE)
  await page.goto(to(lesson(SKY, '05-handbook')))
  await says(page, ' / 6 页')
  await top(page).locator('#keep').click()
  await says(page, '已存手机', 10_000)
  await page.goto(to(lesson(REST, '03-body')))
  await top(page).locator('#keep').click()
  await says(page, '已存手机', 10_000)

  await page.route(CLOUD, (route) => route.abort('internetdisconnected'))
  await page.route(FILES, (route) => route.abort('internetdisconnected'))
  await page.reload()
  await page.goto(to(lesson(REST, '03-body')))
  await says(page, '没有网络,正在看手机里存的这一节')
  await top(page).locator('#play').click()
  await until(
    () => top(page).locator('#at').innerText(),
    (clock) => clock >= '0:02',
  )
  await note(page, '肩膀先松')
  await says(page, '已存在手机上,联网后自动同步')
  await look(page, 'offline-audio')
  await top(page).locator('#play').click()

  await page.goto(to(lesson(SKY, '05-handbook')))
  await says(page, '没有网络')
  await top(page).locator('[id^=page-] img').first().waitFor()
  expect(
    await top(page)
      .locator('[id^=page-] img')
      .first()
      .evaluate((image: HTMLImageElement) => image.naturalWidth),
  ).toBe(1440)
  await look(page, 'offline-document')

  await page.unroute(CLOUD)
  await page.unroute(FILES)
  desk.clock.advance(3600_000)
  await page.goto(to('learn/pages/notes/notes'))
  await says(page, '肩膀先松')
  await page.goto(to('pages/learning/learning'))
  await says(page, '存在手机里 · 2')
  await until(
    async () => (await mei.call('playLesson', { courseId: REST, lessonId: '03-body' })).progress.watchedSeconds,
    (watched) => watched >= 1,
  )

  await page.goto(to('learn/pages/downloads/downloads'))
  await says(page, '睡前，歇一歇')
  await look(page, 'downloads')
  await top(page).locator('[aria-label="删除"]').first().click()
  await choose(page, '删除')
  await until(
    () => top(page).locator('[aria-label="删除"]').count(),
    (rows) => rows === 1,
  )
  await close()
}, 90_000)

test('what is kept is cleared from the phone when its owner may no longer see it', async () => {
  const { page, close } = await at(PHONE)
  await page.goto(to(lesson(TEA, '01-look')))
  await top(page).locator('#keep').click()
  await says(page, '已存手机', 10_000)
  const looked = page.waitForResponse((answer) => answer.url().includes('myLearning')) // what may stay
  await page.goto(to('learn/pages/downloads/downloads'))
  await says(page, '十分钟喝懂一杯茶')
  await looked
  // A lesson that was only ever his while he owned the course.
  await page.evaluate(
    "wx.setStorageSync('downloads', wx.getStorageSync('downloads').map((one) => ({ ...one, free: false })))",
  )
  await page.reload()
  await says(page, '不再能看的课,已经从手机里清掉了')
  await close()
}, 30_000)

test('the page of learning leads on, shows the days, and keeps a plan', async () => {
  const { page, problems, close } = await at(PHONE)
  await page.goto(to('pages/learning/learning'))
  await says(page, '接着学')
  await says(page, '连续 ')
  await look(page, 'learning')
  await top(page).locator('#plan').click()
  await says(page, '每周几天')
  await top(page).getByText('5 天', { exact: true }).click()
  await top(page).getByText('15 分钟', { exact: true }).click()
  await says(page, '一周 5 次,一共约 75 分钟')
  await look(page, 'plan')
  await top(page).locator('#save-plan').click()
  await says(page, '/ 5 天')
  expect((await mei.call('myLearning', {})).plan).toEqual({ daysPerWeek: 5, minutesPerDay: 15 })
  await top(page).locator('#go-on').click()
  await page.waitForURL('**/learn/pages/lesson/**')
  expect(problems).toEqual([])
  await close()
}, 60_000)

const everyPage = [
  { name: 'film', path: lesson(SKY, '01-moon'), words: '满月', english: 'Quality' },
  { name: 'audio', path: lesson(REST, '02-breath'), words: '定时', english: 'Timer' },
  { name: 'article', path: lesson(SKY, '03-four-seasons'), words: '本文目录', english: 'Contents' },
  { name: 'document', path: lesson(SKY, '05-handbook'), words: '/ 6 页', english: '/ 6' },
  { name: 'learning', path: 'pages/learning/learning', words: '接着学', english: 'Go on' },
  { name: 'notes', path: 'learn/pages/notes/notes', words: '复制全部', english: 'Copy all' },
  { name: 'plan', path: 'learn/pages/plan/plan', words: '每天几分钟', english: 'Minutes a day' },
  { name: 'downloads', path: 'learn/pages/downloads/downloads', words: '还没有存下的课', english: 'Nothing is kept' },
]

test('on the narrowest phone every page of learning fits', async () => {
  const { page, problems, close } = await at(NARROW)
  for (const { name, path, words } of everyPage) {
    await page.goto(to(path))
    await says(page, words)
    await look(page, `320-${name}`)
  }
  expect(problems).toEqual([])
  await close()
}, 30_000)

test('in large type, and in English, nothing breaks', async () => {
  const { page, problems, close } = await at(NARROW)
  await page.goto(to('pages/home/home'))
  await says(page, '新开的课')
  await page.evaluate("wx.setStorageSync('typeSize', 'large')")
  await page.reload()
  await says(page, '新开的课')
  for (const { name, path, words } of everyPage) {
    await page.goto(to(path))
    await says(page, words)
    await look(page, `large-${name}`)
  }
  await page.evaluate("wx.setStorageSync('typeSize', 'standard'); wx.setStorageSync('language', 'en')")
  await page.reload()
  await says(page, 'Nothing is kept')
  for (const { name, path, english } of everyPage) {
    await page.goto(to(path))
    await says(page, english)
    await look(page, `en-${name}`)
  }
  expect(problems).toEqual([])
  await close()
}, 60_000)
