import type * as z from 'zod'
import type { ProviderName } from '../../core/contract/address'
import { AppError } from '../../core/contract/errors'

/** Two questions fit into what the function has: whoever waits is told in time. */
const TIMEOUT_MS = 4000

/** It does not answer, or not to us: the reason is for the log, for what is wrong may be our settings. */
export const unavailable = (provider: ProviderName, reason: string | number): AppError =>
  new AppError('PROVIDER_UNAVAILABLE', { provider, reason })

/** Asks once, for a code is good once. The answer as JSON, whatever its status: both say in the body what is wrong. Refuses: PROVIDER_UNAVAILABLE. */
export async function ask<T>(
  provider: ProviderName,
  shape: z.ZodType<T>,
  url: string,
  init: { method?: 'POST'; body?: URLSearchParams } = {},
): Promise<T> {
  const reply = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => {
    throw unavailable(provider, 'NO_ANSWER')
  })
  const body: unknown = await reply.json().catch(() => null)
  const parsed = shape.safeParse(body)
  if (!parsed.success) throw unavailable(provider, `REPLY_SHAPE ${reply.status}`)
  return parsed.data
}
