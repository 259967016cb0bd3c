import * as z from 'zod'
import { AppError } from '../contract/errors'
import type { Goods, PurchaseAgreement, PurchaseAgreementKind } from '../contract/shapes'
import type { Doc, Ports } from '../ports'

export const PURCHASE_AGREEMENTS_ID = 'agreements'

const kinds = ['paid', 'membership'] as const satisfies readonly PurchaseAgreementKind[]

/** How far one of the agreements is. Versions are never used twice, also when none was in force for a while. */
const Standing = z.object({ version: z.int().nonnegative(), since: z.string(), isInForce: z.boolean() })
type Standing = z.infer<typeof Standing>
const NEVER_WRITTEN: Standing = { version: 0, since: '', isInForce: false }

/** What the school wrote for those who buy: small, because every purchase reads it. The texts are documents of their own. */
const Written = z.object({
  paid: Standing.default(NEVER_WRITTEN),
  membership: Standing.default(NEVER_WRITTEN),
  /** What is to be read before a course is bought that has no such notes of its own. */
  notes: z.string().default(''),
  changedAt: z.string().nullable().default(null),
})
export type Written = z.infer<typeof Written>

/** One version of a text, for good: people agreed to it. */
const AgreementText = z.object({
  _id: z.string(),
  kind: z.enum(kinds),
  version: z.int().positive(),
  since: z.string(),
  text: z.string(),
})
export type AgreementText = z.infer<typeof AgreementText>

const textIdOf = ({ kind, version }: PurchaseAgreement): string => `${kind}:${version}`

/** Nothing where the school never wrote any. */
export const writtenIn = (doc: Doc | null): Written => Written.parse(doc ?? {})

/** What somebody who buys these goods agrees to; null where the school has written nothing about them. */
export function agreementFor(goods: Goods, written: Written): PurchaseAgreement | null {
  if (goods.kind === 'topUp') return null
  const kind = goods.kind === 'membership' ? 'membership' : 'paid'
  const { version, isInForce } = written[kind]
  return isInForce ? { kind, version } : null
}

type Texts = Record<PurchaseAgreementKind, string> & { notes: string }

/** One version, in force or not; null where there never was one. */
export const agreementText = async (
  { store }: Pick<Ports, 'store'>,
  wanted: PurchaseAgreement,
): Promise<AgreementText | null> => AgreementText.nullable().parse(await store.get('agreements', textIdOf(wanted)))

/** What is in force now, with its words. */
export async function agreementsInForce(
  ports: Pick<Ports, 'store'>,
): Promise<{ written: Written; texts: AgreementText[] }> {
  const written = writtenIn(await ports.store.get('settings', PURCHASE_AGREEMENTS_ID))
  const wanted = kinds.flatMap((kind) => {
    const { version, isInForce } = written[kind]
    return isInForce ? [{ kind, version }] : []
  })
  const texts = await Promise.all(wanted.map((one) => agreementText(ports, one)))
  return { written, texts: texts.filter((text) => text !== null) }
}

/**
 * Writes all three. Words that changed are a new version from now on; an empty text takes the agreement out of force. Refuses: CHANGED_MEANWHILE
 * when somebody else wrote since `since`.
 */
export async function writeAgreements(
  { store, ids, clock }: Pick<Ports, 'store' | 'ids' | 'clock'>,
  { notes, ...texts }: Texts,
  { by, since }: { by: string; since: string | null },
): Promise<void> {
  const auditId = ids.next()
  const at = clock.now().toISOString()
  await store.transaction(async (tx) => {
    const before = writtenIn(await tx.get('settings', PURCHASE_AGREEMENTS_ID))
    if (before.changedAt !== since) throw new AppError('CHANGED_MEANWHILE')
    const after = { ...before, notes, changedAt: at }
    for (const kind of kinds) {
      const { version, isInForce } = before[kind]
      const text = texts[kind]
      const inForce = isInForce ? await tx.get('agreements', textIdOf({ kind, version })) : null
      if (text === (inForce?.text ?? '')) continue
      if (!text) {
        after[kind] = { ...before[kind], isInForce: false }
        continue
      }
      const next = { kind, version: version + 1 }
      await tx.put('agreements', { _id: textIdOf(next), ...next, since: at, text } satisfies AgreementText)
      after[kind] = { version: next.version, since: at, isInForce: true }
    }
    const { paid, membership } = after
    await tx.put('settings', { _id: PURCHASE_AGREEMENTS_ID, paid, membership, notes, changedAt: at, changedBy: by })
    await tx.put('audits', { _id: auditId, at, by, what: 'agreements', paid, membership, notes })
  })
}
