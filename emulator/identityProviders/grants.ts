import { randomBytes } from 'node:crypto'
import type { DeskClock } from '../clock'
import type { Driver } from '../database/driver'
import { records } from '../records'

/** Somebody with an account there. `subject` is what an app knows them by. */
export type Person = { name: string; subject: string }

/** A code that somebody's yes made, or the token it was exchanged for. */
type Grant = Person & { expiresAt: number }

/** "此code会在10分钟内过期" (https://wiki.connect.qq.com/使用authorization_code获取access_token); Weibo says no number. */
const CODE_MS = 10 * 60_000
/** Longer than anybody here keeps a token: it is asked with once. */
const TOKEN_MS = 24 * 3_600_000

/** The codes and tokens of one provider on this desk. */
export function grants(driver: Driver, clock: Pick<DeskClock, 'now'>, provider: string) {
  const codes = records<Grant & { isUsed: boolean }>(driver, `${provider}Code`)
  const tokens = records<Grant>(driver, `${provider}Token`)
  const fresh = (): string => randomBytes(16).toString('hex').toUpperCase()

  return {
    /** After a yes. */
    code(person: Person): string {
      const code = fresh()
      codes.put(code, { ...person, expiresAt: clock.now() + CODE_MS, isUsed: false })
      return code
    },
    /** Exchanges a code, once. */
    exchange(code: string): { token: string; person: Person } | 'used' | 'over' {
      const known = codes.get(code)
      if (!known || known.expiresAt <= clock.now()) return 'over'
      if (known.isUsed) return 'used'
      codes.put(code, { ...known, isUsed: true })
      const token = fresh()
      tokens.put(token, { name: known.name, subject: known.subject, expiresAt: clock.now() + TOKEN_MS })
      return { token, person: known }
    },
    /** Whose token this is. */
    owner(token: string): Person | null {
      const known = tokens.get(token)
      return known && known.expiresAt > clock.now() ? known : null
    },
  }
}
export type Grants = ReturnType<typeof grants>
