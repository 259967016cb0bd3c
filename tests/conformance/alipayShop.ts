import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Placed } from '../../core/ports'
import { type Account, environmentOf, keptAccount, takeOver } from '../../emulator/alipay/account'
import { alipaySandbox } from '../../emulator/alipay/service'
import { deskClock } from '../../emulator/clock'
import { openDriver } from '../../emulator/database/driver'
import { type DeskRequest, listen } from '../../emulator/http'
import { alipay } from '../../platform/alipay/gateway'
import { type AlipaySettings, alipaySettings } from '../../platform/alipay/settings'

export type Arrival = { headers: Record<string, string>; body: Buffer }

// RSA keys take a third of a second to make: once for a whole file of tests.
let account: Account | undefined

function settingsIn(environment: Record<string, string>): AlipaySettings {
  const settings = alipaySettings(environment)
  if (!settings) throw new Error('the desk gave no settings')
  return settings
}

/** A desk with Alipay, and a shop that takes notices, over real HTTP. */
export async function alipayShop(clock = deskClock()) {
  const folder = await mkdtemp(join(tmpdir(), 'alipay-'))
  const driver = openDriver(join(folder, 'desk.db'))
  if (account) takeOver(driver, account)
  const sandbox = alipaySandbox({ driver, clock })
  account ??= keptAccount(driver)

  const arrivals: Arrival[] = []
  const answers: string[] = []
  const shop = {
    method: 'POST',
    path: '/payNotify',
    handle({ headers, body }: DeskRequest) {
      arrivals.push({ headers, body })
      return { status: 200, body: answers.shift() ?? 'success' }
    },
  }
  const server = await listen([...sandbox.routes, shop], 0)
  const address = `http://127.0.0.1:${server.port}`
  const environment = environmentOf(sandbox.seller, address, `${address}/payNotify`)
  const settings = settingsIn(environment)
  const time = { now: () => new Date(clock.now()) }

  async function post(path: string, body: unknown) {
    const response = await fetch(address + path, { method: 'POST', body: JSON.stringify(body) })
    return { status: response.status, body: await response.json() }
  }

  return {
    address,
    clock,
    sandbox,
    environment,
    settings,
    /** What the shop's door received. */
    arrivals,
    /** What the shop answers next; `success` afterwards. */
    answers,
    gateway: alipay(settings, time, { timeoutMs: 400, tries: 3, pauseMs: 10 }),
    post,

    /** What the buyer's browser does: open the address, look, press the button. Answers the status and where it leads. */
    async press(url: string, button: 'confirm' | 'leave' = 'confirm') {
      const opened = await fetch(url)
      const order = new URL(url).search.slice(1)
      const body = new URLSearchParams({ order })
      const pressed = await fetch(`${address}/alipay/cashier/${button}`, { method: 'POST', body, redirect: 'manual' })
      return { opened: opened.status, status: pressed.status, location: pressed.headers.get('location') ?? '' }
    },

    /** Waits for the n-th notice to have arrived and its answer to have been written down. */
    async arrived(count: number): Promise<Arrival> {
      const until = Date.now() + 5_000
      for (;;) {
        const logged = sandbox
          .look()
          .flatMap(({ notices }) => notices)
          .reduce((sum, notice) => sum + notice.attempts.length, 0)
        const last = arrivals[count - 1]
        if (last && logged >= count) return last
        if (Date.now() > until) throw new Error(`notice ${count} did not arrive; ${arrivals.length} did`)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },

    async close(): Promise<void> {
      await sandbox.close()
      await server.close()
      driver.close()
      rmSync(folder, { recursive: true })
    },
  }
}
export type AlipayShop = Awaited<ReturnType<typeof alipayShop>>

/** An order as the shop places it. */
export const spring = (shop: AlipayShop, outTradeNo = 'SPRING0001') => ({
  outTradeNo,
  method: 'alipayPage' as const,
  fen: 19900,
  openid: '',
  description: '春日读诗',
  expiresAt: new Date(shop.clock.now() + 3_600_000).toISOString(),
  returnUrl: 'https://shop.example/?from=alipay',
  clientIp: '203.0.113.7',
  loginCode: '',
  productId: '',
})

/** The same order as it is spoken of afterwards. */
export const placed = (outTradeNo = 'SPRING0001'): Placed => ({
  outTradeNo,
  method: 'alipayPage',
  fen: 19900,
  openid: '',
  seal: null,
})

/** Places an order, and answers the address of its page. */
export async function addressOf(shop: AlipayShop, order: ReturnType<typeof spring>): Promise<string> {
  const { sheet } = await shop.gateway.prepay(order)
  if (!('url' in sheet)) throw new Error('Alipay pays on a page')
  return sheet.url
}
