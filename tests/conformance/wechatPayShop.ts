import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DeskClock, deskClock } from '../../emulator/clock'
import { type Driver, openDriver } from '../../emulator/database/driver'
import { type DeskRequest, json, listen } from '../../emulator/http'
import { type Account, environmentOf, keptAccount, takeOver } from '../../emulator/wechatPay/merchant'
import { weChatPaySandbox } from '../../emulator/wechatPay/service'
import { weChatPay } from '../../platform/wechatPay/gateway'
import { weChatPaySettings } from '../../platform/wechatPay/settings'

export const MEI = 'oMei-openid'
export const LEI = 'oLei-openid'

export type Arrival = { headers: Record<string, string>; body: Buffer }

// RSA keys take a third of a second to make: once for a whole file of tests.
let account: Account | undefined

/** A desk with WeChat Pay, and a shop that takes notices, over real HTTP. Who pays is told by the header `x-openid`. */
export async function weChatPayShop(driver?: Driver, clock: DeskClock = deskClock()) {
  const folder = driver ? undefined : await mkdtemp(join(tmpdir(), 'wechat-pay-'))
  const database = driver ?? openDriver(join(folder ?? '', 'desk.db'))
  if (account && !driver) takeOver(database, account)
  const sandbox = weChatPaySandbox({
    driver: database,
    clock,
    identify: (request: DeskRequest) => request.headers['x-openid'],
  })
  account ??= keptAccount(database)

  const arrivals: Arrival[] = []
  const answers: number[] = []
  const shop = {
    method: 'POST',
    path: '/payNotify',
    handle({ headers, body }: DeskRequest) {
      arrivals.push({ headers, body })
      return json({}, answers.shift() ?? 200)
    },
  }
  const server = await listen([...sandbox.routes, shop], 0)
  const address = `http://127.0.0.1:${server.port}`
  const environment = environmentOf(sandbox.merchant, address, `${address}/payNotify`)
  const settings = weChatPaySettings(environment)
  const time = { now: () => new Date(clock.now()) }

  return {
    address,
    clock,
    sandbox,
    environment,
    settings,
    time,
    /** What the shop's door received. */
    arrivals,
    /** The statuses the shop answers next; 200 afterwards. */
    answers,
    payments: weChatPay(settings, time, { timeoutMs: 400, tries: 3, pauseMs: 10 }),

    async post(path: string, body: unknown, headers: Record<string, string> = {}) {
      const response = await fetch(address + path, { method: 'POST', headers, body: JSON.stringify(body) })
      return { status: response.status, body: await response.json() }
    },

    /** Waits for the n-th notice to have arrived and its answer to have been written down. */
    async arrived(count: number): Promise<Arrival> {
      const until = Date.now() + 5_000
      for (;;) {
        const logged = sandbox
          .look()
          .flatMap(({ notice, refunds }) => [notice, ...refunds.map((refund) => refund.notice)])
          .reduce((sum, notice) => sum + (notice?.attempts.length ?? 0), 0)
        const last = arrivals[count - 1]
        if (last && logged >= count) return last
        if (Date.now() > until) throw new Error(`notice ${count} did not arrive; ${arrivals.length} did`)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },

    async close(): Promise<void> {
      await sandbox.close()
      await server.close()
      if (!folder) return
      database.close()
      rmSync(folder, { recursive: true })
    },
  }
}
export type WeChatPayShop = Awaited<ReturnType<typeof weChatPayShop>>

export const inOneHour = (shop: WeChatPayShop): string => new Date(shop.clock.now() + 3_600_000).toISOString()

/** An order as the shop places it. */
export const spring = (shop: WeChatPayShop, outTradeNo = 'SPRING0001') => ({
  outTradeNo,
  fen: 19900,
  openid: MEI,
  description: '春日读诗',
  expiresAt: inOneHour(shop),
})
