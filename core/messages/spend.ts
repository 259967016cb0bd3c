import type { TemplateKey } from '../contract/consents'
import type { Ports } from '../ports'

/**
 * Spends one consent, if more than `reserve` are there, and says whom WeChat may reach by it. One step: of two at once the last
 * consent goes to one.
 */
export async function spendConsent(
  { store }: Pick<Ports, 'store'>,
  userId: string,
  template: TemplateKey,
  reserve: number,
): Promise<{ openid: string } | null> {
  const held = `held.${template}`
  const spent = await store.change('consents', userId, { [held]: { gt: reserve } }, { inc: { [held]: -1, rev: 1 } })
  return spent && { openid: String(spent.openid) }
}
