import { memoryWorld } from '../../../platform/memory/world'
import { spring, weChatPayShop } from '../wechatPayShop'
import { type TransfersWorld, transfersSuite } from './transfers'

const MINUTE = 60_000

/** An order of so much, for whoever buys. */
const ORDER = {
  method: 'jsapi' as const,
  openid: 'oMei-openid',
  description: '春日读诗',
  returnUrl: '',
  clientIp: '',
  loginCode: '',
  productId: '',
}

async function memory(): Promise<TransfersWorld> {
  const { payments, transfers, clock } = memoryWorld()
  let sold = 0
  return {
    transfers,
    gateway: payments,
    advance: clock.advance,
    async earn(fen) {
      sold += 1
      const outTradeNo = `SPRING000${sold}`
      const expiresAt = new Date(clock.now().getTime() + 30 * MINUTE).toISOString()
      await payments.prepay({ ...ORDER, outTradeNo, fen, expiresAt })
      payments.pay(outTradeNo)
    },
    confirm: async (outBillNo) => transfers.confirm(outBillNo),
    finished: async (outBillNo) => transfers.finished(outBillNo),
    close: async () => {},
  }
}

async function sandbox(): Promise<TransfersWorld> {
  const shop = await weChatPayShop()
  let sold = 0
  return {
    transfers: shop.transfers,
    gateway: shop.payments,
    advance: shop.clock.advance,
    async earn(fen) {
      sold += 1
      const outTradeNo = `SPRING000${sold}`
      await shop.payments.prepay({ ...spring(shop, outTradeNo), fen })
      await shop.post('/wechatPay/desk/pay', { outTradeNo })
    },
    async confirm(outBillNo) {
      await shop.post('/wechatPay/desk/transfer', { outBillNo })
      shop.clock.advance(1_000)
      return shop.finished(outBillNo)
    },
    finished: shop.finished,
    close: shop.close,
  }
}

transfersSuite('memory', memory)
transfersSuite('WeChat Pay’s sandbox, through its library', sandbox)
