import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CDPSession, Page } from 'playwright-core'
import { listen } from '../emulator/http'
import { siteRoutes } from '../emulator/site'
import { root } from '../scripts/build'
import { openChromium } from '../tests/browser/chromium'
import { addressOf, everyPage, type FurnishedShop, furnishShop } from '../tests/browser/everyPage'
import { says, visit } from '../tests/browser/visit'
import { buildWeb } from '../web/build/build'

/** What opening one page costs somebody who is signed in and has nothing of it kept: counted, so that noise cannot touch it. */
export type PageCost = {
  /** Functions called until the page says what it is for. */
  calls: number
  /** Bytes over the wire until then, with their headers, the engine aside: scripts, styles, answers. */
  wireBytes: number
  /** Of pictures and icons that the first screen shows; they come after the words. */
  pictureBytes: number
  /** The largest single `setData`, and all of them, as JSON. */
  largestSetDataBytes: number
  setDataBytes: number
}

/** Of several rounds the one in the middle: milliseconds, and how many times an empty page in the same engine. */
export type PageTime = { ms: number; ratio: number }

const LOOK = { look: '390-light', width: 390, height: 844, colorScheme: 'light' } as const
const SLOWED = 4
/** Not the app's: the runtime is the same for every page, and kept by browsers between releases of the shop. */
const ENGINE = /\/runtime-[^/]*\.(js|css)$/
const PICTURE = /\/storage\/|\/assets\//
const EMPTY = '空的一页'

type Browser = Awaited<ReturnType<typeof openChromium>>

/** Somebody signed in, before whose eyes no page has been opened yet. */
async function visitor(browser: Browser, shop: FurnishedShop) {
  const opened = await visit(browser, shop.dean, LOOK)
  const { page } = opened
  await page.goto(await addressOf(shop, 'pages/me/me'))
  await says(page, everyPage['pages/me/me']?.ready ?? '')
  // The engine fetches other pages when nobody waits; here nobody is about to open them.
  await page.addInitScript('globalThis.requestIdleCallback = () => 0')
  // tsx names functions with a helper that pages do not have.
  await page.addInitScript('globalThis.__name = (made) => made')
  // Answers that were kept would be shown before the cloud is asked.
  await page.addInitScript(() => {
    for (const key of Object.keys(localStorage)) if (key.includes('.kept.')) localStorage.removeItem(key)
  })
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true })
  return { ...opened, cdp }
}

/** Milliseconds from the beginning of the navigation until these words have been drawn. */
const drawn = (page: Page, words: string): Promise<number> =>
  page.evaluate(
    (wanted) =>
      new Promise<number>((done, failed) => {
        const look = (): void => {
          const top = [...document.querySelectorAll('.mp-page:not([hidden])')].at(-1)
          if (performance.now() > 20_000)
            failed(new Error(`${location.hash} does not say ${wanted}: ${top?.textContent}`))
          else if (!top?.textContent?.includes(wanted)) requestAnimationFrame(look)
          else requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0))
        }
        look()
      }),
    words,
  )

async function open(page: Page, address: string, words: string): Promise<number> {
  await page.goto('about:blank')
  await page.goto(address, { waitUntil: 'commit' })
  return drawn(page, words)
}

/** Everything the page asks for from now on, with the bytes that came. */
function listenTo(cdp: CDPSession) {
  const asked = new Map<string, { url: string; bytes: number; isDone: boolean }>()
  cdp.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (request.url.startsWith('http')) asked.set(requestId, { url: request.url, bytes: 0, isDone: false })
  })
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const one = asked.get(requestId)
    if (one) Object.assign(one, { bytes: encodedDataLength, isDone: true })
  })
  cdp.on('Network.loadingFailed', ({ requestId }) => asked.delete(requestId))
  return asked
}

/** Weighs every `setData` of pages and components, in the page: definitions get one more behavior before they are registered. */
const weighSetData = (page: Page) =>
  page.addInitScript(() => {
    const weights: number[] = []
    Object.assign(window, { __weights: weights })
    type Caller = { setData(data: unknown, done?: () => void): void }
    type Definer = (definition: { behaviors?: unknown[] }) => unknown
    const spy = () =>
      (window as unknown as { Behavior: Definer }).Behavior({
        lifetimes: {
          created(this: Caller) {
            const { setData } = this
            this.setData = (data, done) => {
              weights.push(new TextEncoder().encode(JSON.stringify(data ?? {})).length)
              setData.call(this, data, done)
            }
          },
        },
      } as object)
    for (const name of ['Page', 'Component']) {
      let define: Definer = () => undefined
      Object.defineProperty(window, name, {
        configurable: true,
        set: (value: Definer) => {
          define = value
        },
        get: () => (definition: { behaviors?: unknown[] }) =>
          define({ ...definition, behaviors: [spy(), ...(definition.behaviors ?? [])] }),
      })
    }
  })

/** Counts what these pages cost. */
export async function pageCosts(
  shop: FurnishedShop,
  browser: Browser,
  pages: string[] = Object.keys(everyPage),
): Promise<Record<string, PageCost>> {
  const { page, cdp, close } = await visitor(browser, shop)
  await weighSetData(page)
  const asked = listenTo(cdp)
  const costs: Record<string, PageCost> = {}
  for (const name of pages) {
    const ready = everyPage[name]?.ready ?? ''
    const address = await addressOf(shop, name)
    await page.goto('about:blank')
    asked.clear()
    await page.goto(address, { waitUntil: 'commit' })
    await drawn(page, ready)
    const begun = [...asked.values()].filter(({ url }) => !PICTURE.test(url) && !ENGINE.test(url))
    await page.waitForFunction(() =>
      [...document.images].every(({ complete, loading }) => complete || loading === 'lazy'),
    )
    await page.waitForTimeout(100)
    const weights = await page.evaluate(() => (window as unknown as { __weights: number[] }).__weights)
    const weigh = (list: { bytes: number }[]) => list.reduce((sum, { bytes }) => sum + bytes, 0)
    costs[name] = {
      calls: begun.filter(({ url }) => url.includes('/cloud/')).length,
      wireBytes: weigh(begun),
      pictureBytes: weigh([...asked.values()].filter(({ url }) => PICTURE.test(url))),
      largestSetDataBytes: Math.max(0, ...weights),
      setDataBytes: weights.reduce((sum, bytes) => sum + bytes, 0),
    }
  }
  await close()
  return costs
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** An app of one page with one line on it, built and served as the shop is. */
async function emptyShop(): Promise<{ url: string; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'xingtan-empty-page-'))
  await buildWeb({ source: join(root, 'benchmarks/emptyPage'), out: folder })
  const server = await listen(siteRoutes(folder, '/'), 0)
  return {
    url: `http://127.0.0.1:${server.port}/`,
    async close() {
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Times the first screen of these pages with the processor slowed four times, each round beside an empty page. */
export async function pageTimes(
  shop: FurnishedShop,
  browser: Browser,
  { pages, rounds }: { pages: string[]; rounds: number },
): Promise<Record<string, PageTime>> {
  const empty = await emptyShop()
  const { page, cdp, close } = await visitor(browser, shop)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWED })
  const times: Record<string, PageTime> = {}
  for (const name of pages) {
    const pairs: { ms: number; ratio: number }[] = []
    for (let round = 0; round < rounds; round += 1) {
      const nothing = await open(page, empty.url, EMPTY)
      const ms = await open(page, await addressOf(shop, name), everyPage[name]?.ready ?? '')
      pairs.push({ ms, ratio: ms / nothing })
    }
    times[name] = {
      ms: Math.round(median(pairs.map(({ ms }) => ms))),
      ratio: Math.round(median(pairs.map(({ ratio }) => ratio)) * 100) / 100,
    }
  }
  await close()
  await empty.close()
  return times
}

export async function openFront(): Promise<{ shop: FurnishedShop; browser: Browser; close(): Promise<void> }> {
  const [shop, browser] = await Promise.all([furnishShop(), openChromium()])
  return {
    shop,
    browser,
    async close() {
      await browser.close()
      await shop.close()
    },
  }
}
