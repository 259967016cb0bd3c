import type { Goods } from '../../core/contract/shapes'
import { tongues } from './speak'

/** What people read about each kind of goods, at each step of buying it. */
export type GoodsWords = {
  name: string
  /** The receipt's line of a paid order: what is there now. */
  opened: string
  /** Paid, and not there yet. */
  opening: string
  /** What the button says when nothing is left to pay. */
  openForNothing: string
}

export const goodsWords = tongues<Record<Goods['kind'], GoodsWords>>({
  zh: {
    course: { name: '课程', opened: '课程已开通', opening: '正在开通课程,通常只要几秒', openForNothing: '直接开通' },
    gift: {
      name: '礼物',
      opened: '礼物备好了',
      opening: '正在准备兑换码,通常只要几秒',
      openForNothing: '直接备好礼物',
    },
    membership: {
      name: '会员',
      opened: '会员已开通',
      opening: '正在开通会员,通常只要几秒',
      openForNothing: '直接开通',
    },
    topUp: { name: '充值', opened: '已存进钱包', opening: '正在存进钱包,通常只要几秒', openForNothing: '存进钱包' },
  },
  en: {
    course: {
      name: 'Course',
      opened: 'Your course is open',
      opening: 'Opening your course, usually in seconds',
      openForNothing: 'Open the course',
    },
    gift: {
      name: 'Gift',
      opened: 'Your gift is ready',
      opening: 'Making the gift code, usually in seconds',
      openForNothing: 'Make the gift',
    },
    membership: {
      name: 'Membership',
      opened: 'Your membership is open',
      opening: 'Opening your membership, usually in seconds',
      openForNothing: 'Open membership',
    },
    topUp: {
      name: 'Top-up',
      opened: 'It is in your wallet',
      opening: 'Putting it in your wallet, usually in seconds',
      openForNothing: 'Put it in the wallet',
    },
  },
})

const words = tongues({
  zh: { topUp: '钱包充值', forFriend: (title: string) => `送朋友 · ${title}` },
  en: { topUp: 'Wallet top-up', forFriend: (title) => `For a friend · ${title}` },
})

/** What the server itself writes into the title of an order; the rest of a title is its teacher's. */
const TOP_UP = '钱包充值'
const GIFT = /^送朋友 · /

/** What was bought, by its own title. */
export const titleOf = (title: string): string => (title === TOP_UP ? words().topUp : title.replace(GIFT, ''))

/** The same where it has to say that it went to a friend. */
export const titleInBooks = (title: string): string =>
  GIFT.test(title) ? words().forFriend(titleOf(title)) : titleOf(title)
