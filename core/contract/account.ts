import * as z from 'zod'
import {
  Address,
  AddressKind,
  Agreements,
  CodeSent,
  OneTimeCode,
  Password,
  ProviderCode,
  ProviderName,
  WayKind,
} from './address'
import { contract } from './contract'
import { Id, Instant, Profile } from './shapes'
import { Device, GoneOut } from './webLogin'

/** What leaving for good takes along. Said back by the person, so that nobody gives up what they have not seen. */
export const Losses = z.strictObject({
  courses: z.int().nonnegative(),
  certificates: z.int().nonnegative(),
  walletFen: z.int(),
  points: z.int(),
  memberUntil: Instant.nullable(),
})
export type Losses = z.infer<typeof Losses>

/** Why an account cannot be closed yet: money of theirs is on its way, or others depend on them. */
export const ClosingBlock = z.enum(['order', 'refund', 'invoice', 'withdrawal', 'income', 'teacher', 'staff'])
export type ClosingBlock = z.infer<typeof ClosingBlock>

const Closing = z.object({ askedAt: Instant, dueAt: Instant, keepCertificates: z.boolean() })

/** How an attempt to bind an address ended. `theirs`: it leads to another account, which this one, holding nothing yet, may join. */
const Bound = z.discriminatedUnion('status', [
  z.object({ status: z.literal('bound'), masked: z.string() }),
  z.object({ status: z.literal('theirs'), masked: z.string() }),
])

/**
 * Everything a person may see and say about their own account: how they sign in, where they are signed in, what they agreed
 * to, a copy of what is kept about them, and leaving.
 */
export const account = contract({
  name: 'account',
  access: 'learner',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('look') }),
    /** Sends a code to an address that is to be bound. */
    z.strictObject({ action: z.literal('sendCode'), address: Address }),
    z.strictObject({ action: z.literal('bind'), address: Address, code: OneTimeCode }),
    /** The code of `<button open-type="getPhoneNumber">`, good once. */
    z.strictObject({ action: z.literal('bindWeChatPhone'), code: z.string().min(1).max(200) }),
    /** Sends this browser to QQ or Weibo, to bind that account; `comeBack` is what it brings back. */
    z.strictObject({ action: z.literal('goOut'), provider: ProviderName, isPhone: z.boolean() }),
    z.strictObject({ action: z.literal('comeBack'), ticket: Id, secret: Id, code: ProviderCode }),
    /** This account, holding nothing, becomes one with the account whose address was proven in the last minutes. */
    z.strictObject({ action: z.literal('join') }),
    z.strictObject({ action: z.literal('unbind'), kind: WayKind }),
    /** Sends a code to an address that is bound already, to set a password. */
    z.strictObject({ action: z.literal('sendOwnCode'), kind: AddressKind }),
    z.strictObject({ action: z.literal('setPassword'), kind: AddressKind, code: OneTimeCode, password: Password }),
    z.strictObject({ action: z.literal('sessions') }),
    /** One browser, or with null all of them. */
    z.strictObject({ action: z.literal('endSession'), sessionId: Id.nullable() }),
    z.strictObject({ action: z.literal('agree'), agreements: Agreements }),
    z.strictObject({ action: z.literal('withdraw') }),
    z.strictObject({ action: z.literal('consents') }),
    z.strictObject({ action: z.literal('export') }),
    z.strictObject({ action: z.literal('weighClosing') }),
    z.strictObject({ action: z.literal('close'), losses: Losses, keepCertificates: z.boolean() }),
    z.strictObject({ action: z.literal('takeBack') }),
  ]),
  output: z.discriminatedUnion('action', [
    z.object({
      action: z.literal('look'),
      profile: Profile,
      joinedAt: Instant,
      /** Masked: 138****5678. Null where none is bound. */
      phone: z.string().nullable(),
      email: z.string().nullable(),
      hasWeChat: z.boolean(),
      hasPassword: z.boolean(),
      /** Accounts at QQ and Weibo: those that are bound, and on the web those that can be. */
      providers: z.array(z.object({ provider: ProviderName, isBound: z.boolean() })),
      /** What this school can send. */
      ways: z.object({ phone: z.boolean(), email: z.boolean() }),
      /** What there is to agree to now, and whether this person did. */
      agreements: Agreements,
      agreedAt: Instant.nullable(),
      closing: Closing.nullable(),
    }),
    z.object({ action: z.literal('sendCode'), sent: CodeSent }),
    z.object({ action: z.literal('bind'), bound: Bound }),
    z.object({ action: z.literal('bindWeChatPhone'), bound: Bound }),
    GoneOut.extend({ action: z.literal('goOut') }),
    z.object({ action: z.literal('comeBack'), provider: ProviderName, bound: Bound }),
    /** Signing in anew leads to the other account. */
    z.object({ action: z.literal('join') }),
    z.object({ action: z.literal('unbind') }),
    z.object({ action: z.literal('sendOwnCode'), sent: CodeSent }),
    z.object({ action: z.literal('setPassword') }),
    z.object({
      action: z.literal('sessions'),
      sessions: z.array(z.object({ sessionId: Id, device: Device, startedAt: Instant, seenAt: Instant })),
    }),
    z.object({ action: z.literal('endSession'), ended: z.int() }),
    z.object({ action: z.literal('agree'), agreedAt: Instant }),
    z.object({ action: z.literal('withdraw') }),
    z.object({
      action: z.literal('consents'),
      consents: z.array(
        z.object({
          said: z.enum(['agreed', 'withdrawn']),
          agreements: Agreements,
          at: Instant,
          where: z.enum(['weChat', 'web']),
        }),
      ),
    }),
    z.object({
      action: z.literal('export'),
      /** Private addresses, good for a short while: a page to read and a file for machines. */
      pageUrl: z.url(),
      dataUrl: z.url(),
      expiresAt: Instant,
    }),
    z.object({ action: z.literal('weighClosing'), blocks: z.array(ClosingBlock), losses: Losses }),
    z.object({ action: z.literal('close'), closing: Closing }),
    z.object({ action: z.literal('takeBack') }),
  ]),
})
