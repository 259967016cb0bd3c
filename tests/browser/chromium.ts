import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { installBrowser, launchArguments } from '../../scripts/installBrowser'

/** Where pictures for people to look at are put; git does not keep them. */
export const SHOTS = join(__dirname, 'shots')

/** A page with everything that went wrong in it: errors thrown, and errors written to the console. */
export type OpenedPage = { page: Page; problems: string[]; shot(name: string): Promise<void>; close(): Promise<void> }

/** Whoever is asked to agree before they buy does, and goes on: it is the matter of one test (account.test.ts), not of all. */
export const agreeWhenAsked = (page: Page): Promise<void> =>
  page.addLocatorHandler(page.getByText(/^(同意继续|同意繼續|Agree)$/), (button) => button.click())

/** Starts Chromium once; each page has a context, and so a storage, of its own. */
export async function openChromium(): Promise<{
  browser: Browser
  openPage(options: { width: number; height: number } & Omit<BrowserContextOptions, 'viewport'>): Promise<OpenedPage>
  close(): Promise<void>
}> {
  mkdirSync(SHOTS, { recursive: true })
  const { chromium: executablePath } = await installBrowser()
  const browser = await chromium.launch({ executablePath, args: launchArguments })
  return {
    browser,
    async openPage({ width, height, ...options }) {
      const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN', ...options })
      const page = await context.newPage()
      page.setDefaultTimeout(20_000) // the machine may be busy with other suites
      await agreeWhenAsked(page)
      const problems: string[] = []
      page.on('pageerror', (error) => problems.push(error.message))
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
      return {
        page,
        problems,
        shot: async (name) => void (await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true })),
        close: () => context.close(),
      }
    },
    close: () => browser.close(),
  }
}
