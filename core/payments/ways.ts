import type { MoneySettings } from '../contract/moneySettings'
import type { GatewayName, Goods, PayMethod } from '../contract/shapes'

/** Where the buyer is: inside WeChat, or on the web with a phone or a computer. Told by the door, never by the page alone. */
export type Client = 'weChat' | 'phoneWeb' | 'computerWeb'

export const gatewayOf: Record<PayMethod, GatewayName> = {
  jsapi: 'wechatPay',
  native: 'wechatPay',
  h5: 'wechatPay',
  virtualGoods: 'virtualPay',
  virtualCoins: 'virtualPay',
  alipayPage: 'alipay',
  alipayWap: 'alipay',
}

/** Which ways fit a client at all, the one to offer first at the front. Alipay cannot be used inside WeChat (W27). */
const ofClient: Record<Client, readonly PayMethod[]> = {
  weChat: ['virtualGoods', 'virtualCoins', 'jsapi'],
  phoneWeb: ['h5', 'alipayWap'],
  computerWeb: ['native', 'alipayPage'],
}

const switchOf: Record<PayMethod, keyof MoneySettings['ways']> = {
  jsapi: 'jsapi',
  native: 'native',
  h5: 'h5',
  virtualGoods: 'virtualGoods',
  virtualCoins: 'virtualCoins',
  alipayPage: 'alipay',
  alipayWap: 'alipay',
}

/** An item (道具) published at WeChat: what may be sold in goods mode, at exactly this price, from this time on. */
export type Item = { productId: string; fen: number; readyAt: string }

/**
 * The ways in which this may be paid, the best first. Everything we sell is virtual, so inside the mini-program WeChat's
 * virtual payment comes first (W1, W2) and ordinary WeChat Pay only where the school has switched it on. An item is sold at its published price
 * and no other, once WeChat's own servers know it (W10); whatever is priced otherwise is paid with coins.
 */
export function waysToPay(
  { client, goods, payFen, item, now }: { client: Client; goods: Goods; payFen: number; item: Item | null; now: Date },
  { ways }: MoneySettings,
  isSetUp: (gateway: GatewayName) => boolean,
): PayMethod[] {
  if (payFen <= 0) return []
  const isItem = item !== null && item.fen === payFen && item.readyAt <= now.toISOString()
  return ofClient[client].filter((method) => {
    if (!ways[switchOf[method]] || !isSetUp(gatewayOf[method])) return false
    if (method === 'virtualGoods') return isItem && goods.kind !== 'topUp'
    return true
  })
}
