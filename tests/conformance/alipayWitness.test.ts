import { AlipaySdk } from 'alipay-sdk'
import { type AlipayShop, addressOf, alipayShop, placed, spring } from './alipayShop'

let shop: AlipayShop
beforeEach(async () => {
  shop = await alipayShop()
})
afterEach(() => shop.close())

/** The library with its own way of sending and checking: of ours there is nothing but keys. */
const library = () =>
  new AlipaySdk({
    appId: shop.settings.appId,
    privateKey: shop.settings.privateKey,
    keyType: 'PKCS8',
    alipayPublicKey: shop.settings.publicKey,
    gateway: shop.settings.gateway,
  })
// It takes the process's local time: what a process in China would send.
const timestamp = () => new Date(shop.clock.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
const ask = (method: string, bizContent: object) =>
  library().exec(method, { timestamp: timestamp(), bizContent }, { validateSign: true })

test('the library itself is understood by the desk, and believes its replies', async () => {
  expect(await ask('alipay.trade.query', { out_trade_no: 'SPRING0001' })).toMatchObject({
    code: '40004',
    subCode: 'ACQ.TRADE_NOT_EXIST',
  })
  await shop.press(await addressOf(shop, spring(shop)))
  expect(await ask('alipay.trade.query', { out_trade_no: 'SPRING0001' })).toMatchObject({
    code: '10000',
    tradeStatus: 'TRADE_SUCCESS',
    totalAmount: '199.00',
  })
  const refund = { out_trade_no: 'SPRING0001', out_request_no: 'R1', refund_amount: '199.00' }
  expect(await ask('alipay.trade.refund', refund)).toMatchObject({ fundChange: 'Y', refundFee: '199.00' })
  expect(await shop.gateway.refundOf({ ...placed(), outRefundNo: 'R1' })).toMatchObject({ state: 'SUCCESS' })
})

test('the library’s own page is opened and paid', async () => {
  const url = library().pageExec('alipay.trade.wap.pay', 'GET', {
    timestamp: timestamp(),
    notifyUrl: shop.settings.notifyUrl,
    returnUrl: 'https://shop.example/',
    bizContent: {
      out_trade_no: 'WITNESS001',
      total_amount: '0.01',
      subject: '春日读诗',
      product_code: 'QUICK_WAP_WAY',
    },
  })
  expect(await shop.press(url)).toMatchObject({ opened: 200, status: 303 })
  const { body } = await shop.arrived(1)
  const told = Object.fromEntries(new URLSearchParams(body.toString('utf8')))
  expect(library().checkNotifySignV2(told)).toBe(true)
  expect(told).toMatchObject({ out_trade_no: 'WITNESS001', total_amount: '0.01', trade_status: 'TRADE_SUCCESS' })
})

test('what Alipay vouches for on the buyer’s way back is believed by the library', async () => {
  const { location } = await shop.press(await addressOf(shop, { ...spring(shop), returnUrl: 'https://shop.example/' }))
  const told = Object.fromEntries(new URL(location).searchParams)
  expect(library().checkNotifySignV2(told)).toBe(true)
  expect(library().checkNotifySignV2({ ...told, total_amount: '0.01' })).toBe(false)
})

test('a process that lives in UTC and leaves the time to the library is refused', async () => {
  const eightHoursAgo = new Date(shop.clock.now()).toISOString().slice(0, 19).replace('T', ' ')
  const method = 'alipay.trade.query'
  const asked = { timestamp: eightHoursAgo, bizContent: { out_trade_no: 'SPRING0001' } }
  expect(await library().exec(method, asked, { validateSign: true })).toMatchObject({
    subCode: 'isv.invalid-timestamp',
  })
  expect(await shop.gateway.query(placed())).toBeNull()
})
