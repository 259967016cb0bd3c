import jsQR from 'jsqr'
import type { Locator, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import type { Desk } from '../../emulator/desk'
import { STOREFRONT_PATH } from '../../scripts/shop'
import type { Phone } from '../journeys/phone'
import type { OpenedPage, openChromium } from './chromium'

type Size = { width: number; height: number; userAgent?: string }

/** Somebody in front of a desk's storefront, in a browser of their own. */
export type WebVisitor = OpenedPage & {
  /** Opens a page of the shop by its path and query, without a slash at its beginning. */
  open(path: string): Promise<void>
  /** The page on top of the stack; the ones beneath stay in the document, hidden. */
  top(): Locator
  /** The sheet that asks for a scan. */
  sheet: Locator
  /** Every address asked for on this desk beside the storefront's own files, as `METHOD path`. */
  asked: string[]
}

export async function webVisitor(
  browser: Awaited<ReturnType<typeof openChromium>>,
  desk: Pick<Desk, 'url'>,
  size: Size,
): Promise<WebVisitor> {
  const { width, height, userAgent } = size
  const opened = await browser.openPage({ width, height, ...(userAgent && { userAgent }) })
  const { page } = opened
  const asked: string[] = []
  page.on('request', (request) => {
    const { protocol, pathname } = new URL(request.url())
    if (protocol.startsWith('http') && !pathname.startsWith(STOREFRONT_PATH))
      asked.push(`${request.method()} ${pathname}`)
  })
  return {
    ...opened,
    asked,
    sheet: page.locator('.wx-signin'),
    top: () => page.locator('.mp-page:visible').last(),
    open: async (path) => void (await page.goto(`${desk.url}${STOREFRONT_PATH}#/${path}`)),
  }
}

/** Waits for the code; on a phone, which begins with its number, WeChat's way is chosen first. */
export async function showCode(sheet: Locator): Promise<void> {
  const code = sheet.locator('.wx-signin-code')
  const byWeChat = sheet.getByRole('button', { name: '用微信登录' })
  await code.or(byWeChat).first().waitFor()
  if (await byWeChat.isVisible()) await byWeChat.click()
  await code.waitFor()
}

/** What a camera reads off the sheet: the address behind the code. On a desk it opens the page that lets the browser in. */
export async function scan(page: Page): Promise<{ url: string; ticket: string }> {
  const source = await page.locator('.wx-signin-code').getAttribute('src')
  const { data, width, height } = PNG.sync.read(Buffer.from(source?.split(',')[1] ?? '', 'base64'))
  const read = jsQR(new Uint8ClampedArray(data), width, height)
  if (!read) throw new Error('the code on the sheet cannot be read')
  const ticket = new URLSearchParams(read.data.split('?').at(-1)).get('scene') ?? ''
  return { url: read.data, ticket }
}

/** Waits for the sheet, scans its code with this phone and lets the browser in; resolves when the sheet is gone. */
export async function letIn({ page, sheet }: Pick<WebVisitor, 'page' | 'sheet'>, owner: Phone): Promise<void> {
  await showCode(sheet)
  const { ticket } = await scan(page)
  await owner.call('approveWebLogin', { action: 'look', ticket })
  await owner.call('approveWebLogin', { action: 'approve', ticket })
  await sheet.waitFor({ state: 'detached' })
}
