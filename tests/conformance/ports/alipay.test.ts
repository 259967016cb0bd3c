import { memoryAlipay } from '../../../platform/memory/alipay'
import { alipayShop } from '../alipayShop'
import { type AlipayWorld, alipaySuite } from './alipay'

async function memory(): Promise<AlipayWorld> {
  let now = Date.parse('2026-03-01T02:00:00.000Z')
  const gateway = memoryAlipay({ now: () => new Date(now) })
  return {
    gateway,
    now: () => new Date(now),
    advance(ms) {
      now += ms
    },
    open: async (outTradeNo) => gateway.open(outTradeNo),
    pay: async (outTradeNo) => gateway.pay(outTradeNo),
    close: async () => {},
  }
}

async function sandbox(): Promise<AlipayWorld> {
  const shop = await alipayShop()
  const urls = new Map<string, string>()
  return {
    gateway: {
      ...shop.gateway,
      async prepay(order) {
        const placed = await shop.gateway.prepay(order)
        if ('url' in placed.sheet) urls.set(order.outTradeNo, placed.sheet.url)
        return placed
      },
    },
    now: () => new Date(shop.clock.now()),
    advance: shop.clock.advance,
    async open(outTradeNo) {
      await fetch(urls.get(outTradeNo) ?? '')
    },
    async pay(outTradeNo) {
      const before = shop.arrivals.length
      await shop.post('/alipay/desk/pay', { url: urls.get(outTradeNo), late: true })
      for (let n = before + 1; ; n++) {
        const letter = await shop.arrived(n)
        if (letter.body.includes('TRADE_SUCCESS')) return letter
      }
    },
    close: shop.close,
  }
}

alipaySuite('Alipay in memory', memory)
alipaySuite('Alipay’s sandbox, through its library', sandbox)
