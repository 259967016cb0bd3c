import type { Output } from '../../core/contract'

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

/** What a code opens. */
export const opensWords = ({ kind, days }: Code): string => (kind === 'course' ? '一门课' : `${days} 天会员`)

/** Where it comes from. */
export function fromWords({ giverName, isGiver }: Code): string {
  if (isGiver) return '你送出的礼物'
  return giverName ? `${giverName}送给你的礼物` : '学堂的兑换码'
}

/** Why a code opens nothing any more; empty while it does. */
export function overWords({ state }: Code): string {
  switch (state) {
    case 'redeemed':
      return '这个码已经被别人领走了,每个码只能领一次'
    case 'cancelled':
      return '这个码已经作废。送礼的人可能退了款,可以问问 TA'
    case 'expired':
      return '这个码已经过期了'
    case 'open':
    case 'mine':
      return ''
  }
}
