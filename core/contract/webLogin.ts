import * as z from 'zod'
import { contract } from './contract'
import { Id, Instant, Profile } from './shapes'

/**
 * What a browser says it runs on, for the learner to recognise their own computer by. A closed set: whoever wants to
 * deceive shall not choose the words.
 */
export const Device = z.strictObject({
  system: z.enum(['windows', 'mac', 'linux', 'android', 'ios', 'other']),
  browser: z.enum(['chrome', 'edge', 'safari', 'firefox', 'other']),
})
export type Device = z.infer<typeof Device>

const Refresh = z.string().min(3).max(100)

const SignedIn = z.object({
  profile: Profile,
  /** Goes with every call as `authorization: Bearer …`; short-lived, and no good inside WeChat. */
  session: z.object({ token: z.string(), expiresAt: Instant }),
  /** Buys the next session, once: each refresh answers another one. */
  refresh: Refresh,
})

/** Signs a browser in with a mini-program code that its owner approves in WeChat, keeps it signed in, and signs it out. */
export const webLogin = contract({
  name: 'webLogin',
  access: 'anyone',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('start'), device: Device }),
    /** `secret` proves that this is the browser that started. */
    z.strictObject({ action: z.literal('poll'), ticket: Id, secret: Id }),
    z.strictObject({ action: z.literal('refresh'), refresh: Refresh }),
    z.strictObject({ action: z.literal('leave'), refresh: Refresh }),
  ]),
  output: z.discriminatedUnion('action', [
    z.object({
      action: z.literal('start'),
      ticket: Id,
      secret: Id,
      /** The mini-program code: which page it opens with which scene, and its picture as a data URL, where WeChat drew one. */
      code: z.object({ page: z.string(), scene: z.string(), imageUrl: z.string().nullable() }),
      expiresAt: Instant,
    }),
    z.object({
      action: z.literal('poll'),
      login: z.discriminatedUnion('state', [
        z.object({ state: z.enum(['waiting', 'seen']) }),
        z.object({ state: z.literal('over'), why: z.enum(['refused', 'expired']) }),
        SignedIn.extend({ state: z.literal('done') }),
      ]),
    }),
    SignedIn.extend({ action: z.literal('refresh') }),
    z.object({ action: z.literal('leave') }),
  ]),
})
