import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { pageCosts } from '../../benchmarks/front'
import baseline from '../../benchmarks/front.json'
import { FIRST_SCREEN, frontGrown, missed } from '../../benchmarks/frontBaseline'
import { root } from '../../scripts/build'
import { type AppJson, pagesOf } from '../../scripts/platformRules/miniProgram'
import { openChromium } from './chromium'
import { addressOf, everyPage, type FurnishedShop, furnishShop } from './everyPage'
import { axeFindings, faultsOf, MOST_SHIFT, watchShifts } from './faults'
import { type Look, says, top, visit } from './visit'

/**
 * Goes over every page with something on it: on the usual screen, and on the narrowest one in the dark with large type. Nothing is
 * drawn for people here: `npm run sheet` does that, and measures a desktop's screen and English too.
 */

const app: AppJson = JSON.parse(readFileSync(join(root, 'miniprogram/app.json'), 'utf8'))

/** `axe`: all of its rules, or only whether words stand out enough, which is what the dark changes. */
const looks: (Look & { axe?: 'all' | 'contrast' })[] = [
  { look: '390 light', width: 390, height: 844, colorScheme: 'light', axe: 'all' },
  { look: '320 large dark', width: 320, height: 568, colorScheme: 'dark', type: 'large', axe: 'contrast' },
]
/** More of them when somebody makes the sheet. */
if (process.env.XINGTAN_SHEET)
  looks.push(
    { look: '320 light', width: 320, height: 568, colorScheme: 'light' },
    { look: '320 English', width: 320, height: 568, colorScheme: 'light', language: 'en' },
    { look: '1280 dark', width: 1280, height: 800, colorScheme: 'dark', axe: 'contrast' },
    { look: '1280 light', width: 1280, height: 800, colorScheme: 'light' },
  )

let shop: FurnishedShop
let browser: Awaited<ReturnType<typeof openChromium>>

beforeAll(async () => {
  ;[shop, browser] = await Promise.all([furnishShop(), openChromium()])
}, 120_000)
afterAll(async () => {
  await browser.close()
  await shop.close()
})

test('no page is forgotten', () => {
  expect(Object.keys(everyPage).sort()).toEqual(pagesOf(app).sort())
})

/** Others may be at work on the machine. */
const PATIENCE_MS = 15_000

/** In another language the words differ; the page is ready when nothing stands in outline. */
const isReady = (page: Page, name: string, { language }: Look) =>
  language && language !== 'zh-Hans'
    ? top(page).locator('.bone').first().waitFor({ state: 'detached' })
    : says(page, everyPage[name]?.ready ?? '', PATIENCE_MS)

describe.each(looks)('at $look', (size) => {
  test('nothing on any page is cut off, too small or in the way', async () => {
    const { page, problems, close } = await visit(browser, shop.dean, size)
    const shifted = await watchShifts(page)
    const found: Record<string, string[]> = {}
    for (const name of Object.keys(everyPage)) {
      await page.goto(await addressOf(shop, name))
      await shifted() // what the page before did
      const unsaid = await isReady(page, name, size).then(
        () => [],
        (error: Error) => [error.message.slice(0, 300)],
      )
      await page.waitForTimeout(60)
      const { grave, fine } = await faultsOf(page)
      const shift = await shifted()
      const axe = size.axe ? await axeFindings(page, size.axe === 'contrast' ? ['color-contrast'] : undefined) : []
      const faults = [
        ...unsaid,
        ...grave,
        ...fine,
        ...axe,
        ...(shift > MOST_SHIFT ? [`moved by ${shift.toFixed(2)}`] : []),
      ]
      if (faults.length) found[name] = faults
    }
    expect(found).toEqual({})
    expect(problems).toEqual([])
    await close()
  }, 240_000)
})

/** Where people are most; `npm run bench:front` counts every page. */
const WALKED = [
  FIRST_SCREEN,
  'pages/course/course',
  'pages/list/list',
  'pages/learning/learning',
  'learn/pages/lesson/lesson',
]

test('the first screen costs what the design promises, and no page on the way to a lesson costs more than before', async () => {
  const found = { pages: await pageCosts(shop, browser, WALKED) }
  expect(missed(found)).toEqual([])
  expect(frontGrown(baseline, found)).toEqual([])
}, 120_000)
