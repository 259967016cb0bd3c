import { sessionSettings } from './settings'

/** What every session of this shop says of itself, and the key that proves it. */
export const ISSUER = 'xingtan'
export const sessionKey = (): Uint8Array => new TextEncoder().encode(sessionSettings().SESSION_KEY)
