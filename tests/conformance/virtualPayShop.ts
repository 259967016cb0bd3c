import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { VirtualPayParams } from '../../core/contract/shapes'
import type { Gateway, Placed } from '../../core/ports'
import { openDesk } from '../../emulator/desk'
import { type DeskReply, type DeskRequest, json, listen } from '../../emulator/http'
import { type Visitor, visit } from '../../emulator/testing/desk'
import { type Env, environmentOf } from '../../emulator/virtualPay/account'
import { virtualPay } from '../../platform/virtualPay/gateway'
import { virtualItems } from '../../platform/virtualPay/items'
import { echoOf, PUSH_TAKEN } from '../../platform/virtualPay/notices'
import { type VirtualPaySettings, virtualPaySettings } from '../../platform/virtualPay/settings'

const APPID = 'wx8888888888888888'
const SEAL_KEY = '5ea1'.repeat(16)
const PATIENCE = { timeoutMs: 600, tries: 3, pauseMs: 10 }

/** A push as it came to the shop's door, its query handed on as the door of the functions does. */
export type Arrival = { headers: Record<string, string>; body: Buffer }

export type Order = Omit<Parameters<Gateway['prepay']>[0], 'loginCode'>

const pushed = ({ headers, url, body }: DeskRequest): Arrival => ({
  headers: {
    ...headers,
    ...Object.fromEntries([...url.searchParams].map(([name, value]) => [`query:${name}`, value])),
  },
  body,
})

/** A whole desk with virtual payment, a shop that takes its pushes over HTTP, and two people with WeChat. */
export async function virtualPayShop({ env = 0 }: { env?: Env } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'virtual-pay-'))
  const functionsDir = join(folder, 'functions')
  mkdirSync(functionsDir)
  const desk = await openDesk({
    dataDir: join(folder, 'data'),
    port: 0,
    functionsDir,
    settings: () => ({}),
    collections: {},
    appId: APPID,
  })
  const account = desk.virtualPay.account
  const environment = environmentOf(account, desk.url, { env, sealKey: SEAL_KEY })
  const settings = settingsOf(environment)
  const clock = { now: () => new Date(desk.clock.now()) }

  const arrivals: Arrival[] = []
  const answers: ((request: DeskRequest) => DeskReply | Promise<DeskReply>)[] = []
  const door = {
    path: '/messagePush',
    handle(request: DeskRequest): DeskReply | Promise<DeskReply> {
      if (request.method === 'GET') {
        return { status: 200, body: echoOf(settings, Object.fromEntries(request.url.searchParams)) }
      }
      arrivals.push(pushed(request))
      return answers.shift()?.(request) ?? json(PUSH_TAKEN)
    },
  }
  const shop = await listen([door], 0)
  const [mei, lei] = desk.weChat.accounts.all()
  if (!mei || !lei) throw new Error('this desk has nobody on it')
  const people = { mei: await visit(desk, mei.openid), lei: await visit(desk, lei.openid) }

  const post = async (path: string, body: unknown = {}) => {
    const reply = await fetch(desk.url + path, { method: 'POST', body: JSON.stringify(body) })
    return { status: reply.status, body: await reply.json() }
  }
  const entered = await post('/virtualPay/desk/pushUrl', { url: `http://127.0.0.1:${shop.port}/messagePush` })
  if (entered.status !== 200) throw new Error(`the shop's address was refused: ${JSON.stringify(entered.body)}`)

  const loginCode = async (who: Visitor = people.mei): Promise<string> =>
    String(((await who.post('/wechat/login', {})).body as { code: string }).code) // the desk answers so

  const world = {
    desk,
    account,
    settings,
    environment,
    clock,
    arrivals,
    /** What the shop's door answers next; PUSH_TAKEN afterwards. */
    answers,
    people,
    post,
    loginCode,
    gateway: virtualPay(settings, clock, PATIENCE),
    items: virtualItems(settings, clock, { ...PATIENCE, tries: 20 }),
    /** The same shop with other settings. */
    gatewayWith: (change: Partial<VirtualPaySettings>) => virtualPay({ ...settings, ...change }, clock, PATIENCE),

    /** Places the order as `who` and answers the sheet, with the order as it is to be told again. */
    async placed(order: Order, who: Visitor = people.mei): Promise<{ params: VirtualPayParams; order: Placed }> {
      const { sheet, seal } = await world.gateway.prepay({ ...order, loginCode: await loginCode(who) })
      if (sheet.method !== 'virtualGoods' && sheet.method !== 'virtualCoins') throw new Error(sheet.method)
      const { outTradeNo, method, fen, openid } = order
      return { params: sheet.params, order: { outTradeNo, method, fen, openid, seal } }
    },

    /** The buyer's WeChat: opens the sheet and confirms it. Answers the last step's reply. */
    async buy(params: VirtualPayParams, phone: 'android' | 'ios' = 'android', who: Visitor = people.mei) {
      const opened = await who.post('/virtualPay/cashier', params)
      if (opened.status !== 200) return opened
      const { token } = opened.body as { token: string } // the desk answers so
      return who.post('/virtualPay/cashier/confirm', { ...params, token, phone })
    },

    /** An item on sale: published, and its minutes over. */
    async onSale(productId = 'spring-ink', fen = 19900): Promise<void> {
      await world.items.publish({ productId, title: '春日水墨', fen })
      await until(async () => (await world.items.stateOf(productId))?.state === 'published')
      desk.clock.advance(30 * 60_000)
    },

    looked: (outTradeNo: string) => desk.virtualPay.look().find((order) => order.outTradeNo === outTradeNo),

    /** Waits until this many pushes of the order have been tried and written down. */
    tried: (outTradeNo: string, count: number) =>
      until(async () => {
        const pushes = world.looked(outTradeNo)?.pushes ?? []
        return pushes.reduce((sum, push) => sum + push.attempts.length, 0) >= count
      }),

    async close(): Promise<void> {
      await desk.close()
      await shop.close()
      rmSync(folder, { recursive: true })
    },
  }
  return world
}
export type VirtualPayShop = Awaited<ReturnType<typeof virtualPayShop>>

function settingsOf(environment: Record<string, string>): VirtualPaySettings {
  const settings = virtualPaySettings(environment)
  if (!settings) throw new Error('the desk hands out no settings of virtual payment')
  return settings
}

/** Asks again until the answer pleases. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 5_000
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error('waited five seconds for nothing')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** An order as the shop places it. */
export const goods = (shop: VirtualPayShop, outTradeNo = 'XTSPRING01'): Order => ({
  outTradeNo,
  method: 'virtualGoods',
  fen: 19900,
  openid: shop.people.mei.openid,
  description: '春日水墨',
  expiresAt: new Date(shop.desk.clock.now() + 3_600_000).toISOString(),
  returnUrl: '',
  clientIp: '10.0.0.7',
  productId: 'spring-ink',
})
export const coins = (shop: VirtualPayShop, outTradeNo = 'XTCOINS001'): Order => ({
  ...goods(shop, outTradeNo),
  method: 'virtualCoins',
  productId: '',
})

/** How a refused promise was refused. */
export const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    (value) => ({ value }),
    (error) => [error.code, error.facts?.code ?? error.facts?.reason ?? error.message],
  )
