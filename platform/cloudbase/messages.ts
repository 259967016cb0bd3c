import type { Messages } from '../../core/ports'
import { shopSettings } from './settings'

/** WeChat's answer when the buyer gave no consent, or has used it up (subscribeMessage.send, errcode 43101). */
const NO_CONSENT = 43101
/** `scene` of a security check: 1 is personal data (security.msgSecCheck v2). */
const SCENE_PROFILE = 1
const CHECK_VERSION = 2
/** WeChat cuts `thing` fields at 20 characters and refuses longer ones. */
const LONGEST_THING = 20

type Cloud = {
  init(options: { env: unknown }): void
  DYNAMIC_CURRENT_ENV: unknown
  openapi: {
    subscribeMessage: { send(message: object): Promise<unknown> }
    security: { msgSecCheck(check: object): Promise<{ result?: { suggest?: string } }> }
  }
}

let loaded: Cloud | undefined

/** Only `wx-server-sdk` speaks `cloud.openapi`; it is loaded when the first message is sent, not at the start. */
function cloud(): Cloud {
  if (!loaded) {
    loaded = require('wx-server-sdk') as Cloud
    loaded.init({ env: loaded.DYNAMIC_CURRENT_ENV })
  }
  return loaded
}

const short = (text: string): string => {
  const signs = [...text]
  return signs.length > LONGEST_THING ? `${signs.slice(0, LONGEST_THING - 1).join('')}…` : text
}

const chinaMinute = (iso: string): string =>
  new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

const refusedForConsent = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'errCode' in error && error.errCode === NO_CONSENT

/** Messages and checks of WeChat. The template is 「课程开通通知」: thing1 course, amount2, time3, character_string4 order. */
export const messages: Messages = {
  async coursePaid({ openid, courseId, title, fen, orderId, paidAt }) {
    const templateId = shopSettings().PAID_TEMPLATE_ID
    if (!templateId) return 'refused'
    try {
      await cloud().openapi.subscribeMessage.send({
        touser: openid,
        templateId,
        page: `pages/course/course?courseId=${courseId}`,
        data: {
          thing1: { value: short(title) },
          amount2: { value: `${(fen / 100).toFixed(2)}元` },
          time3: { value: chinaMinute(paidAt) },
          character_string4: { value: orderId },
        },
      })
      return 'sent'
    } catch (error) {
      if (refusedForConsent(error)) return 'refused'
      throw error
    }
  },

  async isFit(openid, content) {
    const { result } = await cloud().openapi.security.msgSecCheck({
      openid,
      content,
      scene: SCENE_PROFILE,
      version: CHECK_VERSION,
    })
    return result?.suggest === 'pass'
  },
}
