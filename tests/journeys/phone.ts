import type { Answer, Input, Output, Verb } from '../../core/contract'
import type { ErrorCode } from '../../core/contract/errors'
import type { PayParams } from '../../core/contract/shapes'

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

/** One person's WeChat on this desk: signs in, calls functions as the mini-program does, pays at the sandbox's sheet. */
export async function phone(deskUrl: string, nickname: string) {
  const made = await (await post(`${deskUrl}/wechat/accounts`, { nickname })).json()
  const openid: string = made.openid ?? made.account.openid
  const opened = await (await post(`${deskUrl}/wechat/session`, { openid })).json()
  const headers = { 'x-wechat-session': String(opened.session) }
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

  return {
    openid,
    /** What WeChat knows this phone by; the browser keeps it under `xingtan.session`. */
    weChatSession: headers['x-wechat-session'],
    raw,
    call,
    get session() {
      return session
    },
    async signIn() {
      const { profile, session: issued } = await call('login', {})
      session = issued.token
      return profile
    },
    /** Opens the pay sheet and confirms. */
    async pay(params: PayParams): Promise<void> {
      for (const step of ['cashier', 'cashier/confirm']) {
        const reply = await post(`${deskUrl}/wechatPay/${step}`, params, headers)
        if (!reply.ok) throw new Error(`the pay sheet refused: ${await reply.text()}`)
      }
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
