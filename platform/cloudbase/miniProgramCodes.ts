import type { MiniProgramCodes } from '../../core/ports'

/** In pixels: small enough to travel inside an answer, large enough for a camera at arm's length (280 to 1280). */
const WIDTH = 430

type Cloud = {
  init(options: { env: unknown }): void
  DYNAMIC_CURRENT_ENV: unknown
  openapi: {
    wxacode: {
      getUnlimited(ask: object): Promise<{ contentType?: string; buffer?: Uint8Array }>
    }
  }
}

let loaded: Cloud | undefined

/** Only `wx-server-sdk` speaks `cloud.openapi`; it is loaded when the first code is drawn, not at the start. */
function cloud(): Cloud {
  if (!loaded) {
    loaded = require('wx-server-sdk') as Cloud
    loaded.init({ env: loaded.DYNAMIC_CURRENT_ENV })
  }
  return loaded
}

/** WeChat's own answer, when it is one: a refusal of the service is no reason to fail, a fault of ours is. */
const isRefusal = (error: unknown): boolean => typeof error === 'object' && error !== null && 'errCode' in error

/** Codes of wxacode.getUnlimited. Null when WeChat refuses, as for a page that is in no published version yet. */
export const miniProgramCodes: MiniProgramCodes = {
  async draw(page, scene) {
    try {
      const { buffer, contentType = 'image/jpeg' } = await cloud().openapi.wxacode.getUnlimited({
        page,
        scene,
        width: WIDTH,
      })
      return buffer ? { bytes: buffer, contentType } : null
    } catch (error) {
      if (!isRefusal(error)) throw error
      console.log(JSON.stringify({ level: 'alert', code: 'CODE_NOT_DRAWN', errCode: String(Object(error).errCode) }))
      return null
    }
  },
}
