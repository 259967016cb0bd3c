import type { PurchaseAgreement, PurchaseAgreementKind } from '../../core/contract/shapes'
import { tongues } from './speak'

/** What the agreements of those who buy are called; their texts are the school's. */
export const agreementNames = tongues<Record<PurchaseAgreementKind, string>>({
  zh: { paid: '付费内容协议', membership: '会员服务协议' },
  en: { paid: 'Terms for Paid Content', membership: 'Membership Terms' },
})

/** Where this version can be read. */
export const agreementUrl = ({ kind, version }: PurchaseAgreement): string =>
  `/shop/pages/agreement/agreement?kind=${kind}&version=${version}`
