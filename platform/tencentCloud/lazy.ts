import type { Courier } from '../../core/ports'
import { tencentCourier } from './courier'
import { sesSettings, smsSettings } from './settings'

let made: Courier | undefined

function opened(): Courier {
  made ??= tencentCourier({ sms: smsSettings(process.env), ses: sesSettings(process.env) })
  return made
}

/** The courier of this school, its settings read when it is first asked. */
export const courier: Courier = {
  ways: () => opened().ways(),
  text: (to) => opened().text(to),
  mail: (to) => opened().mail(to),
}
