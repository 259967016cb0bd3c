import type { ProviderName } from '../../core/contract/address'
import { AppError } from '../../core/contract/errors'
import type { IdentityProvider } from '../../core/ports'

/** How long a code is good for. */
const CODE_MS = 10 * 60_000

/** QQ or Weibo in memory: whoever is asked there may say yes, and the code they give is good once, for this address. */
export function memoryProvider(name: ProviderName, clock: { now(): Date }) {
  const codes = new Map<string, { subject: string; returnUrl: string; expiresAt: number }>()
  let isDown = false
  let given = 0
  const provider: IdentityProvider = {
    authorizeUrl: ({ state, returnUrl, isPhone }) =>
      `https://${name}.example/authorize?${new URLSearchParams({ redirect_uri: returnUrl, state, ...(isPhone && { display: 'mobile' }) })}`,
    async subjectOf({ code, returnUrl }) {
      if (isDown) throw new AppError('PROVIDER_UNAVAILABLE', { provider: name, reason: 'NO_ANSWER' })
      const known = codes.get(code)
      codes.delete(code)
      const isGood = known?.returnUrl === returnUrl && known.expiresAt > clock.now().getTime()
      if (!isGood) throw new AppError('SIGN_IN_OVER')
      return known.subject
    },
  }
  return {
    ...provider,
    /** Somebody says yes at this address; answers what their browser brings back. */
    allow(url: string, subject: string): { code: string; state: string } {
      const asked = new URL(url).searchParams
      given += 1
      const code = `code-${given}`
      codes.set(code, {
        subject,
        returnUrl: asked.get('redirect_uri') ?? '',
        expiresAt: clock.now().getTime() + CODE_MS,
      })
      return { code, state: asked.get('state') ?? '' }
    },
    down: () => {
      isDown = true
    },
  }
}
