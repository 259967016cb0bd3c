import type { Identity } from './identity'

/** A reply of the desk: its status and what it says; `body` is null when it is not JSON. */
export type DeskReply = { status: number; body: unknown }

/** Speaks to the desk for the WeChat user in force. Rejects only when the desk cannot be reached. */
export type Desk = { post(path: string, body: unknown, signal?: AbortSignal): Promise<DeskReply> }

const UNAUTHORIZED = 401

const bodyOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null // a gateway's own page; the status still tells
  }
}

/** `base` is the desk's origin, '' for the page's own. A refused session (401) is asked for again, once. */
export function deskOf(base: string, identity: Identity): Desk {
  async function send(path: string, body: unknown, session: string, signal?: AbortSignal): Promise<DeskReply> {
    const response = await fetch(base + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-wechat-session': session },
      body: JSON.stringify(body),
      signal: signal ?? null,
    })
    return { status: response.status, body: bodyOf(await response.text()) }
  }
  return {
    async post(path, body, signal) {
      const session = await identity.session()
      const reply = await send(path, body, session, signal)
      if (reply.status !== UNAUTHORIZED) return reply
      return send(path, body, await identity.renew(session), signal)
    },
  }
}

/** The words of a refusal: the desk's own when it gave some, else the status. */
export function wordsOf({ status, body }: DeskReply): string {
  const { message, errMsg } = (body ?? {}) as { message?: unknown; errMsg?: unknown } // JSON of the desk, checked here
  if (typeof errMsg === 'string' && errMsg) return errMsg
  if (typeof message === 'string' && message) return message
  return `the desk answered ${status}`
}

/** Whether a reply means yes. */
export const isFine = ({ status }: DeskReply): boolean => status >= 200 && status < 300
