import { type Facts, Refusal } from './api'
import type { Functions } from './cloud'
import type { Desk } from './desk'
import type { Identity } from './identity'

/**
 * The shop as static files, away from any desk: whoever looks at it is nobody to WeChat. What is open to anyone goes over
 * CloudBase's HTTP access; what needs WeChat is refused here, before anything is sent.
 */

/** Where HTTP access answers, without a slash at its end, as the build wrote it into index.html; null on a desk. */
export const apiAddress = (): string | null =>
  document.querySelector<HTMLMetaElement>('meta[name="xingtan-api"]')?.content ?? null

/** The refusal of everything that needs WeChat. `miniprogram/api/call.ts` knows these words and has kind ones for them. */
export const outsideWeChat = (): Refusal => new Refusal('only inside WeChat')

/** Nobody: what is kept is kept for `guest`, and there is no session to be had. */
export const nobody: Identity = {
  session: () => Promise.reject(outsideWeChat()),
  renew: () => Promise.reject(outsideWeChat()),
  owner: () => 'guest',
}

/** There is no desk: everything that is asked of one needs WeChat. */
export const noDesk: Desk = { post: () => Promise.reject(outsideWeChat()) }

/** The verb that asks WeChat who somebody is. The mini-program sends it before whatever a stranger may not ask. */
const LOGIN = 'login'

async function answerOf(response: Response): Promise<Facts> {
  const body: unknown = await response.json().catch(() => null) // a gateway's own page; the status still tells
  if (typeof body === 'object' && body !== null && 'ok' in body) return { result: body }
  const code = typeof body === 'object' && body !== null && 'code' in body ? ` ${String(body.code)}` : ''
  throw new Refusal(`HTTP access answered ${response.status}${code}`, { errCode: response.status })
}

/** `callFunction` over HTTP access: the body is the input, and the caller is anonymous. `api` has no slash at its end. */
export const httpFunctions =
  (api: string): Functions =>
  async (name, { input }) => {
    if (name === LOGIN) throw outsideWeChat()
    const response = await fetch(`${api}/${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input ?? {}),
    }).catch((error: unknown) => {
      throw new Refusal(`request:fail ${error instanceof Error ? error.message : String(error)}`, { errCode: -1 })
    })
    return answerOf(response)
  }
