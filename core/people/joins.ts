import * as z from 'zod'
import { AppError } from '../contract/errors'
import type { Ports } from '../ports'
import { identities } from './identities'
import { isEmpty } from './personalData'
import { User } from './user'
import { webSessions } from './webSessions'

/** An account that held nothing and became another one: its ways in lead there now. The id is the account that is given up. */
const Join = z.object({
  _id: z.string(),
  into: z.string(),
  /** `moving` until every way in has moved; `watched` until no session of it can be in use any more. */
  state: z.enum(['moving', 'watched', 'done']),
  askedAt: z.string(),
  dueAt: z.string().nullable(),
})
type Join = z.infer<typeof Join>

type Needs = Pick<Ports, 'store' | 'ids' | 'clock' | 'alert'>

/** Longer than any session that was issued before lives (two hours in WeChat). */
const WATCHED_MS = 150 * 60_000
const MOST = 50

/**
 * Joining never moves anything of worth: an account is only given up while it holds nothing (docs/decisions). What is written
 * first is the intention; each step after it may be done again, by the timer if nobody else does.
 */
export const joins = (ports: Needs) => {
  const { store, clock, alert } = ports

  async function move(join: Join): Promise<void> {
    const { _id: from, into } = join
    const ways = await identities(ports).ofPerson(from)
    for (const { _id } of ways) await identities(ports).move(_id, from, into)
    await store.change('users', from, {}, { set: { joinedTo: into } })
    await webSessions(ports).end(from, null)
    const dueAt = new Date(clock.now().getTime() + WATCHED_MS).toISOString()
    await store.change('joins', from, { state: 'moving' }, { set: { state: 'watched', dueAt } })
  }

  /** Somebody who was still signed in may have bought something in the last minutes of the account: a person must look. */
  async function watch({ _id, into }: Join): Promise<void> {
    if (!(await isEmpty(ports, _id))) alert('JOINED_WITH_THINGS', { from: _id, into })
    await store.change('joins', _id, { state: 'watched' }, { set: { state: 'done', dueAt: null } })
  }

  return {
    /** Gives `from` up for `into`. Refuses: ADDRESS_TAKEN when `from` holds something, or `into` is being closed. */
    async join(from: string, into: string): Promise<void> {
      const other = User.nullable().parse(await store.get('users', into))
      if (!other || other.closesAt || other.closedAt) throw new AppError('ADDRESS_TAKEN', { reason: 'closing' })
      if (!(await isEmpty(ports, from))) throw new AppError('ADDRESS_TAKEN', { reason: 'both' })
      const at = clock.now().toISOString()
      const fresh: Join = { _id: from, into, state: 'moving', askedAt: at, dueAt: at }
      const join = (await store.insert('joins', fresh)) ? fresh : Join.parse(await store.get('joins', from))
      // An account is given up once: where to was said the first time.
      if (join.into !== into) throw new AppError('ADDRESS_TAKEN', { reason: 'joined' })
      await move(join)
    },

    /** Takes up what was left half done, and looks back at what is done; answers how many. */
    async sweep(): Promise<number> {
      const due = await store.find('joins', {
        where: { dueAt: { lte: clock.now().toISOString() } },
        orderBy: [['dueAt', 'asc']],
        limit: MOST,
      })
      for (const doc of due) {
        const join = Join.parse(doc)
        if (join.state === 'moving') await move(join)
        else await watch(join)
      }
      return due.length
    },
  }
}
