import { openChromium } from './chromium'
import { addressOf, everyPage, type FurnishedShop, furnishShop } from './everyPage'
import { keepShot, type Look, says, visit } from './visit'

/** Pictures of every page at every width and in every look, for people: `npm run sheet`. Thousands, so not part of `npm test`. */

const wanted = process.env.XINGTAN_SHEET
const WIDTHS = [320, 390, 430, 768, 1280]
const HEIGHTS: Record<number, number> = { 320: 568, 390: 844, 430: 932, 768: 1024, 1280: 800 }
const looks: Look[] = WIDTHS.flatMap((width): Look[] => {
  const size = { width, height: HEIGHTS[width] ?? 800 }
  return [
    { look: `${width}-light`, ...size, colorScheme: 'light' },
    { look: `${width}-dark`, ...size, colorScheme: 'dark' },
    { look: `${width}-large`, ...size, colorScheme: 'light', type: 'large' },
    { look: `${width}-english`, ...size, colorScheme: 'light', language: 'en' },
    ...(width === 390
      ? [{ look: '390-traditional', ...size, colorScheme: 'light', language: 'zh-Hant' } as const]
      : []),
  ]
})
const CLOUD = '**/cloud/*'
const pages = Object.keys(everyPage).filter((name) => new RegExp(wanted ?? '^$').test(name))

const suite = wanted ? describe : describe.skip

suite('the sheet', () => {
  let shop: FurnishedShop
  let browser: Awaited<ReturnType<typeof openChromium>>
  beforeAll(async () => {
    ;[shop, browser] = await Promise.all([furnishShop(), openChromium()])
  }, 120_000)
  afterAll(async () => {
    await browser.close()
    await shop.close()
  })

  test.each(looks)(
    '$look',
    async (look) => {
      const { page, close } = await visit(browser, shop.dean, look)
      for (const name of pages) {
        const address = await addressOf(shop, name)
        const shot = (state: string) => keepShot(page, `sheet-${look.look}-${name.replaceAll('/', '.')}-${state}`)
        // What was kept would be shown instead of the outline.
        const open = async () => {
          await page.goto('about:blank')
          await page.goto(address)
        }
        await page.route(CLOUD, () => {})
        await open()
        await page.waitForTimeout(400)
        await shot('loading')
        await page.unroute(CLOUD)
        await page.route(CLOUD, (route) => route.abort('internetdisconnected'))
        await open()
        await page.waitForTimeout(500)
        await shot('failed')
        await page.unroute(CLOUD)
        await open()
        // In another language the words differ.
        if (look.language) await page.waitForLoadState('networkidle')
        else await says(page, everyPage[name]?.ready ?? '')
        await page.waitForTimeout(300)
        await shot('ready')
      }
      await close()
    },
    600_000,
  )
})
