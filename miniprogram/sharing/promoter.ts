import { call, hasSession } from '../api/call'
import { keep, kept } from '../api/kept'

const KEY = 'promoter'

/** My sign on what I share; '' until the cloud has given one, and then a share carries nobody. */
export const myCode = (): string => kept<{ code: string }>(KEY)?.code ?? ''

/** Fetches it once for this phone. Shares work without. */
export async function learnMyCode(): Promise<void> {
  if (myCode() || !hasSession()) return
  const told = await call('sharing', { action: 'mine' }).catch((error: unknown) => console.info('no sign yet', error))
  if (told) keep(KEY, { code: told.code })
}
