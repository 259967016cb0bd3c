import { createSign } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import * as z from 'zod'
import type { DeskClock } from '../clock'
import type { DeskReply, DeskRequest, Route } from '../http'
import { privateKeyOf } from '../keys'
import { gatekeeper } from './authorization'
import type { BillDesk } from './bills'
import { notEmulated, PayRefusal, paramError } from './errors'
import type { CallFault, FaultDesk } from './faults'
import type { Account } from './merchant'
import { nonce } from './numbers'
import type { refunds } from './refunds'
import { parsed, type Transactions } from './transactions'
import type { TransferDesk } from './transfers'

type Answer = { status: number; body?: unknown; file?: Buffer }
/** `base` is the desk's address as the caller knows it, for links. */
type Call = { part: string; query: URLSearchParams; base: string; body(): unknown; isEmpty: boolean }
type Endpoint = { method: 'GET' | 'POST'; path: RegExp; answer(call: Call): Answer }

/** One call of the API as the panel shows it. */
export type LoggedCall = { at: number; method: string; path: string; status: number; code?: string; fault?: string }

// Enough to look back over an afternoon of clicking; in memory only.
const CALLS_KEPT = 200

const ok = (body: unknown): Answer => ({ status: 200, body })

/** The services behind the API. */
export type Behind = {
  orders: Transactions
  money: ReturnType<typeof refunds>
  transfers: TransferDesk
  bills: BillDesk
}

// The whole API this desk knows.
const endpoints = ({ orders, money, transfers, bills }: Behind): Endpoint[] => [
  { method: 'POST', path: /^\/v3\/pay\/transactions\/jsapi$/, answer: ({ body }) => ok(orders.place(body())) },
  {
    method: 'GET',
    path: /^\/v3\/pay\/transactions\/out-trade-no\/([^/]+)$/,
    answer: ({ part, query }) => ok(orders.byOutTradeNo(part, query.get('mchid'))),
  },
  {
    method: 'GET',
    path: /^\/v3\/pay\/transactions\/id\/([^/]+)$/,
    answer: ({ part, query }) => ok(orders.byTransactionId(part, query.get('mchid'))),
  },
  {
    method: 'POST',
    path: /^\/v3\/pay\/transactions\/out-trade-no\/([^/]+)\/close$/,
    answer({ part, body }) {
      orders.close(part, body())
      return { status: 204 }
    },
  },
  { method: 'POST', path: /^\/v3\/refund\/domestic\/refunds$/, answer: ({ body }) => ok(money.ask(body())) },
  {
    method: 'GET',
    path: /^\/v3\/refund\/domestic\/refunds\/([^/]+)$/,
    answer: ({ part }) => ok(money.look(part)),
  },
  {
    method: 'POST',
    path: /^\/v3\/pay\/transactions\/native$/,
    answer: ({ body }) => ok(orders.placeNative(body())),
  },
  {
    method: 'POST',
    path: /^\/v3\/pay\/transactions\/h5$/,
    answer: ({ body, base }) => ok(orders.placeH5(body(), base)),
  },
  { method: 'GET', path: /^\/v3\/bill\/tradebill$/, answer: ({ query, base }) => ok(bills.trade(query, base)) },
  { method: 'GET', path: /^\/v3\/bill\/fundflowbill$/, answer: ({ query, base }) => ok(bills.funds(query, base)) },
  {
    method: 'GET',
    path: /^\/v3\/billdownload\/file$/,
    answer: ({ query }) => ({ status: 200, file: bills.file(query.get('token')) }),
  },
  {
    method: 'POST',
    path: /^\/v3\/fund-app\/mch-transfer\/transfer-bills$/,
    answer: ({ body }) => ok(transfers.start(body())),
  },
  {
    method: 'GET',
    path: /^\/v3\/fund-app\/mch-transfer\/transfer-bills\/out-bill-no\/([^/]+)$/,
    answer: ({ part }) => ok(transfers.look(part)),
  },
  {
    method: 'POST',
    path: /^\/v3\/fund-app\/mch-transfer\/transfer-bills\/out-bill-no\/([^/]+)\/cancel$/,
    answer({ part, body, isEmpty }) {
      // Without a body, or with an empty object (4013778940).
      if (!isEmpty) parsed(z.strictObject({}), body())
      return ok(transfers.cancel(part))
    },
  },
  {
    method: 'GET',
    path: /^\/v3\/certificates$/,
    answer() {
      // A merchant in public-key mode has no platform certificates; libraries that ask for them must meet this.
      const text =
        '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。可查看指引 https://pay.weixin.qq.com/doc/v3/merchant/4012153196'
      throw new PayRefusal(404, 'RESOURCE_NOT_EXISTS', text)
    },
  },
]

/** The body of a request; PARAM_ERROR when it is not JSON. */
export function jsonIn(request: DeskRequest): unknown {
  try {
    return JSON.parse(request.body.toString('utf8'))
  } catch {
    throw paramError('参数错误', { field: '/', issue: 'the body is not JSON', location: 'body' })
  }
}

const refusalOf = (error: unknown): Answer => {
  if (!(error instanceof PayRefusal)) throw error
  const { status, code, message, detail } = error
  return { status, body: { code, message, ...(detail ? { detail } : {}) } }
}

const codeIn = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : undefined

/** The API under /v3/: every request is checked, every reply signed with WeChat Pay's key. */
export function api(who: Account, clock: DeskClock, faults: FaultDesk, behind: Behind) {
  const known = endpoints(behind)
  const check = gatekeeper(who.merchant, who.merchant.certificate)
  const calls: LoggedCall[] = []

  function answered(request: DeskRequest): Answer {
    const { method, url } = request
    try {
      check(request, clock.now())
      const here = known.filter(({ path }) => path.test(url.pathname))
      if (here.length === 0) throw notEmulated(`${method} ${url.pathname}`)
      const endpoint = here.find((one) => one.method === method)
      if (!endpoint) throw new PayRefusal(405, 'METHOD_NOT_ALLOWED', `${method} ${url.pathname}`)
      const part = decodeURIComponent(endpoint.path.exec(url.pathname)?.[1] ?? '')
      return endpoint.answer({
        part,
        query: url.searchParams,
        base: `http://${request.headers.host}`,
        body: () => jsonIn(request),
        isEmpty: request.body.length === 0,
      })
    } catch (error) {
      return refusalOf(error)
    }
  }

  /** Every reply is signed but a file's. */
  function signed({ status, body, file }: Answer, falsely: boolean): DeskReply {
    if (file) {
      // Nobody signs it: a false one is another file. Packed or not, a packed space behind it makes it one.
      const bytes = falsely ? Buffer.concat([file, gzipSync(' ')]) : file
      return { status, headers: { 'content-type': 'application/octet-stream' }, body: bytes }
    }
    const text = body === undefined ? '' : JSON.stringify(body)
    const timestamp = String(Math.floor(clock.now() / 1000))
    const salt = nonce()
    const signature = createSign('RSA-SHA256').update(`${timestamp}\n${salt}\n${text}\n${falsely ? 'x' : ''}`)
    return {
      status,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
        'content-language': 'zh-CN',
        'request-id': nonce(),
        'wechatpay-nonce': salt,
        'wechatpay-serial': who.merchant.publicKeyId,
        'wechatpay-signature': signature.sign(privateKeyOf(who.platformPrivateKey), 'base64'),
        'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
        'wechatpay-timestamp': timestamp,
      },
      body: text,
    }
  }

  function log({ method, url }: DeskRequest, { status, body }: Answer, fault: CallFault | undefined): void {
    const told = fault && (fault.drop ? `drop ${fault.drop}` : fault.badSignature ? 'badSignature' : 'ordered')
    calls.push({ at: clock.now(), method, path: url.pathname, status, code: codeIn(body), fault: told })
    calls.splice(0, calls.length - CALLS_KEPT)
  }

  async function handle(request: DeskRequest): Promise<DeskReply> {
    const fault = faults.calls.take(({ path }) => request.url.pathname.includes(path))
    if (fault?.delayMs) await pause(fault.delayMs)
    if (fault?.drop === 'before') {
      log(request, { status: 0 }, fault)
      request.raw.socket.destroy()
      return { status: 500 }
    }
    const answer = fault?.status
      ? { status: fault.status, body: { code: fault.code, message: '系统异常，请稍后重试' } }
      : answered(request)
    log(request, answer, fault)
    if (fault?.drop === 'after') request.raw.socket.destroy()
    return signed(answer, fault?.badSignature ?? false)
  }

  const routes: Route[] = [{ path: '/v3/', handle }]
  return { routes, calls: () => [...calls] }
}
