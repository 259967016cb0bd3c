import type { ProviderName } from '../../core/contract/address'
import { tongues } from '../words/speak'

export const providerNames = tongues<Record<ProviderName, string>>({
  zh: { qq: 'QQ', weibo: '微博' },
  en: { qq: 'QQ', weibo: 'Weibo' },
})
