import { sentence } from '../../../words/sentence'
import { tongues } from '../../../words/speak'

export const scanWords = tongues({
  zh: {
    title: '微信扫码付款',
    payAgain: '回去重新付',
    scan: '用手机微信扫一扫,付',
    waiting: '等你付款',
    goesOn: '付好后这里会自己往下走',
    otherWay: '换一种方式付',
    closed: '订单已经关闭,没有扣款',
    late: '二维码过期了,没有扣款',
    safe: (why: string) => `${why}。付过的钱不会丢`,
  },
  en: {
    title: 'Scan to pay',
    payAgain: 'Go back and pay',
    scan: 'Scan it with WeChat on your phone and pay',
    waiting: 'Waiting for you to pay',
    goesOn: 'Once you have paid, this page goes on by itself',
    otherWay: 'Pay another way',
    closed: 'The order has closed. Nothing was charged.',
    late: 'The code has run out. Nothing was charged.',
    safe: (why) => `${sentence(why)} What you have paid is safe.`,
  },
})
