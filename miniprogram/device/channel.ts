import type { PayMethod } from '../../core/contract/shapes'
import { tongues } from '../words/speak'

/**
 * What this phone can be asked to pay with. WeChat's virtual payment needs base library 2.19.2
 * (developers.weixin.qq.com/miniprogram/dev/api/payment/wx.requestVirtualPayment.html); on an iPhone it goes through Apple,
 * which needs WeChat 8.0.68 and iOS 15 and takes no less than 1 yuan (…/virtual-payment/ios.html). An iPhone without
 * that channel may not even speak of buying virtual goods.
 */
const APPLE_WECHAT = '8.0.68'
const APPLE_SYSTEM = '15'
const APPLE_LEAST_FEN = 100

const words = tongues({
  zh: {
    oldWeChat: '你的微信版本还不能在小程序里付款,更新微信后再来',
    oldIPhone: '这台手机上的微信还没有这个功能。微信更新到 8.0.68、系统更新到 iOS 15 之后就有了',
    tooLittle: '这台手机上一次至少付 ¥1',
  },
  en: {
    oldWeChat: 'Your WeChat is too old to pay in mini-programs. Update it and come back.',
    oldIPhone: 'WeChat on this phone cannot do this yet. It can from WeChat 8.0.68 and iOS 15 on.',
    tooLittle: 'On this phone the least that can be paid is ¥1',
  },
})

/** Whether one version is as new as another: '8.0.7' is older than '8.0.68'. */
export function isAtLeast(version: string, wanted: string): boolean {
  const parts = version.split('.').map(Number)
  for (const [at, least] of wanted.split('.').map(Number).entries()) {
    const part = parts[at] ?? 0
    if (part !== least) return part > least
  }
  return true
}

const isIPhone = (): boolean => wx.getDeviceInfo().platform === 'ios'

function hasAppleChannel(): boolean {
  const system = /iOS ([\d.]+)/i.exec(wx.getDeviceInfo().system)?.[1] ?? ''
  return isAtLeast(wx.getAppBaseInfo().version, APPLE_WECHAT) && isAtLeast(system, APPLE_SYSTEM)
}

/** Why this phone may not be offered anything for money; '' where it may. */
export const buyingShut = (): string => (isIPhone() && !hasAppleChannel() ? words().oldIPhone : '')

/** Why this phone cannot pay so much in this way; '' where it can. */
export function wayShut(method: PayMethod, fen: number): string {
  switch (method) {
    case 'virtualGoods':
    case 'virtualCoins':
      if (buyingShut()) return buyingShut()
      if (!wx.canIUse('requestVirtualPayment')) return words().oldWeChat
      return isIPhone() && fen < APPLE_LEAST_FEN ? words().tooLittle : ''
    case 'jsapi':
      return wx.canIUse('requestPayment') ? '' : words().oldWeChat
    case 'native':
    case 'h5':
    case 'alipayPage':
    case 'alipayWap':
      return ''
  }
}

/** What the page runs on, for the server to offer the fitting ways. In a browser the model is the browser's own name. */
export function device(): 'phone' | 'computer' {
  const { platform, model } = wx.getDeviceInfo()
  const isBig = platform === 'windows' || platform === 'mac' || platform === 'devtools'
  return isBig && !/Mobile|Android|iPhone|iPad/.test(model) ? 'computer' : 'phone'
}
