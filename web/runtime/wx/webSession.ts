import { type Facts, Refusal } from './api'
import { dataOf, type SignedIn, signedInOf } from './signedIn'
import { type Ask, outsideWeChat } from './storefront'

/** Where a signed-in browser keeps itself, apart from everything a desk's WeChat keeps at the same origin. */
export const SIGNED_IN_KEY = 'xingtan.web.signedIn'
/** Longer than the margin with which the mini-program asks (miniprogram/api/call.ts), or it would be given the same again. */
const MARGIN_MS = 2 * 60_000
/** What was studied and is not reported yet belongs to the learner also after signing out. */
const KEPT_AFTER_LEAVING = 'beats'

/** Shows a code until its owner has let this browser in; null when the person leaves. */
export type SignInByCode = () => Promise<SignedIn | null>

/** The answer to the verb `login`, as `core/contract/login.ts` describes it. */
type LoginAnswer =
  | {
      ok: true
      data: {
        profile: SignedIn['profile']
        isNew: boolean
        roles: []
        isTeacher: false
        session: SignedIn['session']
      }
    }
  | { ok: false; error: { code: 'NEED_LOGIN'; requestId: string } }

export type WebSession = {
  /**
   * Who sits here, from what is kept, renewed when it has run out; a stranger is shown a code when `isAsked`. A stranger who leaves is answered
   * NEED_LOGIN. Refuses when nobody asked for it, and when the cloud is not reached.
   */
  login(wish: { isAsked: boolean }): Promise<LoginAnswer>
  /** The cloud said no to this session: the next `login` renews it. */
  refused(token: string): void
  isSignedIn(): boolean
  /** Whose things are kept. */
  owner(): string
  /** Takes the session back and forgets what was kept of this person. */
  leave(): Promise<void>
}

/** The office and the teachers' pages are open inside WeChat only: on the web nobody is shown their doors. */
const answerFor = ({ profile, session }: SignedIn): LoginAnswer => ({
  ok: true,
  data: { profile, isNew: false, roles: [], isTeacher: false, session },
})

/** One window at a time, where the browser can: two would come with the same token. */
const alone = <T>(run: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? navigator.locks.request('xingtan.web', run) : run()

/** The person in front of a storefront. */
export function webSession(
  place: Storage,
  ask: Ask,
  signInByCode: SignInByCode,
  /** Somebody who just came back from QQ or Weibo: whoever asks who sits here waits for it. */
  arriving: Promise<SignedIn | null> = Promise.resolve(null),
): WebSession {
  let asking: Promise<LoginAnswer> | null = null

  function held(): SignedIn | null {
    try {
      return signedInOf(JSON.parse(place.getItem(SIGNED_IN_KEY) ?? 'null'))
    } catch {
      return null // somebody else's text under our key
    }
  }
  const keep = (signedIn: SignedIn): void => place.setItem(SIGNED_IN_KEY, JSON.stringify(signedIn))
  const arrived = arriving.then((signedIn) => {
    if (signedIn) keep(signedIn)
  })
  const isFresh = ({ session }: SignedIn): boolean => Date.parse(session.expiresAt) - MARGIN_MS > Date.now()

  /** Renews what is held; null when it can no longer be renewed, and then it is forgotten. */
  async function renewed(): Promise<SignedIn | null> {
    const before = held() // another window may have renewed it while this one waited
    if (!before || isFresh(before)) return before
    const answer = dataOf(await ask('webLogin', { action: 'refresh', refresh: before.refresh }))
    if (!answer.ok && answer.code !== 'NEED_LOGIN') throw new Refusal(`the session was not renewed: ${answer.code}`)
    const after = answer.ok ? signedInOf(answer.data) : null
    if (after) keep(after)
    else place.removeItem(SIGNED_IN_KEY)
    return after
  }

  const known = async (): Promise<SignedIn | null> => {
    const now = held()
    return now && !isFresh(now) ? alone(renewed) : now
  }

  async function askPerson(): Promise<LoginAnswer> {
    const before = await known()
    const signedIn = before ?? (await signInByCode())
    if (!signedIn) return { ok: false, error: { code: 'NEED_LOGIN', requestId: '' } }
    if (!before) keep(signedIn)
    return answerFor(signedIn)
  }

  const owner = (): string => `web.${held()?.profile.userId ?? 'guest'}`

  return {
    async login({ isAsked }) {
      await arrived
      if (!isAsked) {
        const signedIn = await known()
        if (!signedIn) throw outsideWeChat()
        return answerFor(signedIn)
      }
      // Many pages may need somebody at once; the person is asked once.
      asking ??= askPerson().finally(() => {
        asking = null
      })
      return asking
    },
    refused(token) {
      const now = held()
      if (now?.session.token === token) keep({ ...now, session: { token, expiresAt: new Date(0).toISOString() } })
    },
    isSignedIn: () => held() !== null,
    owner,
    async leave() {
      const before = held()
      if (!before) return
      const prefix = `xingtan.storage.${owner()}.`
      const mine = Array.from({ length: place.length }, (_, at) => place.key(at) ?? '')
      for (const key of mine) if (key.startsWith(prefix) && key !== prefix + KEPT_AFTER_LEAVING) place.removeItem(key)
      place.removeItem(SIGNED_IN_KEY)
      // Signed out here in any case; a token that could not be taken back runs out by itself.
      await ask('webLogin', { action: 'leave', refresh: before.refresh }).catch((error: Facts) =>
        console.warn('the session was not taken back', error),
      )
    },
  }
}
