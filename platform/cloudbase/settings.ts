import * as z from 'zod'

/** A key in PEM; where an environment variable cannot hold line ends they are written as \n. */
const Pem = z
  .string()
  .transform((text) => text.replaceAll('\\n', '\n').trim())
  .refine((text) => text.startsWith('-----BEGIN '), 'is not a PEM key')

/** Every setting a function of the shop reads, by its name in the environment; `deploy` checks them before it uploads. */
export const Settings = z.object({
  SCHOOL_NAME: z.string().min(1).default('杏坛'),
  /** Where the shop stands on the web, with a slash at its end. */
  SHOP_URL: z.url().regex(/\/$/, 'must end in /'),
  /** Signs sessions; at least 32 characters that nobody else knows. */
  SESSION_KEY: z.string().min(32),
  /** Ed25519, PKCS #8. */
  CERTIFICATE_PRIVATE_KEY: Pem,
  PAID_TEMPLATE_ID: z.string().optional(),
})

let parsed: z.infer<typeof Settings> | undefined

/** The shop's settings from the function's environment; refuses to run on incomplete ones, naming each. */
export function settings(): z.infer<typeof Settings> {
  parsed ??= Settings.parse(process.env)
  return parsed
}
