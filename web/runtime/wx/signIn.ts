import { words as own } from '../words'
import type { Facts } from './api'
import type { Device } from './device'
import { dataOf, type SignedIn, signedInOf } from './signedIn'
import type { Ask } from './storefront'

/** A code as it is shown. `imageUrl` is null where WeChat drew none. */
export type Code = { page: string; scene: string; imageUrl: string | null }

/** What the person at the sheet sees. `left` resolves when they go away, at any time. */
export type SignInSheet = {
  busy(): void
  show(code: Code): void
  seen(): void
  /** The code is of no use any more, or none came; resolves when the person wants another one. */
  over(words: string): Promise<void>
  left: Promise<void>
  close(): void
}

type Started = { ticket: string; secret: string; code: Code; expiresAt: string }
type Polled = { state: 'waiting' | 'seen' } | { state: 'over'; why: string } | { state: 'done'; signedIn: SignedIn }

/** Between two questions whether the phone has spoken. */
export const POLL_MS = 2_000

const overWords = (why: unknown): string => (why === 'refused' ? own().notApproved : own().codeRanOut)

function startedOf({ ticket, secret, code, expiresAt }: Facts): Started | null {
  const { page, scene, imageUrl } = (code ?? {}) as Facts // JSON of the function, checked here
  if (typeof ticket !== 'string' || typeof secret !== 'string' || typeof expiresAt !== 'string') return null
  if (typeof page !== 'string' || typeof scene !== 'string') return null
  const isPicture = typeof imageUrl === 'string' && imageUrl.startsWith('data:image/')
  return { ticket, secret, code: { page, scene, imageUrl: isPicture ? imageUrl : null }, expiresAt }
}

function polledOf({ login }: Facts): Polled | null {
  const { state, why, ...rest } = (login ?? {}) as Facts // JSON of the function, checked here
  if (state === 'waiting' || state === 'seen') return { state }
  if (state === 'over') return { state, why: overWords(why) }
  const signedIn = state === 'done' ? signedInOf(rest) : null
  return signedIn && { state: 'done', signedIn }
}

type World = {
  ask: Ask
  device: Device
  openSheet(): SignInSheet
  /** Whether a code without a picture is of use: on a desk it can be followed by a link. */
  needsPicture: boolean
  pause(ms: number): Promise<void>
}

/** Polls until there is news. A question that did not come through is asked again: the phone may have answered meanwhile. */
async function followed({ ask, pause }: World, started: Started, sheet: SignInSheet, hasLeft: () => boolean) {
  const { ticket, secret } = started
  while (!hasLeft()) {
    await pause(POLL_MS)
    if (hasLeft()) return null
    const reply = await ask('webLogin', { action: 'poll', ticket, secret }).catch(() => null)
    const answer = reply && dataOf(reply)
    const polled = answer?.ok ? polledOf(answer.data) : null
    if (polled?.state === 'done' || polled?.state === 'over') return polled
    if (polled?.state === 'seen') sheet.seen()
    // The cloud said nothing: this clock still tells when the code is over.
    if (!polled && Date.parse(started.expiresAt) <= Date.now()) return { state: 'over', why: own().offline } as const
  }
  return null
}

/** Signs this browser in: shows a code, follows what the phone does with it, shows another one when asked to. Null when the person leaves. */
export async function signInByCode(world: World): Promise<SignedIn | null> {
  const { ask, device, openSheet, needsPicture } = world
  const sheet = openSheet()
  let isGone = false
  const left = sheet.left.then(() => {
    isGone = true
    return 'left' as const
  })

  async function attempt(): Promise<SignedIn | string | null> {
    sheet.busy()
    const reply = await ask('webLogin', { action: 'start', device }).catch(() => null)
    const answer = reply && dataOf(reply)
    const started = answer?.ok ? startedOf(answer.data) : null
    if (!started) return own().offline
    if (needsPicture && !started.code.imageUrl) return own().notDrawn
    sheet.show(started.code)
    const end = await followed(world, started, sheet, () => isGone)
    if (end?.state === 'done') return end.signedIn
    return end?.why ?? null
  }

  try {
    while (!isGone) {
      const end = await Promise.race([attempt(), left])
      if (end === 'left' || end === null) return null
      if (typeof end !== 'string') return end
      await Promise.race([sheet.over(end), left])
    }
    return null
  } finally {
    sheet.close()
  }
}
