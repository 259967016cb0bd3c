import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Phone } from '../journeys/phone'
import { type OpenedPage, type openChromium, SHOTS } from './chromium'

/** A person in front of the shop in Chromium, signed in as the phone that is theirs. */

export type Look = {
  look: string
  width: number
  height: number
  colorScheme: 'light' | 'dark'
  /** The browser's language; Chinese where nothing is said. */
  locale?: string
}

export const looks = [
  { look: '390-light', width: 390, height: 844, colorScheme: 'light' },
  { look: '390-dark', width: 390, height: 844, colorScheme: 'dark' },
  { look: '1280-light', width: 1280, height: 800, colorScheme: 'light' },
] as const satisfies Look[]

export async function visit(
  browser: Awaited<ReturnType<typeof openChromium>>,
  who: Pick<Phone, 'weChatSession' | 'openid'>,
  { look: _, ...screen }: Look,
): Promise<OpenedPage> {
  const opened = await browser.openPage(screen)
  await opened.page.addInitScript(
    ([session, openid]) => {
      localStorage.setItem('xingtan.session', session ?? '')
      localStorage.setItem('xingtan.openid', openid ?? '')
    },
    [who.weChatSession, who.openid],
  )
  return opened
}

/** The page on top of the stack; the ones beneath stay in the document, hidden. */
export const top = (page: Page) => page.locator('.mp-page:visible').last()

/** Waits for these words on the page on top; says what stands there instead when they do not come. */
export const says = (page: Page, words: string, ms = 5000) =>
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

/** Takes the picture and measures: nothing may be wider than the screen. */
export async function look(page: Page, name: string): Promise<void> {
  await settle(page)
  await page.waitForTimeout(120) // the page's own arrival is over
  await page.screenshot({ path: join(SHOTS, `${name}.png`) })
  const tooWide = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('.mp-page:not([hidden]) .mp-scroll')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(({ className, scrollWidth, clientWidth }) => `${className}: ${scrollWidth} > ${clientWidth}`),
  )
  expect({ name, tooWide }).toEqual({ name, tooWide: [] })
}
