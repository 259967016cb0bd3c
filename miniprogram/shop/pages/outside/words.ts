import { tongues } from '../../../words/speak'

export const outsideWords = tongues({
  zh: {
    title: '付款',
    lost: '付款页面的地址不完整',
    lostHint: '没有扣款。在订单里可以继续付款',
    orders: '看我的订单',
    leaving: '正在前往支付页面',
    leavingHint: '付完会自动回到这里。如果没有反应,返回上一页再试一次,不会重复扣款',
  },
  en: {
    title: 'Payment',
    lost: 'The address of the payment page is cut short',
    lostHint: 'Nothing was charged. You can go on paying from your orders.',
    orders: 'See my orders',
    leaving: 'Taking you to the payment page',
    leavingHint:
      'You come back here once you have paid. If nothing happens, go back and try again; you are never charged twice.',
  },
})
