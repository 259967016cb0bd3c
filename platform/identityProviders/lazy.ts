import type { ProviderName } from '../../core/contract/address'
import type { IdentityProvider, IdentityProviders } from '../../core/ports'
import { qq } from './qq'
import { qqSettings, weiboSettings } from './settings'
import { weibo } from './weibo'

/** A provider is a file beside this one, its settings, and a line here. */
const makers: Record<ProviderName, () => IdentityProvider | null> = {
  qq() {
    const settings = qqSettings(process.env)
    return settings && qq(settings)
  },
  weibo() {
    const settings = weiboSettings(process.env)
    return settings && weibo(settings)
  },
}

const made: Partial<Record<ProviderName, IdentityProvider | null>> = {}

/** The identity providers of this school, each with its settings read when it is first asked for. */
export const identityProviders: IdentityProviders = (name) => {
  const provider = made[name] === undefined ? makers[name]() : made[name]
  made[name] = provider
  return provider
}
