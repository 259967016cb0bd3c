import { createHash, randomBytes } from 'node:crypto'
import type { Driver } from '../database/driver'
import { records } from '../records'
import type { OpenApiAnswer, OpenApiArguments } from './envelope'

/** The code of the button lives five minutes and works once (phonenumber.getPhoneNumber). */
const CODE_LIVES_MS = 5 * 60_000

/** Everybody's WeChat has a number; the same one on every desk, and nobody's (199 0000 was given out to none). */
const numberOf = (openid: string): string => {
  const digits = createHash('sha256').update(`phone ${openid}`).digest().readUInt32BE() % 10_000
  return `1990000${String(digits).padStart(4, '0')}`
}

export type PhoneNumbers = {
  numberOf(openid: string): string
  /** What `bindgetphonenumber` hands to the page once its owner said yes. */
  code(openid: string): string
  /** https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-info/phone-number/getPhoneNumber.html */
  getPhoneNumber(args: OpenApiArguments): OpenApiAnswer
}

export function openPhoneNumbers(driver: Driver, { now, appId }: { now(): number; appId: string }): PhoneNumbers {
  const codes = records<{ openid: string; until: number }>(driver, 'phoneCode')
  const failed = (errcode: number, errmsg: string): OpenApiAnswer => ({ json: { errcode, errmsg } })

  return {
    numberOf,
    code(openid) {
      const code = randomBytes(32).toString('hex')
      codes.put(code, { openid, until: now() + CODE_LIVES_MS })
      return code
    },
    getPhoneNumber({ code }) {
      if (typeof code !== 'string' || !code) return failed(40097, 'invalid args')
      const found = codes.get(code)
      codes.remove(code)
      if (!found || found.until < now()) return failed(40029, 'invalid code')
      const purePhoneNumber = numberOf(found.openid)
      const watermark = { timestamp: Math.floor(now() / 1000), appid: appId }
      const phone_info = { phoneNumber: purePhoneNumber, purePhoneNumber, countryCode: '86', watermark }
      return { json: { errcode: 0, errmsg: 'ok', phone_info } }
    },
  }
}
