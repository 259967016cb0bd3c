import type { Facts } from './api'

/** What a browser that is signed in keeps: who it is, a session for half an hour, and a token that buys the next, once. */
export type SignedIn = {
  profile: { userId: string; nickname: string; avatarUrl: string | null }
  session: { token: string; expiresAt: string }
  refresh: string
}

const recordOf = (value: unknown): Facts => (typeof value === 'object' && value !== null ? (value as Facts) : {}) // an object is one of facts

/** Reads it from an answer, or from what was kept; null when a part is missing. */
export function signedInOf(value: unknown): SignedIn | null {
  const { profile, session, refresh } = recordOf(value)
  const { userId, nickname, avatarUrl } = recordOf(profile)
  const { token, expiresAt } = recordOf(session)
  if (typeof userId !== 'string' || typeof nickname !== 'string') return null
  if (typeof token !== 'string' || typeof expiresAt !== 'string' || typeof refresh !== 'string') return null
  return {
    profile: { userId, nickname, avatarUrl: typeof avatarUrl === 'string' ? avatarUrl : null },
    session: { token, expiresAt },
    refresh,
  }
}

/** The data of an answer that is fine, or the code of one that is not. */
export function dataOf(answer: Facts): { ok: true; data: Facts } | { ok: false; code: string } {
  if (answer.ok === true) return { ok: true, data: recordOf(answer.data) }
  return { ok: false, code: String(recordOf(answer.error).code ?? 'UNEXPECTED') }
}
