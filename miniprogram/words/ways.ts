import type { PayMethod } from '../../core/contract/shapes'
import { tongues } from './speak'

/** The ways to pay as a buyer reads them, and what happens when one is chosen. */
export const wayWords = tongues<Record<PayMethod, { name: string; hint: string }>>({
  zh: {
    jsapi: { name: '微信支付', hint: '在微信里付款' },
    native: { name: '微信扫码', hint: '用手机微信扫一扫' },
    h5: { name: '微信支付', hint: '打开微信付款' },
    virtualGoods: { name: '微信虚拟支付', hint: '在微信里付款' },
    virtualCoins: { name: '微信虚拟支付', hint: '在微信里付款' },
    alipayPage: { name: '支付宝', hint: '打开支付宝网页付款' },
    alipayWap: { name: '支付宝', hint: '打开支付宝付款' },
  },
  en: {
    jsapi: { name: 'WeChat Pay', hint: 'Pay inside WeChat' },
    native: { name: 'WeChat code', hint: 'Scan it with WeChat on your phone' },
    h5: { name: 'WeChat Pay', hint: 'Opens WeChat to pay' },
    virtualGoods: { name: 'WeChat virtual payment', hint: 'Pay inside WeChat' },
    virtualCoins: { name: 'WeChat virtual payment', hint: 'Pay inside WeChat' },
    alipayPage: { name: 'Alipay', hint: "Opens Alipay's page to pay" },
    alipayWap: { name: 'Alipay', hint: 'Opens Alipay to pay' },
  },
})
