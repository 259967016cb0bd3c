import * as z from 'zod'
import { AppError } from '../contract/errors'
import { Device } from '../contract/webLogin'
import type { Change, Filter, Ports } from '../ports'

/**
 * One browser that is signed in, from its code to its end. It holds a refresh token, `{id}.{secret}`, that each refresh
 * replaces by the next; here are only hashes of the present one and of the one before.
 */
export const WebSession = z.object({
  _id: z.string(),
  userId: z.string(),
  device: Device,
  /** `copied`: somebody came with a token that had been replaced long ago, so two hold it and one of them is a thief. */
  state: z.enum(['open', 'left', 'copied']),
  /** Known to nobody else; the next token is made of it and of the one before. It opens nothing by itself. */
  salt: z.string(),
  hash: z.string(),
  /** Empty at the start. */
  previousHash: z.string(),
  startedAt: z.string(),
  refreshedAt: z.string(),
  expiresAt: z.string(),
})
export type WebSession = z.infer<typeof WebSession>

/** How long a browser stays signed in when nobody comes. */
export const SESSION_TTL_MS = 30 * 24 * 3_600_000

/** An answer may be lost on its way: for so long the token before is answered once more, with the same one as then. */
export const ANSWER_AGAIN_MS = 60_000

type Needs = Pick<Ports, 'store' | 'ids' | 'clock' | 'alert'>

const idIn = (refresh: string): string => refresh.split('.')[0] ?? ''

/** What is asked of signed-in browsers. Every write is one conditional change of one document. */
export const webSessions = ({ store, ids, clock, alert }: Needs) => {
  const hashOf = (refresh: string): string => ids.of('web session', refresh)
  /** The same token always has the same successor, so that asking twice is asking once. */
  const nextOf = ({ _id, salt }: WebSession, refresh: string): string => `${_id}.${ids.of('next', salt, refresh)}`
  const expiryFrom = (now: Date): string => new Date(now.getTime() + SESSION_TTL_MS).toISOString()

  const find = async (id: string): Promise<WebSession | null> =>
    WebSession.nullable().parse(await store.get('webSessions', id))
  const change = async (id: string, when: Filter, set: NonNullable<Change['set']>): Promise<WebSession | null> =>
    WebSession.nullable().parse(await store.change('webSessions', id, when, { set }))

  const wasJustReplaced = (session: WebSession, refresh: string, now: Date): boolean =>
    hashOf(refresh) === session.previousHash && now.getTime() - Date.parse(session.refreshedAt) < ANSWER_AGAIN_MS

  return {
    /** Opens a session and answers its first token. */
    async open(userId: string, device: Device): Promise<string> {
      const now = clock.now()
      const _id = ids.next()
      const refresh = `${_id}.${ids.next()}`
      const session: WebSession = {
        _id,
        userId,
        device,
        state: 'open',
        salt: ids.next(),
        hash: hashOf(refresh),
        previousHash: '',
        startedAt: now.toISOString(),
        refreshedAt: now.toISOString(),
        expiresAt: expiryFrom(now),
      }
      if (!(await store.insert('webSessions', session))) throw new AppError('BUSY')
      return refresh
    },

    /**
     * Replaces a token by the next. One that was replaced long ago ends the session for whoever holds it: its id stands in
     * nothing but its tokens, so only a copy can know it. Refuses: NEED_LOGIN.
     */
    async refresh(refresh: string): Promise<{ userId: string; refresh: string }> {
      const now = clock.now()
      const session = await find(idIn(refresh))
      if (session?.state !== 'open' || session.expiresAt <= now.toISOString()) throw new AppError('NEED_LOGIN')
      const next = nextOf(session, refresh)
      const answer = { userId: session.userId, refresh: next }
      const hash = hashOf(refresh)
      if (hash === session.hash) {
        const at = now.toISOString()
        const set = { hash: hashOf(next), previousHash: hash, refreshedAt: at, expiresAt: expiryFrom(now) }
        if (await change(session._id, { state: 'open', hash }, set)) return answer
        // Another window of the same browser was first, with the same token and so to the same end; or it has left.
        if ((await find(session._id))?.state === 'open') return answer
        throw new AppError('NEED_LOGIN')
      }
      if (wasJustReplaced(session, refresh, now)) return answer
      await change(session._id, { state: 'open' }, { state: 'copied' })
      alert('WEB_SESSION_COPIED', { userId: session.userId })
      throw new AppError('NEED_LOGIN')
    },

    /** Browsers that are signed in, the newest first. */
    async ofPerson(userId: string): Promise<WebSession[]> {
      const at = clock.now().toISOString()
      const found = await store.find('webSessions', { where: { userId }, orderBy: [['startedAt', 'desc']], limit: 100 })
      return found.map((doc) => WebSession.parse(doc)).filter((one) => one.state === 'open' && one.expiresAt > at)
    },

    /** Ends one of this person's, or all of them; answers how many were open. What was issued already runs out by itself. */
    async end(userId: string, sessionId: string | null): Promise<number> {
      const open = await this.ofPerson(userId)
      const chosen = open.filter(({ _id }) => sessionId === null || _id === sessionId)
      const ended = await Promise.all(
        chosen.map(({ _id }) => change(_id, { userId, state: 'open' }, { state: 'left' })),
      )
      return ended.filter(Boolean).length
    },

    leave: (refresh: string) => change(idIn(refresh), { state: 'open' }, { state: 'left' }),
  }
}
