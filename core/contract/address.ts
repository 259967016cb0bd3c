import * as z from 'zod'

/** A phone number of the mainland as people type it; inside it is `+86…`. */
const Mobile = z.string().regex(/^1[3-9]\d{9}$/, 'not a mobile number')
const Email = z.email().max(100)

/** Where a code reaches somebody. */
export const Address = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('phone'), phone: Mobile }),
  z.strictObject({ kind: z.literal('email'), email: Email }),
])
export type Address = z.infer<typeof Address>

export const AddressKind = z.enum(['phone', 'email'])
export type AddressKind = z.infer<typeof AddressKind>

/** Somebody else's accounts by which people sign in on the web. */
export const ProviderName = z.enum(['qq', 'weibo'])
export type ProviderName = z.infer<typeof ProviderName>

/** Ways into an account that can be bound and taken away. */
export const WayKind = z.enum([...AddressKind.options, ...ProviderName.options])
export type WayKind = z.infer<typeof WayKind>

/** What `?code=` of an address back from a provider may be; null where its person said no. */
export const ProviderCode = z.string().min(1).max(512).nullable()

/** The six digits that were sent. */
export const OneTimeCode = z.string().regex(/^\d{6}$/, 'six digits')

/** Long enough not to be guessed, short enough for the hash; what it is made of is its owner's business. */
export const Password = z.string().min(8).max(72)

/** The texts a person agrees to, each by its version: the day it took effect. */
export const Agreements = z.strictObject({ privacy: z.iso.date(), terms: z.iso.date() })
export type Agreements = z.infer<typeof Agreements>

/** What somebody hears once a code is on its way. */
export const CodeSent = z.object({
  /** Until another one may be asked for. */
  waitSeconds: z.int(),
  expiresAt: z.iso.datetime(),
})
