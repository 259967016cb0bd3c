import type { Input, Output } from '../contract'
import { MoneySettings } from '../contract/moneySettings'
import type { Caller, Doc, Ports } from '../ports'

export const MONEY_SETTINGS_ID = 'money'

/** How the school takes money now; the defaults where it never said. */
export const settingsFrom = (doc: Doc | null): MoneySettings => MoneySettings.parse(doc?.settings ?? {})

/** One request. */
export const moneySettingsOf = async ({ store }: Pick<Ports, 'store'>): Promise<MoneySettings> =>
  settingsFrom(await store.get('settings', MONEY_SETTINGS_ID))

/** Writes the settings and, beside them for good, what they were changed to, when and by whom. */
export async function saveMoneySettings(
  { store, ids, clock }: Pick<Ports, 'store' | 'ids' | 'clock'>,
  settings: MoneySettings,
  by: string,
): Promise<string> {
  const changedAt = clock.now().toISOString()
  await store.insert('audits', { _id: ids.next(), at: changedAt, by, what: 'moneySettings', settings })
  await store.put('settings', { _id: MONEY_SETTINGS_ID, settings, changedAt, changedBy: by })
  return changedAt
}

export const moneySettings =
  (ports: Pick<Ports, 'store' | 'ids' | 'clock'>) =>
  async ({ userId }: Caller, input: Input<'moneySettings'>): Promise<Output<'moneySettings'>> => {
    if (input.action === 'save') {
      const settings = MoneySettings.parse(input.settings)
      return { settings, changedAt: await saveMoneySettings(ports, settings, userId) }
    }
    const doc = await ports.store.get('settings', MONEY_SETTINGS_ID)
    return { settings: settingsFrom(doc), changedAt: typeof doc?.changedAt === 'string' ? doc.changedAt : null }
  }
