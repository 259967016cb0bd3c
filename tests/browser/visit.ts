import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Phone } from '../journeys/phone'
import { type OpenedPage, type openChromium, SHOTS } from './chromium'
import { faultsOf } from './faults'

/** A person in front of the shop in Chromium, signed in as the phone that is theirs. */

export type Look = {
  look: string
  width: number
  height: number
  colorScheme: 'light' | 'dark'
  /** The browser's language; Chinese where nothing is said. */
  locale?: string
  /** How large words are, and the language, as somebody chose them in the shop. */
  type?: 'standard' | 'large'
  language?: 'zh-Hans' | 'zh-Hant' | 'en'
}

export const looks = [
  { look: '390-light', width: 390, height: 844, colorScheme: 'light' },
  { look: '390-dark', width: 390, height: 844, colorScheme: 'dark' },
  { look: '1280-light', width: 1280, height: 800, colorScheme: 'light' },
] as const satisfies Look[]

/**
 * Every look when somebody makes the sheet (`npm run sheet`), in tests the first `few`: pages.test measures every page on three screens
 * already.
 */
export const inTests = <L>(all: readonly L[], few = 1): L[] =>
  process.env.XINGTAN_SHEET ? [...all] : all.slice(0, few)

export async function visit(
  browser: Awaited<ReturnType<typeof openChromium>>,
  who: Pick<Phone, 'weChatSession' | 'openid'>,
  { look: _, type, language, ...screen }: Look,
): Promise<OpenedPage> {
  const opened = await browser.openPage(screen)
  const chosen = { ...(type && { typeSize: type }), ...(language && { language }) }
  await opened.page.addInitScript(
    ({ session, openid, kept }) => {
      localStorage.setItem('xingtan.session', session)
      localStorage.setItem('xingtan.openid', openid)
      // As `wx.setStorageSync` keeps it for this person (web/runtime/wx/storage.ts).
      for (const [key, data] of Object.entries(kept))
        localStorage.setItem(`xingtan.storage.${openid}.${key}`, JSON.stringify({ data }))
    },
    { session: who.weChatSession, openid: who.openid, kept: chosen },
  )
  return opened
}

/** The page on top of the stack; the ones beneath stay in the document, hidden. */
export const top = (page: Page) => page.locator('.mp-page:visible').last()

/** Waits for these words on the page on top; says what stands there instead when they do not come. */
export const says = (page: Page, words: string, ms = 15_000) =>
  top(page)
    .getByText(words)
    .first()
    .waitFor({ timeout: ms })
    .catch(async () => {
      throw new Error(`${page.url()} does not say ${words} but ${await top(page).innerText()}`)
    })

/** Pictures that are on the way arrive; films keep loading as long as they like. */
const settle = (page: Page) =>
  page.waitForFunction(() => [...document.images].every((image) => image.complete || image.loading === 'lazy'))

/** Takes the picture and measures: nothing may be wider than the screen, cut off, or in each other's way. */
export async function look(page: Page, name: string): Promise<void> {
  await settle(page)
  await page.waitForTimeout(120) // the page's own arrival is over
  await keepShot(page, name)
  const { grave } = await faultsOf(page)
  expect({ name, grave }).toEqual({ name, grave: [] })
}

/** The picture, and beside it what it shows, for the sheet of all pictures (tests/browser/sheet.ts). */
export async function keepShot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(SHOTS, `${name}.png`) })
  const size = page.viewportSize()
  const shows = await page.evaluate(() => ({
    page: location.hash.replace(/^#?\/?/, '').replace(/\?.*$/, ''),
    scheme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
    language: JSON.parse(
      Object.entries(localStorage).find(([key]) => /^xingtan\.storage\..*\.language$/.test(key))?.[1] ??
        `{"data":"${/^zh/.test(navigator.language) ? 'zh-Hans' : 'en'}"}`,
    ).data,
    isLarge: Object.keys(localStorage).some((key) => key.endsWith('.typeSize') && localStorage[key].includes('large')),
  }))
  writeFileSync(join(SHOTS, `${name}.json`), JSON.stringify({ name, width: size?.width ?? 0, ...shows }))
}
