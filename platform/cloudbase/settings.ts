import * as z from 'zod'

/** A key in PEM; where an environment variable cannot hold line ends they are written as \n. */
const pem = () =>
  z
    .string()
    .transform((text) => text.replaceAll('\\n', '\n').trim())
    .refine((text) => text.startsWith('-----BEGIN '), 'is not a PEM key')

const shop = () =>
  z.object({
    SCHOOL_NAME: z.string().min(1).default('杏坛'),
    /** Where the shop stands on the web, with a slash at its end. */
    SHOP_URL: z.url().regex(/\/$/, 'must end in /'),
    /** The subscribe-message template of a paid order, where the shop has one. */
    PAID_TEMPLATE_ID: z.string().optional(),
    /** … of what became of an order: refunds, gifts. */
    SERVICE_TEMPLATE_ID: z.string().optional(),
    /** … of news about a course: answers, prices. */
    NEWS_TEMPLATE_ID: z.string().optional(),
  })

const sessions = () =>
  z.object({
    /** Signs sessions; at least 32 characters that nobody else knows. */
    SESSION_KEY: z.string().min(32),
  })

const certificates = () =>
  z.object({
    /** Ed25519, PKCS #8. */
    CERTIFICATE_PRIVATE_KEY: pem(),
  })

const HEX_KEY = /^[0-9a-fA-F]{64}$/

const people = () =>
  z.object({
    /** What seals people's addresses: `id:32 bytes in hex`, the present key first, older ones after commas. */
    PERSONAL_KEYS: z
      .string()
      .regex(
        /^\w{1,8}:[0-9a-fA-F]{64}(,\w{1,8}:[0-9a-fA-F]{64})*$/,
        'must be id:64 hex digits, older keys after commas',
      ),
    /** Finds sealed addresses and peppers passwords; can never be changed. */
    BLIND_KEY: z.string().regex(HEX_KEY, 'must be 64 hex digits'),
  })

/** Reads once, when first asked; refuses incomplete settings naming each. Only what a function uses is in its bundle. */
const once = <T>(shape: () => z.ZodType<T>): (() => T) => {
  let parsed: T | undefined
  return () => {
    parsed ??= shape().parse(process.env)
    return parsed
  }
}

export const shopSettings = /* @__PURE__ */ once(shop)
export const sessionSettings = /* @__PURE__ */ once(sessions)
export const certificateSettings = /* @__PURE__ */ once(certificates)
export const peopleSettings = /* @__PURE__ */ once(people)

/** All of them, for whoever sets up an environment. */
export const everySetting = () => shop().extend(sessions().shape).extend(certificates().shape).extend(people().shape)
