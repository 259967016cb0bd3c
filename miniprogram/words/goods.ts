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

/** The course's own title, of an order that gives it to a friend. */
export const withoutGift = (title: string): string => title.replace(/^送朋友 · /, '')
