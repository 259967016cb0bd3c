import type { Gateway, Placed, TradeLine } from '../../../core/ports'
import { deskClock } from '../../../emulator/clock'
import { alipayBills } from '../../../platform/alipay/bills'
import type { MemoryBills } from '../../../platform/memory/bills'
import { memoryWorld } from '../../../platform/memory/world'
import { virtualBills } from '../../../platform/virtualPay/bills'
import { addressOf, alipayShop, spring as page } from '../alipayShop'
import { coins, virtualPayShop } from '../virtualPayShop'
import { spring, weChatPayShop } from '../wechatPayShop'
import { type BillsManner, type BillsWorld, billsSuite, payoutsSuite } from './bills'

/** Ten o'clock of a morning in China. */
const MORNING = Date.parse('2026-11-21T02:00:00.000Z')
const FOR_TESTS = { timeoutMs: 2_000, tries: 3, pauseMs: 10 }

const sixPerMille = (fen: number): number => Math.floor((fen * 6 + 500) / 1000)

/** WeChat Pay keeps its fee in a line of its own, and gives it back in the refund's. */
const netRefunds: BillsManner['moves'] = (kind, fen, feeFen) =>
  kind === 'refund'
    ? [{ kind: '退款', direction: 'out', fen: fen - feeFen }]
    : [
        { kind: '交易', direction: 'in', fen },
        { kind: '扣除交易手续费', direction: 'out', fen: feeFen },
      ]
const WECHAT_PAY: BillsManner = {
  readyAt: '10:00',
  keptDays: 92,
  movementsBy: 'ownNumber',
  feeOf: sixPerMille,
  moves: netRefunds,
}
const VIRTUAL_PAY: BillsManner = { ...WECHAT_PAY, feeOf: () => 0, moves: null }
const ALIPAY: BillsManner = { ...WECHAT_PAY, movementsBy: 'orderNumber' }

const MEI = { mei: 'oMei-openid', nobody: '' }
type Service = 'wechatPay' | 'virtualPay' | 'alipay'

/** What is asked for in each service, and again when it goes back. */
function orderOf(service: Service, outTradeNo: string, fen: number): Omit<Placed, 'seal'> {
  const method = { wechatPay: 'jsapi', virtualPay: 'virtualCoins', alipay: 'alipayPage' } as const
  return { outTradeNo, fen, method: method[service], openid: service === 'alipay' ? MEI.nobody : MEI.mei }
}

async function memory(service: Service): Promise<BillsWorld> {
  const world = memoryWorld(new Date(MORNING).toISOString())
  const { clock } = world
  const gateway: Gateway = { wechatPay: world.payments, virtualPay: world.virtualPay, alipay: world.alipay }[service]
  const kept: MemoryBills = { wechatPay: world.bills, virtualPay: world.virtualBills, alipay: world.alipayBills }[
    service
  ]
  const bills = world.ports.bills(service)
  if (!bills) throw new Error('no bills')
  const pay = { wechatPay: world.payments.pay, virtualPay: world.virtualPay.pay, alipay: world.alipay.pay }
  const seals = new Map<string, string | null>()
  return {
    bills,
    gateway,
    transfers: world.transfers,
    now: clock.now,
    advance: clock.advance,
    async sell(outTradeNo, fen) {
      const { seal } = await gateway.prepay({
        ...orderOf(service, outTradeNo, fen),
        description: '春日读诗',
        expiresAt: new Date(clock.now().getTime() + 3_600_000).toISOString(),
        returnUrl: '',
        clientIp: '',
        loginCode: service === 'virtualPay' ? world.virtualPay.login(MEI.mei) : '',
        productId: '',
      })
      seals.set(outTradeNo, seal)
      pay[service](outTradeNo)
    },
    async giveBack(outTradeNo, outRefundNo, fen, refundFen) {
      const seal = seals.get(outTradeNo) ?? null
      await gateway.refund({ ...orderOf(service, outTradeNo, fen), seal, outRefundNo, refundFen, reason: '不想学了' })
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
      kept.alter(day, {
        trade(lines) {
          if ('drop' in change) return lines.filter(({ outTradeNo }) => outTradeNo !== change.drop)
          if ('stranger' in change) return [...lines, stranger(change.stranger.outTradeNo, change.stranger.fen)]
          const { of, fen } = change.amount
          return lines.map((line) => (line.outTradeNo === of ? { ...line, fen } : line))
        },
      })
    },
    delay: async (day) => kept.delay(day),
    close: async () => {},
  }
}

async function weChatPay(): Promise<BillsWorld> {
  const shop = await weChatPayShop(undefined, deskClock(MORNING - Date.now()))
  return {
    bills: shop.bills,
    gateway: shop.payments,
    transfers: shop.transfers,
    now: shop.time.now,
    advance: shop.clock.advance,
    async sell(outTradeNo, fen) {
      await shop.payments.prepay({ ...spring(shop, outTradeNo, 'jsapi'), fen })
      await shop.post('/wechatPay/desk/pay', { outTradeNo })
    },
    async giveBack(outTradeNo, outRefundNo, fen, refundFen) {
      const order = { ...orderOf('wechatPay', outTradeNo, fen), seal: null }
      await shop.payments.refund({ ...order, outRefundNo, refundFen, reason: '不想学了' })
    },
    async falsify(date, change) {
      await shop.post('/wechatPay/desk/bill', { date, ...change })
    },
    async delay() {
      const fault = { path: '/v3/bill/tradebill', status: 400, code: 'STATEMENT_CREATING', times: 10 }
      await shop.post('/wechatPay/desk/callFault', fault)
    },
    close: shop.close,
  }
}

async function alipay(): Promise<BillsWorld> {
  const shop = await alipayShop(deskClock(MORNING - Date.now()))
  const now = () => new Date(shop.clock.now())
  return {
    bills: alipayBills(shop.settings, { now }, FOR_TESTS),
    gateway: shop.gateway,
    now,
    advance: shop.clock.advance,
    async sell(outTradeNo, fen) {
      const url = await addressOf(shop, { ...page(shop, outTradeNo), fen })
      await shop.post('/alipay/desk/pay', { url })
    },
    async giveBack(outTradeNo, outRefundNo, fen, refundFen) {
      const order = { ...orderOf('alipay', outTradeNo, fen), seal: null }
      await shop.gateway.refund({ ...order, outRefundNo, refundFen, reason: '不想学了' })
    },
    async falsify(date, change) {
      await shop.post('/alipay/desk/bill', { date, ...change })
    },
    async delay() {
      const fault = { method: 'bill.downloadurl', code: '40004', subCode: 'BILL_NOT_EXIST', times: 10 }
      await shop.post('/alipay/desk/callFault', fault)
    },
    close: shop.close,
  }
}

/** In coins, and now and then on an iPhone: both lists are read. */
async function virtualPay(): Promise<BillsWorld> {
  const shop = await virtualPayShop()
  const { clock } = shop.desk
  // Into a whole day of its own.
  const tomorrow = new Date(clock.now() + 32 * 3_600_000).toISOString().slice(0, 10)
  clock.advance(Date.parse(`${tomorrow}T10:00:00+08:00`) - clock.now())
  const orders = new Map<string, Placed>()
  return {
    bills: virtualBills(shop.settings, shop.clock, FOR_TESTS),
    gateway: shop.gateway,
    now: shop.clock.now,
    advance: clock.advance,
    async sell(outTradeNo, fen) {
      const { params, order } = await shop.placed({ ...coins(shop, outTradeNo), fen })
      orders.set(outTradeNo, order)
      await shop.buy(params, outTradeNo === 'EARLY00001' ? 'ios' : 'android')
      await shop.gateway.query(order)
    },
    async giveBack(outTradeNo, outRefundNo, _, refundFen) {
      const order = orders.get(outTradeNo)
      if (!order) throw new Error(`${outTradeNo} was not sold`)
      await shop.gateway.refund({ ...order, outRefundNo, refundFen, reason: '不想学了' })
      clock.advance(5_000)
    },
    async falsify(date, change) {
      await shop.post('/virtualPay/desk/bill', { date, ...change })
    },
    async delay() {
      await shop.post('/virtualPay/desk/callFault', {
        path: '/xpay/start_download_order',
        errcode: 268490011,
        times: 10,
      })
    },
    close: shop.close,
  }
}

billsSuite('WeChat Pay in memory', WECHAT_PAY, () => memory('wechatPay'))
billsSuite('virtual payment in memory', VIRTUAL_PAY, () => memory('virtualPay'))
billsSuite('Alipay in memory', ALIPAY, () => memory('alipay'))
billsSuite('WeChat Pay’s sandbox, through its library', WECHAT_PAY, weChatPay)
billsSuite(
  'virtual payment’s sandbox, by its lists of orders',
  { ...VIRTUAL_PAY, readyAt: null, keptDays: null },
  virtualPay,
)
billsSuite(
  'Alipay’s sandbox, through its library',
  {
    ...ALIPAY,
    readyAt: '09:00',
    keptDays: 6 * 366,
    moves: (kind, fen, feeFen) =>
      kind === 'refund'
        ? [
            { kind: '交易退款', direction: 'out', fen },
            { kind: '退费', direction: 'in', fen: feeFen },
          ]
        : [
            { kind: '在线支付', direction: 'in', fen },
            { kind: '收费', direction: 'out', fen: feeFen },
          ],
  },
  alipay,
)
payoutsSuite('memory', () => memory('wechatPay'))
payoutsSuite('WeChat Pay’s sandbox', weChatPay)
