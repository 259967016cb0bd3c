import { createSign, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deskClock } from '../clock'
import { openDriver } from '../database/driver'
import { listen } from '../http'
import { records } from '../records'
import type { Sealed } from './letter'
import { type Account, keptAccount, takeOver } from './merchant'
import type { FetchNotice } from './postman'
import { weChatPaySandbox } from './service'

// RSA keys take a third of a second to make: once for a whole file of tests.
let account: Account | undefined

/** For tests: a desk with nothing but WeChat Pay on it, and a merchant who signs by hand what it sends. */
export async function desk(answer: FetchNotice = async () => ({ status: 200 })) {
  const folder = mkdtempSync(join(tmpdir(), 'wechat-pay-'))
  const clock = deskClock()
  const sent: (Sealed & { url: string; at: number })[] = []

  const started = async () => {
    const driver = openDriver(join(folder, 'desk.db'))
    if (account && !keptAccount(driver)) takeOver(driver, account)
    const sandbox = weChatPaySandbox({
      driver,
      clock,
      identify: (request) => request.headers['x-openid'],
      async fetchNotice(url, letter) {
        sent.push({ url, body: letter.body, headers: letter.headers, at: clock.now() })
        return answer(url, letter)
      },
    })
    account ??= keptAccount(driver)
    return { driver, sandbox, server: await listen(sandbox.routes, 0) }
  }
  let running = await started()
  const { merchant } = running.sandbox

  type Change = { headers?: Record<string, string | undefined>; authorization?: Record<string, string>; key?: string }

  /** The headers and the body of a call of the API, signed as the service asks; `change` breaks it. */
  function signed(method: 'GET' | 'POST', path: string, body?: unknown, change: Change = {}) {
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
    const timestamp = change.authorization?.timestamp ?? String(Math.floor(clock.now() / 1000))
    const nonce = change.authorization?.nonce_str ?? randomBytes(16).toString('hex')
    const signature = createSign('RSA-SHA256')
      .update(`${method}\n${path}\n${timestamp}\n${nonce}\n${text}\n`)
      .sign(change.key ?? merchant.privateKey, 'base64')
    const fields = {
      mchid: merchant.mchid,
      nonce_str: nonce,
      timestamp,
      serial_no: merchant.serial,
      signature,
      ...change.authorization,
    }
    const list = Object.entries(fields).map(([name, value]) => `${name}="${value}"`)
    const headers: Record<string, string | undefined> = {
      accept: 'application/json',
      'accept-language': 'zh-CN',
      'user-agent': 'a shop',
      'content-type': 'application/json',
      authorization: `WECHATPAY2-SHA256-RSA2048 ${list.join(',')}`,
      ...change.headers,
    }
    return { text, headers }
  }

  async function call(method: 'GET' | 'POST', path: string, body?: unknown, change: Change = {}) {
    const { text, headers } = signed(method, path, body, change)
    return asked(method, path, text, headers)
  }

  async function asked(method: string, path: string, text: string, headers: Record<string, string | undefined>) {
    const response = await fetched(method, path, text, headers)
    const answered = await response.text()
    return { status: response.status, body: answered === '' ? undefined : JSON.parse(answered) }
  }

  function fetched(method: string, path: string, text: string, headers: Record<string, string | undefined>) {
    const given = Object.entries(headers).filter((one): one is [string, string] => one[1] !== undefined)
    return fetch(`http://127.0.0.1:${running.server.port}${path}`, {
      method,
      headers: given,
      ...(method === 'GET' ? {} : { body: text }),
    })
  }

  return {
    clock,
    merchant,
    sent,
    call,
    /** A file of the API: nobody signs it, so its headers are of interest too. */
    async file(url: string, change: Change = {}) {
      const { pathname, search } = new URL(url)
      const { headers } = signed('GET', pathname + search, undefined, change)
      const response = await fetched('GET', pathname + search, '', headers)
      const names = [...response.headers.keys()]
      return { status: response.status, names, bytes: Buffer.from(await response.arrayBuffer()) }
    },
    place: (outTradeNo: string, change: object = {}) =>
      call('POST', '/v3/pay/transactions/jsapi', {
        appid: merchant.appid,
        mchid: merchant.mchid,
        description: '春日读诗',
        out_trade_no: outTradeNo,
        notify_url: 'https://shop.example/payNotify',
        amount: { total: 19900, currency: 'CNY' },
        payer: { openid: 'oMei' },
        ...change,
      }),
    query: (outTradeNo: string) =>
      call('GET', `/v3/pay/transactions/out-trade-no/${outTradeNo}?mchid=${merchant.mchid}`),
    /** The desk's own doors. */
    ask: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      asked('POST', path, JSON.stringify(body), headers),
    clear: (path: string) => asked('DELETE', path, '', {}),
    look: () => running.sandbox.look(),
    lookTransfers: () => running.sandbox.lookTransfers(),

    /** Writes one record on disk anew, as another version of the desk would have. */
    change(kind: string, id: string, how: (record: Record<string, unknown>) => Record<string, unknown>): void {
      const kept = records<Record<string, unknown>>(running.driver, kind)
      const record = kept.get(id)
      if (record) kept.put(id, how(record))
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
