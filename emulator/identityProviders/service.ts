import type { DeskClock } from '../clock'
import type { Driver } from '../database/driver'
import type { Route } from '../http'
import { type ProviderApps, registeredApps } from './account'
import { grants } from './grants'
import { qqDesk } from './qq'
import { weiboDesk } from './weibo'

/** QQ and Weibo as a browser and a function meet them when somebody signs in. `returnUrl` is what the school registered there. */
export function identityProvidersSandbox({
  driver,
  clock,
  returnUrl,
}: {
  driver: Driver
  clock: Pick<DeskClock, 'now'>
  returnUrl: string
}): { apps: ProviderApps; routes: Route[] } {
  const apps = registeredApps(driver, returnUrl)
  return {
    apps,
    routes: [...qqDesk(apps.qq, grants(driver, clock, 'qq')), ...weiboDesk(apps.weibo, grants(driver, clock, 'weibo'))],
  }
}
export type IdentityProvidersSandbox = ReturnType<typeof identityProvidersSandbox>
