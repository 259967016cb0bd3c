import { chinaTime } from '../../emulator/wechatPay/chinaTime'
import { MEI, placed, spring, type WeChatPayShop, weChatPayShop } from './wechatPayShop'
import { Formatter, openedByWitness, Rsa, witness } from './wechatPayWitness'

let shop: WeChatPayShop
beforeEach(async () => {
  shop = await weChatPayShop()
})
afterEach(() => shop.close())

const orderBody = (out_trade_no: string) => ({
  appid: shop.settings.appid,
  mchid: shop.settings.mchid,
  description: '春日读诗',
  out_trade_no,
  time_expire: chinaTime(shop.clock.now() + 3_600_000),
  notify_url: shop.settings.notifyUrl,
  amount: { total: 19900, currency: 'CNY' },
  payer: { openid: MEI },
})

const replyOf = async (sent: Promise<{ status: number; data: unknown }>) => {
  const { status, data } = await sent
  return { status, data }
}
const refusalOf = (sent: Promise<unknown>) =>
  sent.then(
    () => 'accepted',
    ({ code, response }) => (response?.status >= 400 ? [response.status, response.data.code] : code),
  )

test('its signed requests are accepted and it believes every reply, from placing an order to refunding it', async () => {
  const at = witness(shop.settings)
  const { mchid } = shop.settings
  const one = { out_trade_no: 'WITNESS001', params: { mchid } }

  const placed = await replyOf(at('v3/pay/transactions/jsapi').post(orderBody('WITNESS001')))
  expect(placed).toEqual({ status: 200, data: { prepay_id: expect.stringMatching(/^wx\d{14}[0-9a-f]{20}$/) } })
  expect(await replyOf(at('v3/pay/transactions/out-trade-no/{out_trade_no}').get(one))).toMatchObject({
    status: 200,
    data: { trade_state: 'NOTPAY' },
  })

  await shop.post('/wechatPay/desk/pay', { outTradeNo: 'WITNESS001' })
  const paid = await replyOf(at('v3/pay/transactions/out-trade-no/{out_trade_no}').get(one))
  expect(paid).toMatchObject({ status: 200, data: { trade_state: 'SUCCESS', payer: { openid: MEI } } })
  const { transaction_id } = paid.data as { transaction_id: string }
  expect(await replyOf(at('v3/pay/transactions/id/{id}').get({ id: transaction_id, params: { mchid } }))).toEqual(paid)

  const refund = { transaction_id, out_refund_no: 'R1', amount: { refund: 100, total: 19900, currency: 'CNY' } }
  expect(await replyOf(at('v3/refund/domestic/refunds').post(refund))).toMatchObject({
    status: 200,
    data: { refund_id: expect.any(String) },
  })
  expect(await replyOf(at('v3/refund/domestic/refunds/{no}').get({ no: 'R1' }))).toMatchObject({
    data: { status: 'PROCESSING' },
  })

  await at('v3/pay/transactions/jsapi').post(orderBody('WITNESS002'))
  const close = at('v3/pay/transactions/out-trade-no/{out_trade_no}/close')
  expect(await replyOf(close.post({ mchid }, { out_trade_no: 'WITNESS002' }))).toEqual({ status: 204, data: '' })
  expect(await refusalOf(close.post({ mchid }, { out_trade_no: 'WITNESS001' }))).toEqual([400, 'ORDER_PAID'])
})

test('it does not believe a reply with a false signature: it does look', async () => {
  await shop.post('/wechatPay/desk/callFault', { path: '/jsapi', badSignature: true })
  const sent = witness(shop.settings)('v3/pay/transactions/jsapi').post(orderBody('WITNESS001'))
  expect(await refusalOf(sent)).toBe('EV3_RES_HEADER_SIGNATURE_DIGEST')
})

test('a public-key merchant has no platform certificates to download', async () => {
  expect(await refusalOf(witness(shop.settings)('v3/certificates').get())).toEqual([404, 'RESOURCE_NOT_EXISTS'])
})

test('it believes and opens every notice: of a payment, of each repetition, of a refund', async () => {
  shop.answers.push(500, 500)
  await shop.payments.prepay(spring(shop))
  await shop.post('/wechatPay/desk/pay', { outTradeNo: 'SPRING0001' })
  await shop.arrived(1)
  shop.clock.advance(15_000)
  await shop.arrived(2)
  shop.clock.advance(15_000)
  await shop.arrived(3)
  await shop.payments.refund({ ...placed(), outRefundNo: 'R1', refundFen: 1, reason: '试' })
  shop.clock.advance(2_000)
  await shop.arrived(4)

  const told = shop.arrivals.map((arrival) => openedByWitness(arrival, shop.settings))
  const payment = {
    appid: shop.settings.appid,
    mchid: shop.settings.mchid,
    out_trade_no: 'SPRING0001',
    trade_state: 'SUCCESS',
    trade_state_desc: '支付成功',
    trade_type: 'JSAPI',
    bank_type: 'OTHERS',
    promotion_detail: [],
    transaction_id: expect.stringMatching(/^\d{28}$/),
    success_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/),
    payer: { openid: MEI },
    amount: { total: 19900, payer_total: 19900, currency: 'CNY', payer_currency: 'CNY' },
  }
  expect(told).toEqual([
    payment,
    payment,
    payment,
    {
      mchid: shop.settings.mchid,
      out_trade_no: 'SPRING0001',
      transaction_id: expect.stringMatching(/^\d{28}$/),
      out_refund_no: 'R1',
      refund_id: expect.stringMatching(/^\d{29}$/),
      refund_status: 'SUCCESS',
      success_time: expect.stringMatching(/\+08:00$/),
      amount: { total: 19900, refund: 1, payer_total: 19900, payer_refund: 1 },
      user_received_account: '支付用户零钱',
    },
  ])
})

test('it agrees with what the product signs for the payment sheet, and the sheet takes what it signs', async () => {
  const ours = await shop.sheet(spring(shop))
  const message = [shop.settings.appid, ours.timeStamp, ours.nonceStr, ours.package]
  const publicKey = Rsa.from(shop.sandbox.merchant.certificate, 'public')
  expect(Rsa.verify(Formatter.joinedByLineFeed(...message), ours.paySign, publicKey)).toBe(true)

  const at = witness(shop.settings)
  const { data } = await at('v3/pay/transactions/jsapi').post(orderBody('WITNESS001'))
  const theirs = {
    timeStamp: String(Formatter.timestamp()),
    nonceStr: Formatter.nonce(),
    package: `prepay_id=${(data as unknown as { prepay_id: string }).prepay_id}`,
    signType: 'RSA',
  }
  const lines = Formatter.joinedByLineFeed(shop.settings.appid, theirs.timeStamp, theirs.nonceStr, theirs.package)
  const sheet = { ...theirs, paySign: Rsa.sign(lines, Rsa.from(shop.settings.privateKey, 'private')) }
  expect((await shop.post('/wechatPay/cashier', sheet, { 'x-openid': MEI })).status).toBe(200)
})
