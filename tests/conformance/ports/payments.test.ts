import { memoryWorld } from '../../../platform/memory/world'
import { weChatPayShop } from '../wechatPayShop'
import { type PaymentsWorld, paymentsSuite } from './payments'

async function memory(): Promise<PaymentsWorld> {
  const { payments, clock } = memoryWorld()
  return {
    payments,
    now: clock.now,
    advance: clock.advance,
    pay: async (outTradeNo, openid) => payments.pay(outTradeNo, openid),
    close: async () => {},
  }
}

async function sandbox(): Promise<PaymentsWorld> {
  const shop = await weChatPayShop()
  return {
    payments: shop.payments,
    now: shop.time.now,
    advance: shop.clock.advance,
    async pay(outTradeNo, openid) {
      const before = shop.arrivals.length
      await shop.post('/wechatPay/desk/pay', { outTradeNo, openid })
      return shop.arrived(before + 1)
    },
    close: shop.close,
  }
}

paymentsSuite('memory', memory)
paymentsSuite('WeChat Pay’s sandbox, through its library', sandbox)
