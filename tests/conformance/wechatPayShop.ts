import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PayParams } from '../../core/contract/shapes'
import type { Gateway, Placed } from '../../core/ports'
import { type DeskClock, deskClock } from '../../emulator/clock'
import { type Driver, openDriver } from '../../emulator/database/driver'
import { type DeskRequest, json, listen } from '../../emulator/http'
import { type Account, environmentOf, keptAccount, takeOver } from '../../emulator/wechatPay/merchant'
import { weChatPaySandbox } from '../../emulator/wechatPay/service'
import { weChatBills } from '../../platform/wechatPay/bills'
import { weChatPay } from '../../platform/wechatPay/gateway'
import { weChatPaySettings } from '../../platform/wechatPay/settings'
import { weChatTransfers } from '../../platform/wechatPay/transfers'

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
  const patience = { timeoutMs: 400, tries: 3, pauseMs: 10 }
  const payments = weChatPay(settings, time, patience)

  /** Asks again until there is one. */
  async function arrival(name: string, found: () => Arrival | undefined): Promise<Arrival> {
    const until = Date.now() + 5_000
    for (;;) {
      const one = found()
      if (one) return one
      if (Date.now() > until) throw new Error(`${name} did not arrive; ${arrivals.length} others did`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

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
    payments,
    transfers: weChatTransfers(settings, time, patience),
    bills: weChatBills(settings, time, patience),

    /** Places an order of the mini-program and answers what the pay sheet takes. */
    async sheet(order: Parameters<Gateway['prepay']>[0]): Promise<PayParams> {
      const { sheet } = await payments.prepay(order)
      if (sheet.method !== 'jsapi') throw new Error(`a sheet of ${sheet.method}`)
      return sheet.params
    },

    async post(path: string, body: unknown, headers: Record<string, string> = {}) {
      const response = await fetch(address + path, { method: 'POST', headers, body: JSON.stringify(body) })
      return { status: response.status, body: await response.json() }
    },

    /** Waits for the n-th notice to have arrived and its answer to have been written down. */
    arrived: (count: number): Promise<Arrival> =>
      arrival(`notice ${count}`, () => {
        const logged = sandbox
          .look()
          .flatMap(({ notice, refunds }) => [notice, ...refunds.map((refund) => refund.notice)])
          .reduce((sum, notice) => sum + (notice?.attempts.length ?? 0), 0)
        return logged >= count ? arrivals[count - 1] : undefined
      }),

    /** Waits for the notice of a transfer's end. */
    finished: (outBillNo: string): Promise<Arrival> =>
      arrival(`the end of ${outBillNo}`, () => {
        const notice = sandbox.lookTransfers().find((transfer) => transfer.outBillNo === outBillNo)?.notice
        if (!notice?.attempts.length) return undefined
        return arrivals.find(({ body }) => JSON.parse(body.toString('utf8')).id === notice.id)
      }),

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

/** An order as it was placed, for every later question. */
export const placed = (outTradeNo = 'SPRING0001', method: Placed['method'] = 'jsapi'): Placed => ({
  outTradeNo,
  method,
  fen: 19900,
  openid: method === 'jsapi' ? MEI : '',
  seal: null,
})

/** An order as the shop places it. */
export const spring = (shop: WeChatPayShop, outTradeNo = 'SPRING0001', method: Placed['method'] = 'jsapi') => ({
  ...placed(outTradeNo, method),
  description: '春日读诗',
  expiresAt: inOneHour(shop),
  returnUrl: 'https://shop.example/#/paid',
  clientIp: '203.0.113.7',
  loginCode: '',
  productId: '',
})
