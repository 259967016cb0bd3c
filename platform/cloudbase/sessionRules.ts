import { sessionSettings } from './settings'

/** What every session of this shop says of itself, and the key that proves it. */
export const ISSUER = 'xingtan'
export const sessionKey = (): Uint8Array => new TextEncoder().encode(sessionSettings().SESSION_KEY)

/** Where a session is good for: inside WeChat, for the identity it was issued to, or over HTTP. Never both. */
export type SessionKind = 'weChat' | 'web'
