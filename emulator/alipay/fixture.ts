import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deskClock } from '../clock'
import { openDriver } from '../database/driver'
import { listen } from '../http'
import { type Account, GATEWAY_PATH, keptAccount, takeOver } from './account'
import { chinaTime } from './chinaTime'
import type { Letter } from './letter'
import type { FetchNotice } from './postman'
import { alipaySandbox } from './service'
import { type Parameters, requestContent, signed } from './signature'

// RSA keys take a third of a second to make: once for a whole file of tests.
let account: Account | undefined

/** For tests: a desk with nothing but Alipay on it, and a shop that signs by hand what it sends. */
export async function desk(answer: FetchNotice = async () => ({ status: 200, text: 'success' })) {
  const folder = mkdtempSync(join(tmpdir(), 'alipay-'))
  const clock = deskClock()
  const sent: (Letter & { url: string; at: number; fields: Parameters })[] = []

  const started = async () => {
    const driver = openDriver(join(folder, 'desk.db'))
    if (account && !keptAccount(driver)) takeOver(driver, account)
    const sandbox = alipaySandbox({
      driver,
      clock,
      async fetchNotice(url, letter) {
        const fields = Object.fromEntries(new URLSearchParams(letter.body))
        sent.push({ url, body: letter.body, headers: letter.headers, at: clock.now(), fields })
        return answer(url, letter)
      },
    })
    account ??= keptAccount(driver)
    return { driver, sandbox, server: await listen(sandbox.routes, 0) }
  }
  let running = await started()
  const { seller } = running.sandbox
  const address = () => `http://127.0.0.1:${running.server.port}`

  /** Parameters signed as Alipay asks; `change` alters them before the signature ('' leaves one out), `after` behind its back. */
  function parameters(method: string, business: object, change: Parameters = {}, after: Parameters = {}): Parameters {
    const all: Parameters = {
      app_id: seller.appId,
      method,
      charset: 'utf-8',
      sign_type: 'RSA2',
      timestamp: chinaTime(clock.now()),
      version: '1.0',
      biz_content: JSON.stringify(business),
      ...change,
    }
    const whole = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
    return { ...whole, sign: signed(requestContent(whole), seller.privateKey), ...after }
  }

  /** A call of the API, everything in the form. */
  async function call(method: string, business: object, change: Parameters = {}, after: Parameters = {}) {
    const body = new URLSearchParams(parameters(method, business, change, after))
    const response = await fetch(address() + GATEWAY_PATH, { method: 'POST', body })
    const text = await response.text()
    const [[name = '', node] = []] = Object.entries(JSON.parse(text))
    return { name, node, text }
  }

  const order = (outTradeNo: string) => ({
    out_trade_no: outTradeNo,
    total_amount: '199.00',
    subject: '春日读诗',
    product_code: 'FAST_INSTANT_TRADE_PAY',
  })
  const addresses = {
    notify_url: 'https://shop.example/payNotify',
    return_url: 'https://shop.example/?from=alipay#/me',
  }

  /** The query of the page's address. */
  const addressOf = (outTradeNo: string, business: object = {}, change: Parameters = {}) =>
    new URLSearchParams(
      parameters('alipay.trade.page.pay', { ...order(outTradeNo), ...business }, { ...addresses, ...change }),
    ).toString()

  async function page(query: string) {
    const response = await fetch(`${address()}${GATEWAY_PATH}?${query}`)
    return { status: response.status, text: await response.text() }
  }

  async function press(button: 'confirm' | 'leave', query: string) {
    const body = new URLSearchParams({ order: query })
    const response = await fetch(`${address()}/alipay/cashier/${button}`, { method: 'POST', body, redirect: 'manual' })
    return { status: response.status, location: response.headers.get('location'), text: await response.text() }
  }

  async function ask(path: string, body: unknown) {
    const response = await fetch(address() + path, { method: 'POST', body: JSON.stringify(body) })
    return { status: response.status, body: await response.json() }
  }

  return {
    clock,
    seller,
    sent,
    call,
    addressOf,
    page,
    press,
    /** The desk's own doors. */
    ask,
    look: () => running.sandbox.look(),
    /** A trade that somebody opened, and paid. */
    async paid(outTradeNo: string, business: object = {}): Promise<void> {
      await press('confirm', addressOf(outTradeNo, business))
      await quiet()
    },

    /** Moves time on, and waits until whatever rang has been answered and written down. */
    async pass(ms: number): Promise<void> {
      clock.advance(ms)
      await quiet()
    },
    quiet,

    /** The sandbox ends, something happens `between`, and another begins on the same file. */
    async restart(between: () => void = () => {}): Promise<void> {
      await running.sandbox.close()
      await running.server.close()
      running.driver.close()
      between()
      running = await started()
      await quiet()
    },

    async close(): Promise<void> {
      await running.sandbox.close()
      await running.server.close()
      running.driver.close()
      rmSync(folder, { recursive: true })
    },
  }
}
export type Desk = Awaited<ReturnType<typeof desk>>

/** Lets what has been begun come to its end: a few turns of the loop are enough where nothing waits for a network. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve, 1))
}
