import type { MiniProgramLinks } from '../../core/ports'

type Cloud = {
  init(options: { env: unknown }): void
  DYNAMIC_CURRENT_ENV: unknown
  openapi: { urllink: { generate(ask: object): Promise<{ urlLink?: string }> } }
}

let loaded: Cloud | undefined

/** Only `wx-server-sdk` speaks `cloud.openapi`; it is loaded when the first link is made, not at the start. */
function cloud(): Cloud {
  if (!loaded) {
    loaded = require('wx-server-sdk') as Cloud
    loaded.init({ env: loaded.DYNAMIC_CURRENT_ENV })
  }
  return loaded
}

const DAY_MS = 24 * 3_600_000
/** `expire_type` of urllink.generate: 1 ends after `expire_interval` days, of which there may be 30. */
const BY_DAYS = 1

const isRefusal = (error: unknown): boolean => typeof error === 'object' && error !== null && 'errCode' in error

/** Links of urllink.generate. Null when WeChat refuses, as for a mini-program that is not published, or over the day's measure. */
export const miniProgramLinks: MiniProgramLinks = {
  async make({ path, query, days }) {
    const expiresAt = new Date(Date.now() + days * DAY_MS).toISOString()
    try {
      const { urlLink } = await cloud().openapi.urllink.generate({
        path,
        query,
        expireType: BY_DAYS,
        expireInterval: days,
      })
      return urlLink ? { url: urlLink, expiresAt } : null
    } catch (error) {
      if (!isRefusal(error)) throw error
      console.log(JSON.stringify({ level: 'alert', code: 'LINK_NOT_MADE', errCode: String(Object(error).errCode) }))
      return null
    }
  },
}
