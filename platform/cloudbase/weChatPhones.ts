import type { WeChatPhones } from '../../core/ports'
import { weChatCloud } from './weChatCloud'

/** WeChat's answers for a code that was used, ran out after five minutes, or belongs to another mini-program (phonenumber.getPhoneNumber). */
const CODE_OVER = [40029, 40013]

const errCodeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'errCode' in error ? error.errCode : undefined

/** The number that WeChat knows somebody by, for the code that its own button gave to the page. */
export const weChatPhones: WeChatPhones = {
  async numberOf(code) {
    try {
      const { phoneInfo } = await weChatCloud().openapi.phonenumber.getPhoneNumber({ code })
      const { countryCode, purePhoneNumber } = phoneInfo ?? {}
      return countryCode && purePhoneNumber ? `+${countryCode}${purePhoneNumber}` : null
    } catch (error) {
      if (CODE_OVER.some((code) => code === errCodeOf(error))) return null
      throw error
    }
  },
}
