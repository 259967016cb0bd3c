import type { LetterFacts, LetterKind } from '../../core/contract/inbox'
import type { Messages } from '../../core/ports'
import { shopSettings } from './settings'
import { weChatCloud } from './weChatCloud'

/** WeChat's answer when the buyer gave no consent, or has used it up (subscribeMessage.send, errcode 43101). */
const NO_CONSENT = 43101
/** `scene` of a security check: 1 is personal data, 2 a comment (security.msgSecCheck v2). */
const SCENES = { profile: 1, comment: 2 } as const
const CHECK_VERSION = 2
/** WeChat cuts `thing` fields at 20 characters and refuses longer ones. */
const LONGEST_THING = 20

const short = (text: string): string => {
  const signs = [...text]
  return signs.length > LONGEST_THING ? `${signs.slice(0, LONGEST_THING - 1).join('')}…` : text
}

const chinaMinute = (iso: string): string =>
  new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

const refusedForConsent = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'errCode' in error && error.errCode === NO_CONSENT

const yuan = (fen: number): string => `${(fen / 100).toFixed(2)}元`

/** What a letter says in WeChat, and where a tap on it leads. */
const letters: Partial<Record<LetterKind, (facts: LetterFacts) => { says: string; page: string }>> = {
  refundDone: ({ fen, orderId }) => ({
    says: `退款${yuan(fen)}已退回`,
    page: `shop/pages/order/order?orderId=${orderId}`,
  }),
  refundRefused: ({ orderId }) => ({
    says: '退款申请有了答复,点开看',
    page: `shop/pages/order/order?orderId=${orderId}`,
  }),
  giftClaimed: ({ orderId }) => ({
    says: '朋友领走了你的礼物',
    page: `shop/pages/order/order?orderId=${orderId}`,
  }),
  reviewAnswered: ({ courseId }) => ({
    says: '你的评价有了回复',
    page: `mine/pages/reviews/reviews?courseId=${courseId}`,
  }),
  priceFell: ({ fen, courseId }) => ({
    says: `收藏的课降到${yuan(fen)}`,
    page: `pages/course/course?courseId=${courseId}`,
  }),
}

async function send(message: object): Promise<'sent' | 'refused'> {
  try {
    await weChatCloud().openapi.subscribeMessage.send(message)
    return 'sent'
  } catch (error) {
    if (refusedForConsent(error)) return 'refused'
    throw error
  }
}

/**
 * Messages and checks of WeChat. The template of a paid order is 「课程开通通知」: thing1 course, amount2, time3, character_string4
 * order. The other two have thing1 course, thing2 what happened, time3 (docs/operations.md says which to apply for).
 */
export const messages: Messages = {
  async coursePaid({ openid, courseId, title, fen, orderId, paidAt }) {
    const templateId = shopSettings().PAID_TEMPLATE_ID
    if (!templateId) return 'refused'
    return send({
      touser: openid,
      templateId,
      page: `pages/course/course?courseId=${courseId}`,
      data: {
        thing1: { value: short(title) },
        amount2: { value: yuan(fen) },
        time3: { value: chinaMinute(paidAt) },
        character_string4: { value: orderId },
      },
    })
  },

  async tell({ openid, template, kind, facts, at }) {
    const { SERVICE_TEMPLATE_ID, NEWS_TEMPLATE_ID, PAID_TEMPLATE_ID } = shopSettings()
    const templateId = { opened: PAID_TEMPLATE_ID, service: SERVICE_TEMPLATE_ID, news: NEWS_TEMPLATE_ID }[template]
    const letter = letters[kind]?.(facts)
    if (!templateId || !letter) return 'refused'
    return send({
      touser: openid,
      templateId,
      page: letter.page,
      data: {
        thing1: { value: short(facts.title) },
        thing2: { value: short(letter.says) },
        time3: { value: chinaMinute(at) },
      },
    })
  },

  async isFit(openid, content, kind = 'profile') {
    const { result } = await weChatCloud().openapi.security.msgSecCheck({
      openid,
      content,
      scene: SCENES[kind],
      version: CHECK_VERSION,
    })
    return result?.suggest === 'pass'
  },
}
