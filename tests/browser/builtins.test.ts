import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { installBrowser, launchArguments } from '../../scripts/installBrowser'
import { buildWeb } from '../../web/build/build'
import { type KitchenDesk, LAOZHOU, openKitchenDesk, XIAOMEI } from './kitchenDesk'

/** WeChat's components and calls, in Chromium: a small mini-program of four pages that writes down what it is told. */

const KITCHEN = join(__dirname, 'kitchen')
const SHOTS = join(__dirname, 'shots')
const PHONE = { width: 390, height: 844 }
const DESKTOP = { width: 1280, height: 800 }
const SIGNED = { timeStamp: '1', nonceStr: 'n', package: 'prepay_id=p', signType: 'RSA', paySign: 's' }

const site = mkdtempSync(join(tmpdir(), 'kitchen-'))
let browser: Browser
let desk: KitchenDesk

beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true })
  await buildWeb({ source: KITCHEN, out: site, minify: false })
  desk = await openKitchenDesk(site)
  const { chromium: executablePath } = await installBrowser()
  browser = await chromium.launch({ executablePath, args: launchArguments })
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await desk?.close()
  rmSync(site, { recursive: true, force: true })
})

beforeEach(() => {
  desk.told.length = 0
  desk.refusal = null
  desk.sessions = new Set([`session of ${XIAOMEI.openid}`])
})

type Kitchen = {
  page: Page
  /** What the page was told since the last look. */
  log(): Promise<unknown[]>
  /** Waits until the page's log ends with an entry of this name, then answers as `log`. */
  logUntil(name: string): Promise<unknown[]>
  shot(name: string): Promise<void>
  problems: string[]
}

/** Runs in the page, where the mini-program's globals are. */
const TAKE_LOG =
  '(() => { const p = getCurrentPages().at(-1); const log = p.data.log; p.setData({ log: [] }); return log })()'

async function enter(
  name: 'elements' | 'forms' | 'media' | 'sheets',
  then: (kitchen: Kitchen) => Promise<void>,
  { query = '', isNew = false, ...options }: BrowserContextOptions & { query?: string; isNew?: boolean } = {},
): Promise<void> {
  const context = await browser.newContext({ viewport: PHONE, locale: 'zh-CN', ...options })
  if (!isNew) {
    await context.addInitScript((account) => {
      localStorage.setItem('xingtan.session', `session of ${account.openid}`)
      localStorage.setItem('xingtan.openid', account.openid)
    }, XIAOMEI)
  }
  const page = await context.newPage()
  page.setDefaultTimeout(5_000)
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  try {
    await page.goto(`${desk.url}#/pages/${name}/${name}${query}`)
    await page.waitForSelector(`.mp-page[data-path="pages/${name}/${name}"] wx-page`)
    const log = () => page.evaluate<unknown[]>(TAKE_LOG)
    await then({
      page,
      log,
      async logUntil(wanted) {
        await page.waitForFunction(
          `getCurrentPages().at(-1).data.log.some(([name]) => name === ${JSON.stringify(wanted)})`,
        )
        return log()
      },
      shot: async (file) =>
        void (await page.screenshot({ path: join(SHOTS, `builtins-${file}.png`), animations: 'disabled' })),
      problems,
    })
    expect(problems).toEqual([])
  } finally {
    await context.close()
  }
}

const sizeOf = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const { width, height } = element.getBoundingClientRect()
    return { width: Math.round(width), height: Math.round(height) }
  })

test('a picture fits as its mode says, tells its size, and leaves its place empty when it is missing', () =>
  enter('elements', async ({ page, logUntil, shot }) => {
    const log = await logUntil('load')
    expect(log).toContainEqual(['load', { width: 320, height: 160 }])
    await expect(sizeOf(page, '#wide')).resolves.toEqual({ width: 365, height: 183 })
    await expect(page.locator('#fixed img').evaluate((picture) => getComputedStyle(picture).objectFit)).resolves.toBe(
      'cover',
    )
    await expect(page.locator('#fit img').evaluate((picture) => getComputedStyle(picture).objectFit)).resolves.toBe(
      'contain',
    )
    await page.waitForFunction("document.querySelector('#missing img').style.visibility === 'hidden'")
    await shot('elements-390')
  }))

test('a disabled button tells neither itself nor the card around it', () =>
  enter('elements', async ({ page, log }) => {
    await page.waitForLoadState('networkidle')
    await log()
    await page.locator('#off').click({ force: true })
    await expect(log()).resolves.toEqual([])
    await page.locator('#off').press('Enter')
    await expect(log()).resolves.toEqual([])
    const heard = [
      ['tap', 'plain'],
      ['tap', 'card'],
    ]
    await page.locator('#plain').click()
    await expect(log()).resolves.toEqual(heard)
    await page.locator('#plain').press('Enter')
    await expect(log()).resolves.toEqual(heard)
  }))

test('rich text keeps its words and pictures and drops whatever could run', () =>
  enter('elements', async ({ page }) => {
    await page.waitForLoadState('networkidle')
    const drawn = await page.locator('#rich .wx-rich').innerHTML()
    expect(drawn.replace(/src="[^"]*"/, 'src="…"')).toBe('<h3>标题</h3><p>正文<img src="…"></p>')
    await expect(page.locator('#richArray .wx-rich').innerHTML()).resolves.toBe(
      '<p style="color: rgb(196, 77, 22)">一段 &lt;b&gt; 文字</p>',
    )
    await expect(page.evaluate('window.broken')).resolves.toBeUndefined()
  }))

test("a component's own sheet reaches its placeholder and its pressed button", () =>
  enter('elements', async ({ page }) => {
    await expect(
      page.locator('#scoped .wx-placeholder').evaluate((hint) => getComputedStyle(hint).color),
    ).resolves.toBe('rgb(196, 77, 22)')
    const button = page.locator('#scopedButton')
    await button.scrollIntoViewIfNeeded()
    await button.hover()
    await page.mouse.down()
    await page.waitForFunction(
      "getComputedStyle(document.querySelector('#scopedButton')).backgroundColor === 'rgb(47, 75, 124)'",
    )
    await page.mouse.up()
    await expect(button.textContent()).resolves.toBe('开')
  }))

test('an avatar is chosen from a file, after the privacy sheet, and can be read back whole', () =>
  enter('elements', async ({ page, logUntil, log }) => {
    const leaf = join(KITCHEN, 'images/leaf.svg')
    await page.evaluate(`getCurrentPages().at(-1).setData({ leaf: '${readFileSync(leaf).toString('base64')}' })`)
    await page.waitForLoadState('networkidle')
    await log()
    await page.locator('#avatar').click()
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: '同意并继续' }).click()
    await (await chooser).setFiles(leaf)
    const told = await logUntil('load')
    expect(told).toEqual([
      ['avatar', { extension: 'svg', isWhole: true }],
      ['load', { width: 320, height: 160 }],
    ])
  }))

test('forwarding copies the card of the page; what only WeChat can do is refused by name', () =>
  enter(
    'elements',
    async ({ page }) => {
      await page.locator('#share').click()
      await page.getByRole('button', { name: '复制链接' }).click()
      await page.getByText('链接已复制').waitFor()
      await expect(page.evaluate('navigator.clipboard.readText()')).resolves.toBe(
        `来看厨房\n${desk.url}#/pages/elements/elements?from=share`,
      )
      await page.locator('#contact').click()
      await page.getByText('open-type="contact"').waitFor()
    },
    { permissions: ['clipboard-read', 'clipboard-write'] },
  ))

test('what is not here is refused by name, and canIUse tells the truth', () =>
  enter('elements', async ({ page }) => {
    await expect(page.evaluate('wx.getExptInfoSync()')).rejects.toThrow(
      'wx.getExptInfoSync is not part of the browser client',
    )
    await expect(page.evaluate('wx.cloud.database()')).rejects.toThrow(
      'wx.cloud.database is not part of the browser client',
    )
    const asked = [
      'login',
      'getExptInfoSync',
      'video.initial-time',
      'video.danmu-list',
      'map',
      'button.open-type.share',
      'button.open-type.contact',
    ]
    await expect(page.evaluate(`${JSON.stringify(asked)}.filter((name) => wx.canIUse(name))`)).resolves.toEqual([
      'login',
      'video.initial-time',
      'button.open-type.share',
    ])
  }))

test('files come down whole, pictures shrink and are kept as a download', () =>
  enter(
    'elements',
    async ({ page }) => {
      const tone = readFileSync(join(KITCHEN, 'media/tone.mp3')).toString('base64')
      const answers = await page.evaluate(async (base) => {
        // The mini-program's own global, seen from outside it.
        const { wx } = globalThis as unknown as {
          wx: Record<string, (options: object) => Promise<Record<string, never>>>
        }
        const asked = await wx.request?.({ url: `${base}wechat/accounts` })
        const down = await wx.downloadFile?.({ url: `${base}media/tone.mp3` })
        const files = (wx.getFileSystemManager as unknown as () => typeof wx)()
        const read = await files.readFile?.({ filePath: down?.tempFilePath, encoding: 'base64' })
        const small = await wx.compressImage?.({ src: '/images/leaf.svg', compressedWidth: 100 })
        const seen = await wx.getImageInfo?.({ src: small?.tempFilePath })
        const lost = await files.readFile?.({ filePath: 'none' }).catch((error) => error)
        return { asked, status: down?.statusCode, tone: read?.data, width: seen?.width, height: seen?.height, lost }
      }, desk.url)
      expect(answers).toEqual({
        asked: {
          data: { accounts: [XIAOMEI, LAOZHOU] },
          statusCode: 200,
          header: expect.objectContaining({ 'content-type': 'application/json; charset=utf-8' }),
          cookies: [],
          errMsg: 'request:ok',
        },
        status: 200,
        tone,
        width: 100,
        height: 50,
        lost: { errMsg: 'readFile:fail no such file or directory, open none' },
      })
      const kept = page.waitForEvent('download')
      void page.evaluate("wx.saveImageToPhotosAlbum({ filePath: '/images/leaf.svg' })")
      await page.getByRole('button', { name: '同意并继续' }).click()
      expect((await kept).suggestedFilename()).toMatch(/^image-\d+\.svg$/)
    },
    { acceptDownloads: true },
  ))

test('an animation moves its view', () =>
  enter('elements', async ({ page }) => {
    await page.locator('#mover').click()
    await page.waitForFunction(
      "(({ transform, opacity }) => transform === 'matrix(1, 0, 0, 1, 40, 0)' && opacity === '0.5')(getComputedStyle(document.querySelector('#mover')))",
    )
  }))

test('typing tells value and cursor, Enter confirms, and model:value follows', () =>
  enter('forms', async ({ page, log }) => {
    await page.locator('#name input').fill('小梅子')
    await page.locator('#name input').press('Enter')
    const value = '小梅子'
    const blurred = { value, cursor: 3, encryptedValue: '', encryptError: '' }
    await expect(log()).resolves.toEqual([
      ['focus', 'name', { value: '', height: 0 }],
      ['input', 'name', { value, cursor: 3, keyCode: 0 }],
      ['confirm', 'name', { value }],
      ['blur', 'name', blurred],
    ])
    await page.locator('#word input').fill('新词')
    await expect(page.textContent('#echo')).resolves.toBe('新词')
    await page.evaluate("getCurrentPages().at(-1).setData({ word: '' })")
    await expect(page.locator('#word input').inputValue()).resolves.toBe('')
  }))

test('a form gathers its named controls and goes back to what the page said at first', () =>
  enter('forms', async ({ page, log, shot }) => {
    await page.locator('#labelB').click({ position: { x: 36, y: 12 } })
    await page.locator('#radioA').click()
    await page.locator('#switch').press(' ')
    await page.locator('#notes textarea').fill('第一行\n第二行')
    await drag(page, '.wx-slider-track', 0.2, 0.62)
    await log()
    await page.locator('#submit').click()
    const chosen = { boxes: ['a', 'b'], radios: 'a', switch: false, slider: 60, notes: '第一行\n第二行' }
    const kept = { name: '', word: '旧', fruit: 1, date: '2026-02-28' }
    await expect(log()).resolves.toEqual([['submit', 'form', { value: { ...kept, ...chosen } }]])
    await shot('forms-390')

    await page.locator('#reset').click()
    await page.locator('#submit').click()
    const first = { boxes: ['a'], radios: 'b', switch: true, slider: 20, notes: '', word: '' }
    await expect(log()).resolves.toEqual([
      ['reset', 'form', {}],
      ['submit', 'form', { value: { ...kept, ...first } }],
    ])
  }))

test('wheels turn: one of a range, a day that exists, several columns; leaving is told as cancel', () =>
  enter('forms', async ({ page, logUntil, shot }) => {
    const turn = async (column: number, words: string) => {
      await page.locator(`.wx-picker-column:nth-child(${column})`).getByRole('option', { name: words }).click()
      await page.waitForFunction(
        `document.querySelector('.wx-picker-column:nth-child(${column}) [aria-selected="true"]').textContent === '${words}'`,
      )
    }
    await page.locator('#fruit').click()
    await turn(1, '枣')
    await page.getByRole('button', { name: '确定' }).click()
    await expect(logUntil('change')).resolves.toEqual([['change', 'fruit', { value: 2 }]])

    await page.locator('#fruit').click()
    await page.getByRole('button', { name: '取消' }).click()
    await expect(logUntil('cancel')).resolves.toEqual([['cancel', 'fruit', {}]])

    await page.locator('#date').click()
    await turn(3, '27日')
    await turn(1, '2024年')
    await shot('date-390')
    await page.getByRole('button', { name: '确定' }).click()
    await expect(logUntil('change')).resolves.toEqual([['change', 'date', { value: '2024-02-27' }]])

    await page.locator('#many').click()
    await turn(1, '夏')
    await page.getByRole('button', { name: '确定' }).click()
    await expect(logUntil('change')).resolves.toEqual([
      ['columnchange', 'many', { column: 0, value: 1 }],
      ['change', 'many', { value: [1, 1] }],
    ])
  }))

const withMedia = () => ({
  query: `?clip=${encodeURIComponent(`${desk.url}media/clip.webm`)}&tone=${encodeURIComponent(`${desk.url}media/tone.mp3`)}`,
})

test('a video begins at its initial time, obeys its context and tells its end', () =>
  enter(
    'media',
    async ({ page, logUntil, shot }) => {
      const begun = await logUntil('seekcomplete')
      expect(begun).toEqual([
        ['loadedmetadata', 'clip', { width: 160, height: 90, duration: 6 }],
        ['seekcomplete', 'clip', { position: 1 }],
      ])
      await shot('media-390')
      await page.locator('#seek').click()
      const told = await logUntil('ended')
      const names = told.map((entry) => (entry as [string])[0]).filter((name) => name !== 'waiting')
      expect(names).toEqual(['play', 'seekcomplete', 'ended'])
      await expect(
        page
          .locator('#clip video')
          .evaluate((video: HTMLVideoElement) => [video.playbackRate, Math.round(video.currentTime)]),
      ).resolves.toEqual([2, 6])
    },
    withMedia(),
  ))

test('background sound needs a title, starts where it is told to, and pauses', () =>
  enter(
    'media',
    async ({ page, logUntil }) => {
      await logUntil('seekcomplete')
      await page.locator('#sound').click()
      const begun = await logUntil('onPlay')
      expect(begun).toEqual([
        ['onError', 'sound', { errCode: 10001, errMsg: 'setBackgroundAudioState:fail title is nil!' }],
        ['onPlay', 'sound', {}],
      ])
      await page.waitForFunction('wx.getBackgroundAudioManager().currentTime > 2.2')
      await page.locator('#hush').click()
      await expect(logUntil('onPause')).resolves.toEqual([
        ['at', 'sound', { isPast: true, duration: 5, paused: false }],
        ['onPause', 'sound', {}],
      ])
      await expect(page.evaluate('wx.getBackgroundAudioManager().playbackRate')).resolves.toBe(1.5)
    },
    withMedia(),
  ))

test('a swiper turns under a dragged mouse, round the circle, and by the page’s own wish', () =>
  enter('media', async ({ page, log, logUntil }) => {
    await page.locator('#swiper').waitFor()
    await drag(page, '#swiper', 0.8, 0.3)
    await expect(logUntil('change')).resolves.toContainEqual([
      'change',
      'swiper',
      { current: 1, currentItemId: 'b', source: 'touch' },
    ])
    await page.waitForTimeout(600)
    await drag(page, '#swiper', 0.2, 0.7)
    await logUntil('change')
    await page.waitForTimeout(600)
    await drag(page, '#swiper', 0.2, 0.7)
    await expect(logUntil('change')).resolves.toContainEqual([
      'change',
      'swiper',
      { current: 2, currentItemId: 'c', source: 'touch' },
    ])
    await page.waitForTimeout(600)
    await log()
    await page.evaluate('getCurrentPages().at(-1).setData({ slide: 1 })')
    await expect(logUntil('change')).resolves.toContainEqual([
      'change',
      'swiper',
      { current: 1, currentItemId: 'b', source: '' },
    ])
    await expect(
      page.locator('.wx-swiper-dots i:nth-child(2)').evaluate((dot) => dot.style.backgroundColor),
    ).resolves.toBe('rgb(196, 77, 22)')
  }))

test('under a finger a swiper turns, and a scroll-view is pulled to refresh', () =>
  enter(
    'media',
    async ({ page, logUntil }) => {
      await page.locator('#swiper').waitFor()
      await swipe(page, '#swiper', { x: -150, y: 0 })
      await expect(logUntil('change')).resolves.toContainEqual([
        'change',
        'swiper',
        { current: 1, currentItemId: 'b', source: 'touch' },
      ])
      await swipe(page, '#list', { x: 0, y: 140 })
      const pulled = await logUntil('refresherrefresh')
      expect(pulled.map((entry) => (entry as [string])[0])).toContain('refresherrefresh')
      expect(await page.evaluate('getCurrentPages().at(-1).data.refreshing')).toBe(true)
      await page.evaluate('getCurrentPages().at(-1).setData({ refreshing: false })')
      await logUntil('refresherrestore')
    },
    { hasTouch: true, isMobile: true },
  ))

test('a scroll-view shows the row it is asked for and tells when its end is near', () =>
  enter('media', async ({ page, logUntil }) => {
    await page.locator('#jump').click()
    await page.waitForFunction("document.querySelector('#list').scrollTop > 400")
    await page.locator('#list').evaluate((list) => list.scrollTo({ top: list.scrollHeight }))
    await expect(logUntil('scrolltolower')).resolves.toContainEqual(['scrolltolower', 'list', { direction: 'bottom' }])
  }))

test('a 2d canvas is drawn through its node', () =>
  enter('media', async ({ page }) => {
    await page.waitForFunction("getCurrentPages().at(-1).data.drawn !== ''")
    const pixel = await page
      .locator('#canvas canvas')
      .evaluate((canvas: HTMLCanvasElement) => [...(canvas.getContext('2d')?.getImageData(2, 2, 1, 1).data ?? [])])
    expect(pixel).toEqual([196, 77, 22, 255])
  }))

for (const [name, viewport] of [
  ['390', PHONE],
  ['1280', DESKTOP],
] as const) {
  test(`dialogs and sheets lie over the phone column and answer what was pressed, ${name} px wide`, () =>
    enter(
      'sheets',
      async ({ page, logUntil, shot }) => {
        await page.locator('#toast').click()
        await page.getByText('已保存').waitFor()
        await shot(`toast-${name}`)
        await page.locator('#modal').click()
        await page.getByRole('dialog', { name: '退出吗' }).waitFor()
        await shot(`modal-${name}`)
        await page.getByRole('button', { name: '退出' }).click()
        await expect(logUntil('modal')).resolves.toEqual([
          ['modal', { confirm: true, cancel: false, content: null, errMsg: 'showModal:ok' }],
        ])
        await page.locator('#actions').click()
        await shot(`actions-${name}`)
        await page.getByRole('button', { name: '取消' }).click()
        await expect(logUntil('actions')).resolves.toEqual([['actions', { errMsg: 'showActionSheet:fail cancel' }]])
        await page.locator('#preview').click()
        await page.getByText('1 / 2').waitFor()
        await page.keyboard.press('ArrowRight')
        await page.getByText('2 / 2').waitFor()
        await shot(`preview-${name}`)
        await page.getByRole('button', { name: '关闭' }).click()
        await page.getByRole('button', { name: '更多' }).click()
        await shot(`menu-${name}`)
      },
      { viewport },
    ))
}

test('the pay sheet shows the bill as a sandbox, and only a confirmed bill is paid', () =>
  enter('sheets', async ({ page, logUntil, shot }) => {
    await page.locator('#pay').click()
    await page.getByText('¥199.00').waitFor()
    await page.getByText('沙箱支付,不会真实扣款').waitFor()
    await shot('pay-390')
    await page.getByRole('button', { name: '取消' }).click()
    await expect(logUntil('pay')).resolves.toEqual([['pay', { errMsg: 'requestPayment:fail cancel' }]])
    await page.locator('#pay').click()
    await page.getByRole('button', { name: '确认支付' }).click()
    await expect(logUntil('pay')).resolves.toEqual([['pay', { errMsg: 'requestPayment:ok' }]])
    const session = `session of ${XIAOMEI.openid}`
    expect(desk.told).toEqual([
      { path: '/wechatPay/cashier', body: SIGNED, session },
      { path: '/wechatPay/cashier', body: SIGNED, session },
      { path: '/wechatPay/cashier/confirm', body: SIGNED, session },
    ])
  }))

test('the sheet of virtual payment asks which phone it is, and sends what was signed as it stands', () =>
  enter('sheets', async ({ page, logUntil, shot }) => {
    await page.locator('#virtualPay').click()
    await page.getByRole('dialog', { name: '虚拟支付(沙箱)' }).waitFor()
    expect(await page.getByRole('radio', { name: '安卓' }).getAttribute('aria-checked')).toBe('true')
    await page.getByRole('radio', { name: '苹果' }).click()
    await page.getByText('Apple 沙箱账户').waitFor()
    await shot('virtual-pay-390')
    await page.getByRole('button', { name: '确认支付' }).click()
    await expect(logUntil('virtualPay')).resolves.toEqual([['virtualPay', { errMsg: 'requestVirtualPayment:ok' }]])
    const signed = { mode: 'short_series_goods', signData: '{"a":1}', paySig: 'p', signature: 's' }
    expect(desk.told.map(({ path, body }) => ({ path, body }))).toEqual([
      { path: '/virtualPay/cashier', body: signed },
      { path: '/virtualPay/cashier/confirm', body: { ...signed, token: 'once', phone: 'ios' } },
    ])
    await page.locator('#virtualPay').click()
    await page.getByRole('button', { name: '取消' }).click()
    await expect(logUntil('virtualPay')).resolves.toContainEqual([
      'virtualPay',
      { errCode: -2, errMsg: 'requestVirtualPayment:fail cancel' },
    ])
  }))

test('money from the merchant is taken on a sheet of its own, or left for later', () =>
  enter('sheets', async ({ page, logUntil, shot }) => {
    await page.locator('#take').click()
    await page.getByText('¥50.00').waitFor()
    await page.getByText('沙箱转账,不会真实到账').waitFor()
    await shot('transfer-390')
    await page.getByRole('button', { name: '以后再说' }).click()
    await expect(logUntil('take')).resolves.toEqual([['take', { errMsg: 'requestMerchantTransfer:fail cancel' }]])
    await page.locator('#take').click()
    await page.getByRole('button', { name: '确认收款' }).click()
    await expect(logUntil('take')).resolves.toEqual([['take', { errMsg: 'requestMerchantTransfer:ok' }]])
    const session = `session of ${XIAOMEI.openid}`
    const body = { mchId: '1900000001', appId: 'wx8888888888888888', package: 'ABBQ' }
    expect(desk.told).toEqual([
      { path: '/wechatPay/transfer', body, session },
      { path: '/wechatPay/transfer', body, session },
      { path: '/wechatPay/transfer/confirm', body, session },
    ])
  }))

test("the cashier's refusal is read before the page hears of it", () =>
  enter('sheets', async ({ page, logUntil }) => {
    desk.refusal = '订单已关闭，请重新下单'
    await page.locator('#pay').click()
    await page.getByRole('alert').getByText('订单已关闭，请重新下单').waitFor()
    await page.getByRole('button', { name: '知道了' }).click()
    await expect(logUntil('pay')).resolves.toEqual([['pay', { errMsg: 'requestPayment:fail 订单已关闭，请重新下单' }]])
  }))

test('each message is consented to by itself', () =>
  enter('sheets', async ({ page, logUntil, shot }) => {
    await page.locator('#subscribe').click()
    await page.getByText('模板 证书发放').click()
    await shot('subscribe-390')
    await page.getByRole('button', { name: '允许' }).click()
    await expect(logUntil('subscribe')).resolves.toEqual([
      ['subscribe', { 开课提醒: 'accept', 证书发放: 'reject', errMsg: 'requestSubscribeMessage:ok' }],
    ])
    expect(desk.told.map(({ body }) => body)).toEqual([
      { templateIds: ['开课提醒'], decision: 'accept' },
      { templateIds: ['证书发放'], decision: 'reject' },
    ])
  }))

test('privacy: a refusal is an answer, an agreement is remembered', () =>
  enter('sheets', async ({ page, logUntil }) => {
    await page.locator('#privacy').click()
    await page.getByRole('button', { name: '拒绝' }).click()
    await expect(logUntil('privacy')).resolves.toEqual([
      ['privacy', { errno: 104, errMsg: 'requirePrivacyAuthorize:fail privacy permission is not authorized' }],
    ])
    await page.locator('#privacy').click()
    await page.getByRole('button', { name: '同意并继续' }).click()
    await logUntil('privacy')
    await page.locator('#privacy').click()
    await expect(logUntil('privacy')).resolves.toEqual([['privacy', { errMsg: 'requirePrivacyAuthorize:ok' }]])
  }))

test('a new visitor says once who they are; a refused session is asked for again; an identity can be changed', () =>
  enter(
    'sheets',
    async ({ page, logUntil, shot }) => {
      desk.sessions.clear()
      await page.locator('#cloud').click()
      await page.getByRole('dialog', { name: '选择一个微信身份' }).waitFor()
      await shot('accounts-390')
      await page.getByRole('button', { name: '小梅' }).click()
      const greeted = { result: { to: '杏坛' }, requestID: 'r-1', errMsg: 'cloud.callFunction:ok' }
      await expect(logUntil('cloud')).resolves.toEqual([['cloud', greeted]])

      desk.sessions.clear()
      await page.locator('#login').click()
      await page.getByRole('button', { name: '小梅' }).click()
      await expect(logUntil('login')).resolves.toEqual([['login', { code: 'code-1', errMsg: 'login:ok' }]])

      await page.getByRole('button', { name: '更多' }).click()
      await page.getByRole('button', { name: '切换微信身份' }).click()
      const reloaded = page.waitForEvent('load')
      await page.getByRole('button', { name: '老周' }).click()
      await reloaded
      await expect(page.evaluate("localStorage.getItem('xingtan.openid')")).resolves.toBe(LAOZHOU.openid)
    },
    { isNew: true },
  ))

/** Moves one finger from the middle of an element by so many px. */
async function swipe(page: Page, selector: string, by: { x: number; y: number }): Promise<void> {
  const box = await page.locator(selector).boundingBox()
  if (!box) throw new Error(`${selector} is not drawn`)
  const finger = await page.context().newCDPSession(page)
  const at = (part: number) => ({
    x: box.x + box.width / 2 + by.x * part,
    y: box.y + box.height / 2 + by.y * part,
  })
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at(0)] })
  for (const part of [0.15, 0.3, 0.45, 0.6, 0.8, 1]) {
    await finger.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [at(part)] })
  }
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

/** Drags from one part of an element's width to another, half way down. */
async function drag(page: Page, selector: string, from: number, to: number): Promise<void> {
  const box = await page.locator(selector).boundingBox()
  if (!box) throw new Error(`${selector} is not drawn`)
  const y = box.y + box.height / 2
  await page.mouse.move(box.x + box.width * from, y)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * ((from + to) / 2), y, { steps: 4 })
  await page.mouse.move(box.x + box.width * to, y, { steps: 4 })
  await page.mouse.up()
}
