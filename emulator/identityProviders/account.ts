import { randomBytes } from 'node:crypto'
import type { Driver } from '../database/driver'
import { records } from '../records'

/** A website application as it is registered at QQ and at Weibo: its number, its secret, and the one address it may be answered at. */
export type App = { id: string; secret: string; returnUrl: string }
export type ProviderApps = { qq: App; weibo: App }

/** What of it a school's functions are given. */
export const environmentOf = ({ qq, weibo }: ProviderApps, deskUrl: string): Record<string, string> => ({
  QQ_APP_ID: qq.id,
  QQ_APP_KEY: qq.secret,
  QQ_API: `${deskUrl}/qq`,
  WEIBO_APP_KEY: weibo.id,
  WEIBO_APP_SECRET: weibo.secret,
  WEIBO_API: `${deskUrl}/weibo`,
})

/** The school's applications, made once and kept with the desk. */
export function registeredApps(driver: Driver, returnUrl: string): ProviderApps {
  const kept = records<Omit<App, 'returnUrl'>>(driver, 'providerApp')
  const app = (name: string, id: string): App => {
    const known = kept.get(name) ?? { id, secret: randomBytes(16).toString('hex') }
    kept.put(name, known)
    return { ...known, returnUrl }
  }
  return { qq: app('qq', '101234567'), weibo: app('weibo', '1234567890') }
}
