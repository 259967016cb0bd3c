import * as z from 'zod'
import { Address, Agreements, CodeSent, OneTimeCode, Password, ProviderCode, ProviderName } from './address'
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

/** Where the browser goes now. `ticket` comes back in the address as `state`; `secret` stays here and proves that it went out from here. */
export const GoneOut = z.object({ ticket: Id, secret: Id, url: z.url() })

/** What goes with every way that needs no phone beside: which browser it is, and what was agreed to at this moment. */
const From = { device: Device, agreements: Agreements.nullable() }

/**
 * Signs a browser in, keeps it signed in, and signs it out. The ways: a mini-program code that its owner approves in WeChat, a
 * code sent to a phone or an e-mail address, a password, and an account at QQ or Weibo. Whoever is not known yet becomes somebody by
 * a code or such an account; whether an address is known is never told.
 */
export const webLogin = contract({
  name: 'webLogin',
  access: 'anyone',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('start'), device: Device }),
    /** `secret` proves that this is the browser that started. */
    z.strictObject({ action: z.literal('poll'), ticket: Id, secret: Id }),
    z.strictObject({ action: z.literal('refresh'), refresh: Refresh }),
    z.strictObject({ action: z.literal('leave'), refresh: Refresh }),
    /** Which ways this school has, and what there is to agree to. */
    z.strictObject({ action: z.literal('ways') }),
    z.strictObject({ action: z.literal('sendCode'), address: Address }),
    z.strictObject({ action: z.literal('withCode'), address: Address, code: OneTimeCode, ...From }),
    z.strictObject({
      action: z.literal('withPassword'),
      address: Address,
      password: z.string().min(1).max(200),
      ...From,
    }),
    /** The first password and one that was forgotten are the same step: who holds the address sets it. Other browsers are signed out. */
    z.strictObject({
      action: z.literal('setPassword'),
      address: Address,
      code: OneTimeCode,
      password: Password,
      ...From,
    }),
    /** Sends this browser to QQ or Weibo; `comeBack` is what it brings back to the shop's address. */
    z.strictObject({ action: z.literal('goOut'), provider: ProviderName, ...From }),
    z.strictObject({ action: z.literal('comeBack'), ticket: Id, secret: Id, code: ProviderCode }),
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
    z.object({
      action: z.literal('ways'),
      phone: z.boolean(),
      email: z.boolean(),
      providers: z.array(ProviderName),
      agreements: Agreements,
    }),
    z.object({ action: z.literal('sendCode'), sent: CodeSent }),
    SignedIn.extend({ action: z.enum(['withCode', 'withPassword', 'setPassword', 'comeBack']) }),
    GoneOut.extend({ action: z.literal('goOut') }),
  ]),
})
