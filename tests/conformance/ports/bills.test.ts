import type { TradeLine } from '../../../core/ports'
import { deskClock } from '../../../emulator/clock'
import { memoryWorld } from '../../../platform/memory/world'
import { spring, weChatPayShop } from '../wechatPayShop'
import { type BillsWorld, billsSuite } from './bills'

/** Ten o'clock of a morning in China. */
const MORNING = Date.parse('2026-11-21T02:00:00.000Z')

async function memory(): Promise<BillsWorld> {
  const { payments, transfers, bills, clock } = memoryWorld(new Date(MORNING).toISOString())
  return {
    bills,
    gateway: payments,
    transfers,
    now: clock.now,
    advance: clock.advance,
    async sell(outTradeNo, fen, method = 'jsapi') {
      await payments.prepay({
        outTradeNo,
        fen,
        method,
        openid: 'oMei-openid',
        description: '春日读诗',
        expiresAt: new Date(clock.now().getTime() + 3_600_000).toISOString(),
        returnUrl: '',
        clientIp: '',
        loginCode: '',
        productId: '',
      })
      payments.pay(outTradeNo)
    },
    async falsify(day, change) {
      const stranger = (outTradeNo: string, fen: number): TradeLine => ({
        kind: 'payment',
        outTradeNo,
        transactionId: '4200',
        outRefundNo: '',
        refundId: '',
        fen,
        feeMilliFen: 0,
        at: `${day}T04:00:00.000Z`,
        state: 'SUCCESS',
      })
      bills.alter(day, {
        trade(lines) {
          if ('drop' in change) return lines.filter(({ outTradeNo }) => outTradeNo !== change.drop)
          if ('stranger' in change) return [...lines, stranger(change.stranger.outTradeNo, change.stranger.fen)]
          const { of, fen } = change.amount
          return lines.map((line) => (line.outTradeNo === of ? { ...line, fen } : line))
        },
      })
    },
    close: async () => {},
  }
}

async function sandbox(): Promise<BillsWorld> {
  const shop = await weChatPayShop(undefined, deskClock(MORNING - Date.now()))
  return {
    bills: shop.bills,
    gateway: shop.payments,
    transfers: shop.transfers,
    now: shop.time.now,
    advance: shop.clock.advance,
    async sell(outTradeNo, fen, method = 'jsapi') {
      await shop.payments.prepay({ ...spring(shop, outTradeNo, method), fen })
      await shop.post('/wechatPay/desk/pay', { outTradeNo })
    },
    async falsify(date, change) {
      await shop.post('/wechatPay/desk/bill', { date, ...change })
    },
    close: shop.close,
  }
}

billsSuite('memory', memory)
billsSuite('WeChat Pay’s sandbox, through its library', sandbox)
