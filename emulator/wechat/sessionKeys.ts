import { createHmac, randomBytes } from 'node:crypto'
import type { DeskClock } from '../clock'
import type { Driver } from '../database/driver'
import { records } from '../records'

/** How long a session key stays good on this desk; WeChat does not say, and shops have met three days. */
const LIVES_MS = 3 * 24 * 3_600_000

/** Enough to tell a signature of yesterday from a false one. */
const FORMER_KEPT = 5

type Kept = { key: string; until: number; former: string[] }

/** The session keys of the mini-program's users: what code2Session answers, and what a user's signature is made with. */
export function sessionKeys(driver: Driver, clock: DeskClock) {
  const kept = records<Kept>(driver, 'sessionKey')

  const isGood = ({ until }: Kept): boolean => until > clock.now()

  return {
    /** The key of code2Session: the same at every login while it is good, a new one afterwards. */
    current(openid: string): string {
      const found = kept.get(openid)
      if (found && isGood(found)) return found.key
      const former = found ? [found.key, ...found.former].slice(0, FORMER_KEPT) : []
      const fresh = { key: randomBytes(16).toString('base64'), until: clock.now() + LIVES_MS, former }
      kept.put(openid, fresh)
      return fresh.key
    },

    /** WeChat ends a session when it likes: the next login has a new key. */
    end(openid: string): void {
      const found = kept.get(openid)
      if (found) kept.put(openid, { ...found, until: clock.now() })
    },

    /** Whether this is the user's signature over these bytes: `over` when it was made with a key that has ended, or none is there. */
    judge(openid: string, bytes: Buffer | string, signature: string): 'good' | 'over' | 'false' {
      const found = kept.get(openid)
      if (!found) return 'over'
      const isBy = (key: string) => createHmac('sha256', key).update(bytes).digest('hex') === signature
      if (isGood(found)) return isBy(found.key) ? 'good' : found.former.some(isBy) ? 'over' : 'false'
      return [found.key, ...found.former].some(isBy) ? 'over' : 'false'
    },
  }
}
export type SessionKeys = ReturnType<typeof sessionKeys>
