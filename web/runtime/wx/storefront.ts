import { type Facts, Refusal } from './api'
import type { Functions } from './cloud'
import type { Desk } from './desk'
import type { Identity } from './identity'
import type { WebSession } from './webSession'

/**
 * The shop as static files, away from any desk: WeChat does not tell who looks at it. What is open to anyone goes over
 * CloudBase's HTTP access; for a learner's own things a person signs in with a code (webSession.ts); what only WeChat can do is
 * refused here, before anything is sent.
 */

const metaOf = (name: string): string | null =>
  document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? null

/** Where HTTP access answers, without a slash at its end, as the build wrote it into index.html; null on a desk. */
export const apiAddress = (): string | null => metaOf('xingtan-api')

/** Where the mini-program itself opens in a browser, with a slash at its end, on a desk that shows a storefront too; else null. */
export const phoneAddress = (): string | null => metaOf('xingtan-phone')

/** The refusal of everything that needs WeChat. `miniprogram/api/call.ts` knows these words and has kind ones for them. */
export const outsideWeChat = (): Refusal => new Refusal('only inside WeChat')

/** Nobody to WeChat: there is no session of WeChat's to be had. What is kept is kept for who has signed in, or for a guest. */
export const outsider = ({ owner }: Pick<WebSession, 'owner'>): Identity => ({
  session: () => Promise.reject(outsideWeChat()),
  renew: () => Promise.reject(outsideWeChat()),
  owner,
})

/** There is no desk: everything that is asked of one needs WeChat. */
export const noDesk: Desk = { post: () => Promise.reject(outsideWeChat()) }

/** The verb that asks who somebody is. The mini-program sends it before whatever a stranger may not ask. */
const LOGIN = 'login'

/** Verbs that HTTP access does not know: names and pictures are checked for a person of WeChat's, and money goes to one. */
const onlyInWeChat: ReadonlySet<string> = new Set(['updateProfile', 'approveWebLogin', 'teacherIncome', 'withdraw'])

async function answerOf(response: Response): Promise<Facts> {
  const body: unknown = await response.json().catch(() => null) // a gateway's own page; the status still tells
  if (typeof body === 'object' && body !== null && 'ok' in body) return body as Facts // an object is one of facts
  const code = typeof body === 'object' && body !== null && 'code' in body ? ` ${String(body.code)}` : ''
  throw new Refusal(`HTTP access answered ${response.status}${code}`, { errCode: response.status })
}

/** Asks one function over HTTP access and answers what it said; `session` is one of the web. `api` has no slash at its end. */
export type Ask = (name: string, input: unknown, session?: string) => Promise<Facts>

export const httpAccess =
  (api: string): Ask =>
  async (name, input, session) => {
    const response = await fetch(`${api}/${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(session && { authorization: `Bearer ${session}` }) },
      body: JSON.stringify(input ?? {}),
    }).catch((error: unknown) => {
      throw new Refusal(`request:fail ${error instanceof Error ? error.message : String(error)}`, { errCode: -1 })
    })
    return answerOf(response)
  }

const isSessionRefused = ({ ok, error }: Facts): boolean =>
  ok === false && typeof error === 'object' && error !== null && 'code' in error && error.code === 'NEED_LOGIN'

/** What somebody agreed to, and which account is theirs, stands in their session: after these words it is another one. */
const CHANGES_SESSION = ['agree', 'withdraw', 'join']
const changesSession = (name: string, input: unknown): boolean =>
  name === 'account' &&
  typeof input === 'object' &&
  input !== null &&
  'action' in input &&
  CHANGES_SESSION.some((action) => action === input.action)

/** `callFunction` over HTTP access. The verb `login` is answered here, from the session of the web: HTTP access has none. */
export const httpFunctions =
  (ask: Ask, web: WebSession): Functions =>
  async (name, { input, session, isUnasked }) => {
    if (name === LOGIN) return { result: await web.login({ isAsked: isUnasked !== true }) }
    if (onlyInWeChat.has(name)) throw outsideWeChat()
    const token = typeof session === 'string' ? session : undefined
    const answer = await ask(name, input, token)
    if (token && (isSessionRefused(answer) || changesSession(name, input))) web.refused(token)
    return { result: answer }
  }
