import type { Answer, Input, Output, Verb } from '../../core/contract'
import type { ErrorCode } from '../../core/contract/errors'
import type { PaySheet } from '../../core/contract/shapes'
import type { Desk } from '../../emulator/desk'

/** A refusal as a client sees it. */
export class Refused extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly facts: unknown,
  ) {
    super(code)
  }
}

const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

/** A newcomer's WeChat on this desk. */
export async function phone(deskUrl: string, nickname: string) {
  const { openid } = await (await post(`${deskUrl}/wechat/accounts`, { nickname })).json()
  return phoneOf(deskUrl, openid)
}

/**
 * One more phone of somebody who has a WeChat on this desk: signs in, calls functions as the mini-program does, pays at the
 * sandbox's sheet.
 */
export async function phoneOf(deskUrl: string, openid: string) {
  const opened = await post(`${deskUrl}/wechat/session`, { openid })
  if (!opened.ok) throw new Error(`no session of WeChat: ${await opened.text()}`)
  const headers = { 'x-wechat-session': String((await opened.json()).session) }
  let session = ''

  /** Exactly what is given goes to the function: for callers who do not play by the contract. */
  async function raw(verb: string, data: Record<string, unknown>): Promise<unknown> {
    const reply = await (await post(`${deskUrl}/cloud/${verb}`, { data }, headers)).json()
    if (!('result' in reply)) throw new Error(`${verb}: ${JSON.stringify(reply)}`)
    return reply.result
  }

  async function call<V extends Verb>(verb: V, input: Input<V>): Promise<Output<V>> {
    // As the mini-program does: signing in is done without a session.
    const data = verb === 'login' ? { input } : { input, session }
    const answer = (await raw(verb, data)) as Answer<V>
    if (!answer.ok) throw new Refused(answer.error.code, answer.error.facts)
    return answer.data
  }

  /** Agrees to the texts of now, and goes on with a session that says so. */
  async function agree(): Promise<void> {
    const seen = await call('account', { action: 'look' })
    if (seen.action !== 'look' || seen.agreedAt) return
    await call('account', { action: 'agree', agreements: seen.agreements })
    session = (await call('login', {})).session.token
  }

  /** Opens the sheet inside WeChat, and answers how to confirm it. */
  async function openSheet(sheet: PaySheet, kind: 'android' | 'ios' = 'android'): Promise<() => Promise<void>> {
    if (!('params' in sheet)) throw new Error(`a ${sheet.method} sheet is not paid inside WeChat`)
    const at = sheet.method === 'jsapi' ? 'wechatPay' : 'virtualPay'
    const look = await post(`${deskUrl}/${at}/cashier`, sheet.params, headers)
    if (!look.ok) throw new Error(`the pay sheet refused: ${await look.text()}`)
    const { token } = await look.json()
    const confirmed = sheet.method === 'jsapi' ? sheet.params : { ...sheet.params, token, phone: kind }
    return async () => {
      const paid = await post(`${deskUrl}/${at}/cashier/confirm`, confirmed, headers)
      if (!paid.ok) throw new Error(`the pay sheet refused: ${await paid.text()}`)
    }
  }

  return {
    openid,
    /** What WeChat knows this phone by; the browser keeps it under `xingtan.session`. */
    weChatSession: headers['x-wechat-session'],
    raw,
    call,
    get session() {
      return session
    },
    /** Signs in; whoever has not agreed yet does so, unless they would rather not. */
    async signIn({ agrees = true } = {}) {
      const { profile, session: issued } = await call('login', {})
      session = issued.token
      if (agrees) await agree()
      return profile
    },
    agree,
    /** What `wx.login` gives, good once and for five minutes. */
    async loginCode(): Promise<string> {
      return (await (await post(`${deskUrl}/wechat/login`, {}, headers)).json()).code
    },
    openSheet,
    /** Opens the sheet inside WeChat and confirms; of virtual payment as the kind of phone that is told. */
    async pay(sheet: PaySheet, kind: 'android' | 'ios' = 'android'): Promise<void> {
      const confirm = await openSheet(sheet, kind)
      await confirm()
    },
    subscribe: (templateIds: string[]) =>
      post(`${deskUrl}/wechat/subscribe`, { templateIds, decision: 'accept' }, headers),
  }
}
export type Phone = Awaited<ReturnType<typeof phone>>

export const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no refusal',
    (error) => (error instanceof Refused ? error.code : error),
  )

/** Asks until the answer pleases, a little later each time; the desk's work after an answer takes a moment. */
export async function until<T>(ask: () => Promise<T> | T, pleases: (answer: T) => boolean, ms = 8000): Promise<T> {
  const end = Date.now() + ms
  for (;;) {
    const answer = await ask()
    if (pleases(answer)) return answer
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(answer)} after ${ms} ms`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

type Passing = Pick<Desk, 'clock'> & { functions: Pick<Desk['functions'], 'quiet'> }

/** Lets minutes pass, and in each of them the desk do what is to be done, until the answer pleases. */
export async function inTime<T>(
  { clock, functions }: Passing,
  ask: () => Promise<T> | T,
  pleases: (answer: T) => boolean,
  minutes = 60,
): Promise<T> {
  for (let passed = 1; ; passed += 1) {
    clock.advance(60_000)
    await functions.quiet()
    const answer = await ask()
    if (pleases(answer)) return answer
    if (passed === minutes) throw new Error(`still ${JSON.stringify(answer)} after ${minutes} minutes`)
  }
}
