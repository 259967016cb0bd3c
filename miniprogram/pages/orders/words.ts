import { tongues } from '../../words/speak'

export const ordersWords = tongues({
  zh: { title: '我的订单', empty: '还没有订单。遇到喜欢的课,买下就能一直学', look: '去看看', again: '再试一次' },
  en: {
    title: 'My orders',
    empty: 'No orders yet. A course you buy is yours to come back to.',
    look: 'Have a look',
    again: 'Try again',
  },
})
