import { createHash, randomBytes } from 'node:crypto'
import type { Driver } from '../database/driver'
import type { DeskRequest } from '../http'
import { records } from '../records'

/** A WeChat identity of this desk: someone who can open the shop. `colour` stands for a picture until there is one. */
export type Account = {
  openid: string
  unionid: string
  nickname: string
  colour: string
  avatar?: string
  createdAt: string
}

/** The session header of the shop in the browser; it is what WeChat itself knows inside the app. */
export const SESSION_HEADER = 'x-wechat-session'

// The three who are always there, so that a first visitor can begin, and a second can be invited by the first.
const SEEDS = [
  { nickname: '小梅', colour: '#C8553D' },
  { nickname: '老周', colour: '#3E6B89' },
  { nickname: '阿宁', colour: '#5B8C5A' },
]
const COLOURS = ['#C8553D', '#3E6B89', '#5B8C5A', '#8A6FA8', '#C58B2A', '#4C8C8A']

/** wx.login's code lives five minutes and works once (code2Session). */
const CODE_LIVES_MS = 5 * 60_000

export type Accounts = {
  all(): Account[]
  find(openid: string): Account | undefined
  create(nickname: string, looks?: { colour?: string; avatar?: string }): Account
  /** A new session of this account: an opaque token that survives a restart. Undefined when nobody has this openid. */
  openSession(openid: string): string | undefined
  endSession(session: string): void
  identify(request: Pick<DeskRequest, 'headers'>): Account | undefined
  /** The code `wx.login` gives. */
  loginCode(openid: string): string
  /** Whom a code stands for; it works once. */
  redeemCode(code: string): Account | undefined
}

/** An openid as WeChat's look: 28 characters beginning with `o`. Seeds are derived, so that two desks have the same three. */
const openidFrom = (bytes: Buffer): string => `o${bytes.toString('base64url').slice(0, 27)}`

export function openAccounts(driver: Driver, now: () => number): Accounts {
  const accounts = records<Account & { place: number }>(driver, 'account')
  const sessions = records<{ openid: string }>(driver, 'session')
  const codes = records<{ openid: string; until: number }>(driver, 'loginCode')

  function add(nickname: string, openid: string, looks: { colour: string; avatar?: string }): Account {
    const unionid = openidFrom(createHash('sha256').update(`union ${openid}`).digest())
    const account: Account = { openid, unionid, nickname, ...looks, createdAt: new Date(now()).toISOString() }
    accounts.put(openid, { ...account, place: accounts.all().length })
    return account
  }

  if (accounts.all().length === 0) {
    for (const { nickname, colour } of SEEDS) {
      add(nickname, openidFrom(createHash('sha256').update(`desk ${nickname}`).digest()), { colour })
    }
  }

  for (const { id, value } of codes.all()) if (value.until < now()) codes.remove(id)

  const shown = ({ place: _, ...account }: Account & { place: number }): Account => account
  function find(openid: string): Account | undefined {
    const account = accounts.get(openid)
    return account && shown(account)
  }

  return {
    all: () =>
      accounts
        .all()
        .map(({ value }) => value)
        .sort((a, b) => a.place - b.place)
        .map(shown),
    find,
    create(nickname, { colour, avatar } = {}) {
      const next = COLOURS[accounts.all().length % COLOURS.length] ?? '#3E6B89'
      return add(nickname, openidFrom(randomBytes(24)), { colour: colour ?? next, ...(avatar ? { avatar } : {}) })
    },
    openSession(openid) {
      if (!accounts.get(openid)) return undefined
      const session = randomBytes(24).toString('base64url')
      sessions.put(session, { openid })
      return session
    },
    endSession: (session) => sessions.remove(session),
    identify({ headers }) {
      const session = sessions.get(headers[SESSION_HEADER] ?? '')
      return session && find(session.openid)
    },
    loginCode(openid) {
      const code = randomBytes(24).toString('base64url')
      codes.put(code, { openid, until: now() + CODE_LIVES_MS })
      return code
    },
    redeemCode(code) {
      const found = codes.get(code)
      if (!found) return undefined
      codes.remove(code)
      return found.until >= now() ? find(found.openid) : undefined
    },
  }
}
