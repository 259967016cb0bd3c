import { counted } from '../words/counted'
import { tongues } from '../words/speak'

/** The offer at the checkout. */
export const offerWords = tongues({
  zh: {
    notSetUp: '学堂还没有开通这里的付款方式',
    notSetUpButCodes: '学堂还没有开通这里的付款方式。手上有兑换码的话,可以直接兑换',
    short: (amount: string) => `余额还差 ${amount}`,
    toWallet: '去钱包',
    useCode: '用兑换码',
    pay: (amount: string) => `确认付款 ${amount}`,
    payFromWallet: (amount: string) => `用余额付 ${amount}`,
    usePoints: (points: number) => `用 ${points} 积分`,
    pointsWorth: (amount: string, points: number) => `抵 ${amount},共有 ${points} 积分`,
    useBalance: '用余额',
    agree: '购买即表示你同意',
    titled: (name: string) => `《${name}》`,
    balancePays: (amount: string) => `付 ${amount}`,
    balancePaysOf: (amount: string, all: string) => `付 ${amount},共有 ${all}`,
    promise: {
      course: (days: number) => `${days} 天内学得不多,可以全额退`,
      gift: (days: number) => `${days} 天内朋友还没领,可以全额退`,
      topUp: '充值的钱没有期限;要退回,由学堂看过再决定',
      reviewed: '要退款,由学堂看过再决定',
    },
  },
  en: {
    notSetUp: 'The school has not set up a way to pay here yet',
    notSetUpButCodes: 'The school has not set up a way to pay here yet. If you have a code, use it.',
    short: (amount) => `Your balance is ${amount} short`,
    toWallet: 'Top up',
    useCode: 'Use a code',
    pay: (amount) => `Pay ${amount}`,
    payFromWallet: (amount) => `Pay ${amount} from the wallet`,
    usePoints: (points) => `Use ${counted(points, 'point')}`,
    pointsWorth: (amount, points) => `Worth ${amount}; you have ${points}`,
    useBalance: 'Use the wallet',
    agree: 'By buying you agree to the',
    titled: (name) => name,
    balancePays: (amount) => `Pays ${amount}`,
    balancePaysOf: (amount, all) => `Pays ${amount} of its ${all}`,
    promise: {
      course: (days) => `Full refund within ${counted(days, 'day')} if you have studied little`,
      gift: (days) => `Full refund within ${counted(days, 'day')} while your friend has not taken it`,
      topUp: 'Money in the wallet never runs out. To have it back, ask the school.',
      reviewed: 'For a refund, ask the school. It looks at each.',
    },
  },
})

export const planWords = tongues({
  zh: {
    week: '一周',
    month: '一个月',
    quarter: '三个月',
    halfYear: '半年',
    year: '一年',
    days: (days: number) => `${days} 天`,
    coursesFree: '会员课免费学',
    courses: (discount: string) => `买课 ${discount}`,
    until: (day: string, left: string) => `会员到 ${day},${left}`,
  },
  en: {
    week: 'One week',
    month: 'One month',
    quarter: 'Three months',
    halfYear: 'Half a year',
    year: 'One year',
    days: (days) => counted(days, 'day'),
    coursesFree: 'Member courses for free',
    courses: (discount) => `Courses ${discount}`,
    until: (day, left) => `Member until ${day}, ${left}`,
  },
})

/** How a payment ended that did not go through. */
export const purchaseWords = tongues({
  zh: {
    kept: (minutes: number) => `订单已保留,${minutes} 分钟内可继续付款`,
    left: '没有付款,想好了再点一次就行',
    otherwise: '微信没有接受这笔付款,没有扣款,可以再试一次',
    risk: '微信觉得这笔付款有风险,拦下了,没有扣款。可以换一种方式,或过一会儿再试',
    numberUsed: '这张单子已经用过了,没有重复扣款。再点一次会开一张新的',
    ofTheSchool: '学堂的收款设置有一处不对,没有扣款。我们已经记下,先换一种方式,或过一会儿再来',
    sessionExpired: '微信登录过期了,没有扣款。再点一次就好',
    notOnSale: '微信那边还没有备好这件商品,没有扣款。过一会儿再来',
    priceChanged: '价格刚刚变过,没有扣款。返回再进来,会看到现在的价格',
    justPublished: '这门课刚上架,微信要 10 分钟左右才能收款。没有扣款,过一会儿再来',
    restricted: '学堂的收款暂时受限,没有扣款。可以先联系老师',
    slower: '点得有点快,没有扣款。等几秒再试',
  },
  en: {
    kept: (minutes) => `Your order is kept. You can pay within ${counted(minutes, 'minute')}.`,
    left: 'Not paid. Tap again whenever you like.',
    otherwise: 'WeChat did not take this payment. Nothing was charged; you can try again.',
    risk: 'WeChat stopped this payment as risky. Nothing was charged. Pay another way, or try again in a while.',
    numberUsed: 'This bill has been used. Nothing was charged twice. Tap again for a new one.',
    ofTheSchool:
      'Something is wrong in how the school takes money. Nothing was charged, and it is noted. Pay another way, or come back in a while.',
    sessionExpired: "WeChat's sign-in has run out. Nothing was charged. Just tap again.",
    notOnSale: 'WeChat does not have this ready yet. Nothing was charged. Come back in a while.',
    priceChanged: 'The price has just changed. Nothing was charged. Go back and come in again to see it.',
    justPublished: 'This course is brand new, and WeChat takes money for it in about 10 minutes. Nothing was charged.',
    restricted: 'The school cannot take money for now. Nothing was charged. Please ask its teacher.',
    slower: 'That was a little fast. Nothing was charged. Wait a few seconds and try again.',
  },
})
