import { HomeSettings } from '../contract/arrangeHome'
import type { Ports } from '../ports'

const ID = 'home'

/** How the home page is arranged now, and since when; the house's own way where nobody arranged it. One request. */
export async function homeSettingsOf({
  store,
}: Pick<Ports, 'store'>): Promise<{ settings: HomeSettings; changedAt: string | null }> {
  const doc = await store.get('settings', ID)
  return {
    settings: HomeSettings.parse(doc?.settings ?? {}),
    changedAt: typeof doc?.changedAt === 'string' ? doc.changedAt : null,
  }
}

/** Writes the arrangement and, beside it for good, what it was changed to, when and by whom. Null when it was changed meanwhile. */
export async function saveHomeSettings(
  { store, ids, clock }: Pick<Ports, 'store' | 'ids' | 'clock'>,
  settings: HomeSettings,
  { by, since }: { by: string; since: string | null },
): Promise<string | null> {
  const changedAt = clock.now().toISOString()
  const set = { settings, changedAt, changedBy: by }
  const isMine = since
    ? await store.change('settings', ID, { changedAt: since }, { set })
    : await store.insert('settings', { _id: ID, ...set })
  if (!isMine) return null
  await store.insert('audits', { _id: ids.next(), at: changedAt, by, what: 'homeSettings', settings })
  return changedAt
}
