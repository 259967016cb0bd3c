import type { Output } from '../../core/contract'
import { counted } from './counted'
import { tongues } from './speak'

export type Code = Output<'redeemCode'>['code']

/** A code as people write it: 8F3KQ2ZD… → 8F3K-Q2ZD-…. Whatever is typed is read without dashes, spaces and case. */
export const codeWords = (typed: string): string =>
  typed
    .replace(/[\s_—–-]/g, '')
    .toUpperCase()
    .replace(/(.{4})(?=.)/g, '$1-')

/** How many signs a code has. */
const LENGTH = 16

export const isWholeCode = (typed: string): boolean => codeWords(typed).replace(/-/g, '').length === LENGTH

const words = tongues({
  zh: {
    course: '一门课',
    membership: (days: number) => `${days} 天会员`,
    ownGift: '你送出的礼物',
    giftFrom: (giver: string) => `${giver}送给你的礼物`,
    fromSchool: '学堂的兑换码',
    over: {
      redeemed: '这个码已经被别人领走了,每个码只能领一次',
      cancelled: '这个码已经作废。送礼的人可能退了款,可以问问 TA',
      expired: '这个码已经过期了',
    },
  },
  en: {
    course: 'A course',
    membership: (days) => `Membership for ${counted(days, 'day')}`,
    ownGift: 'Your gift',
    giftFrom: (giver) => `A gift from ${giver}`,
    fromSchool: 'A code from the school',
    over: {
      redeemed: 'Somebody has used this code already. Each works once.',
      cancelled: 'This code was taken back. Whoever gave it may have had a refund: just ask.',
      expired: 'This code has run out',
    },
  },
})

/** What a code opens. */
export const opensWords = ({ kind, days }: Code): string =>
  kind === 'course' ? words().course : words().membership(days)

/** Where it comes from. */
export function fromWords({ giverName, isGiver }: Code): string {
  if (isGiver) return words().ownGift
  return giverName ? words().giftFrom(giverName) : words().fromSchool
}

/** Why a code opens nothing any more; empty while it does. */
export const overWords = ({ state }: Code): string => (state === 'open' || state === 'mine' ? '' : words().over[state])
