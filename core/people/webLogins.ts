import * as z from 'zod'
import { Agreements, ProviderName } from '../contract/address'
import { Device } from '../contract/webLogin'
import type { Change, Filter, Ports } from '../ports'

/**
 * One attempt to sign a browser in. The ticket is its id and stands in the code that everybody near the screen may see;
 * the secret stays in the browser, and only its hash is here. `taken` is the end: a ticket opens one session.
 */
export const WebLogin = z.object({
  _id: z.string(),
  secretHash: z.string(),
  device: Device,
  /** `out`: the browser was sent to QQ or Weibo. No phone can approve such a one. */
  state: z.enum(['waiting', 'seen', 'approved', 'refused', 'taken', 'out']),
  /** Who approved, empty before; of one that is out, who wants to bind what it brings back, empty for signing in. */
  userId: z.string(),
  startedAt: z.string(),
  expiresAt: z.string(),
  /** Where it went, and what was agreed to before. */
  outside: z.object({ provider: ProviderName, agreements: Agreements.nullable() }).nullable().default(null),
})
export type WebLogin = z.infer<typeof WebLogin>

/** The page of the mini-program that a code opens; the ticket is its scene. */
export const ALLOW_PAGE = 'pages/allow/allow'

/** How long a code may be scanned and approved, and how long the browser may then take to come for its session. */
export const CODE_TTL_MS = 5 * 60_000
export const COLLECT_TTL_MS = 60_000
/** How long somebody may take at QQ or Weibo: they may have to sign in there first. */
export const OUTSIDE_TTL_MS = 15 * 60_000

/** States in which the learner may still decide. */
const UNDECIDED = ['waiting', 'seen'] as const

export const isExpired = ({ expiresAt }: { expiresAt: string }, now: Date): boolean => expiresAt <= now.toISOString()

/** Whether the learner may still say yes or no. */
export const isUndecided = (login: WebLogin, now: Date): boolean =>
  UNDECIDED.some((state) => state === login.state) && !isExpired(login, now)

/** What is asked of attempts. Every write is one conditional change of one document. */
export const webLogins = ({ store, ids, clock }: Pick<Ports, 'store' | 'ids' | 'clock'>) => {
  const change = async (ticket: string, when: Filter, set: NonNullable<Change['set']>): Promise<WebLogin | null> =>
    WebLogin.nullable().parse(await store.change('webLogins', ticket, when, { set }))

  const secretHashOf = (ticket: string, secret: string): string => ids.of('web login', ticket, secret)

  /** Null when there is such a ticket already. */
  async function begin(
    ticket: string,
    secret: string,
    how: Pick<WebLogin, 'device' | 'state' | 'userId' | 'outside'>,
    ttlMs: number,
  ): Promise<WebLogin | null> {
    const now = clock.now()
    const login: WebLogin = {
      _id: ticket,
      secretHash: secretHashOf(ticket, secret),
      ...how,
      startedAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + ttlMs).toISOString(),
    }
    return (await store.insert('webLogins', login)) ? login : null
  }

  return {
    find: async (ticket: string): Promise<WebLogin | null> =>
      WebLogin.nullable().parse(await store.get('webLogins', ticket)),

    isStartedWith: ({ _id, secretHash }: WebLogin, secret: string): boolean => secretHash === secretHashOf(_id, secret),

    start: (ticket: string, secret: string, device: Device) =>
      begin(ticket, secret, { device, state: 'waiting', userId: '', outside: null }, CODE_TTL_MS),

    goOut: (ticket: string, secret: string, from: Pick<WebLogin, 'device' | 'userId' | 'outside'>) =>
      begin(ticket, secret, { ...from, state: 'out' }, OUTSIDE_TTL_MS),

    see: (ticket: string) => change(ticket, { state: 'waiting' }, { state: 'seen' }),

    /** From here the browser has a minute to come for its session. */
    approve: (ticket: string, userId: string) => {
      const now = clock.now()
      return change(
        ticket,
        { state: { in: [...UNDECIDED] }, expiresAt: { gt: now.toISOString() } },
        { state: 'approved', userId, expiresAt: new Date(now.getTime() + COLLECT_TTL_MS).toISOString() },
      )
    },

    refuse: (ticket: string, userId: string) =>
      change(ticket, { state: { in: [...UNDECIDED] } }, { state: 'refused', userId }),

    /** Of two polls at once one takes it. */
    take: (ticket: string) => change(ticket, { state: 'approved' }, { state: 'taken' }),

    /** Of two answers at once one is taken. */
    takeOut: (ticket: string) => change(ticket, { state: 'out' }, { state: 'taken' }),
  }
}
