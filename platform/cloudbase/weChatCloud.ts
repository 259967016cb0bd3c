type Cloud = {
  init(options: { env: unknown }): void
  DYNAMIC_CURRENT_ENV: unknown
  openapi: {
    subscribeMessage: { send(message: object): Promise<unknown> }
    security: { msgSecCheck(check: object): Promise<{ result?: { suggest?: string } }> }
    phonenumber: {
      getPhoneNumber(of: { code: string }): Promise<{
        phoneInfo?: { phoneNumber?: string; purePhoneNumber?: string; countryCode?: string }
      }>
    }
  }
}

let loaded: Cloud | undefined

/** Only `wx-server-sdk` speaks `cloud.openapi`; it is loaded when WeChat is first asked for something, not at the start. */
export function weChatCloud(): Cloud {
  if (!loaded) {
    loaded = require('wx-server-sdk') as Cloud
    loaded.init({ env: loaded.DYNAMIC_CURRENT_ENV })
  }
  return loaded
}
