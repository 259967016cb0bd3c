import type { LetterKind, LetterView } from '../../core/contract/inbox'
import { money } from '../words/money'
import { tongues } from '../words/speak'
import { when } from '../words/time'

const words = tongues({
  zh: {
    courseOpened: '课程开通了',
    courseOpenedSays: (title: string) => `${title},随时可以开始学`,
    refundDone: '退款到账',
    refundDoneSays: (title: string, sum: string) => `${title},${sum} 已按原路退回`,
    refundRefused: '退款申请没有通过',
    refundRefusedSays: (title: string, why: string) => `${title}:${why}`,
    giftClaimed: '礼物被领走了',
    giftClaimedSays: (title: string) => `朋友领走了你送的「${title}」`,
    certificate: '证书发给你了',
    certificateSays: (title: string) => `${title},学完了每一节`,
    reviewAnswered: '你的评价有了回复',
    reviewAnsweredSays: (title: string, answer: string) => `${title}:${answer}`,
    reviewHidden: '你的评价被收起来了',
    reviewHiddenSays: (title: string, why: string) => `${title}:${why}`,
    priceFell: '收藏的课降价了',
    priceFellSays: (title: string, sum: string) => `${title},现在 ${sum}`,
  },
  en: {
    courseOpened: 'Your course is open',
    courseOpenedSays: (title) => `${title}: start whenever you like`,
    refundDone: 'Your refund has arrived',
    refundDoneSays: (title, sum) => `${title}: ${sum} went back the way it came`,
    refundRefused: 'Your refund was not granted',
    refundRefusedSays: (title, why) => `${title}: ${why}`,
    giftClaimed: 'Your gift was taken',
    giftClaimedSays: (title) => `A friend took the course you gave: ${title}`,
    certificate: 'Your certificate is here',
    certificateSays: (title) => `${title}: every lesson finished`,
    reviewAnswered: 'Your review was answered',
    reviewAnsweredSays: (title, answer) => `${title}: ${answer}`,
    reviewHidden: 'Your review was put away',
    reviewHiddenSays: (title, why) => `${title}: ${why}`,
    priceFell: 'A saved course costs less',
    priceFellSays: (title, sum) => `${title}: now ${sum}`,
  },
})

const icons: Record<LetterKind, string> = {
  courseOpened: 'check-circle',
  refundDone: 'rollback',
  refundRefused: 'rollback',
  giftClaimed: 'gift',
  certificate: 'certificate-1',
  reviewAnswered: 'edit',
  reviewHidden: 'error-circle',
  priceFell: 'star',
}

/** A letter as its row shows it. */
export type LetterRow = {
  letterId: string
  icon: string
  head: string
  says: string
  when: string
  isRead: boolean
  /** Where a tap leads. */
  url: string
}

function saidOf({ kind, facts: { title, words: said, fen } }: LetterView): string {
  const w = words()
  switch (kind) {
    case 'courseOpened':
      return w.courseOpenedSays(title)
    case 'refundDone':
      return w.refundDoneSays(title, money(fen))
    case 'refundRefused':
      return w.refundRefusedSays(title, said)
    case 'giftClaimed':
      return w.giftClaimedSays(title)
    case 'certificate':
      return w.certificateSays(title)
    case 'reviewAnswered':
      return w.reviewAnsweredSays(title, said)
    case 'reviewHidden':
      return w.reviewHiddenSays(title, said)
    case 'priceFell':
      return w.priceFellSays(title, money(fen))
  }
}

function urlOf({ kind, facts: { courseId, orderId } }: LetterView): string {
  switch (kind) {
    case 'courseOpened':
    case 'priceFell':
      return `/pages/course/course?courseId=${courseId}`
    case 'refundDone':
    case 'refundRefused':
    case 'giftClaimed':
      return `/shop/pages/order/order?orderId=${orderId}`
    case 'certificate':
      return `/learn/pages/certificate/certificate?courseId=${courseId}`
    case 'reviewAnswered':
    case 'reviewHidden':
      return `/mine/pages/reviews/reviews?courseId=${courseId}`
  }
}

export const letterRow = (letter: LetterView, now?: number): LetterRow => ({
  letterId: letter.letterId,
  icon: icons[letter.kind],
  head: words()[letter.kind],
  says: saidOf(letter),
  when: when(letter.at, now),
  isRead: letter.isRead,
  url: urlOf(letter),
})
