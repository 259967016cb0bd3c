import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { deskClock } from '../../emulator/clock'
import { chinaDay, chinaTime } from '../../emulator/wechatPay/chinaTime'
import { linesOf } from '../../platform/memory/finance'
import { placed, spring, type WeChatPayShop, weChatPayShop } from './wechatPayShop'
import { Formatter, openedByWitness, witness } from './wechatPayWitness'

/** The witness at the web's orders, transfers and bills: what other people's client accepts, and how it reads the files. */

const DAY = 24 * 3_600_000
const BILLS = 'v3/fund-app/mch-transfer/transfer-bills'

let shop: WeChatPayShop
afterEach(() => shop.close())

const replyOf = async (sent: Promise<{ status: number; data: unknown }>) => {
  const { status, data } = await sent
  return { status, data }
}
const refusalOf = (sent: Promise<unknown>) =>
  sent.then(
    () => 'accepted',
    ({ code, response }) => (response?.status >= 400 ? [response.status, response.data.code] : code),
  )

test('it places orders of the web, and finds their payers after they have paid', async () => {
  shop = await weChatPayShop()
  const at = witness(shop.settings)
  const { mchid, appid } = shop.settings
  const order = (out_trade_no: string) => ({
    appid,
    mchid,
    description: '春日读诗',
    out_trade_no,
    time_expire: chinaTime(shop.clock.now() + 3_600_000),
    notify_url: shop.settings.notifyUrl,
    amount: { total: 19900, currency: 'CNY' },
  })
  const scene_info = { payer_client_ip: '203.0.113.7', h5_info: { type: 'Wap' } }
  expect(await replyOf(at('v3/pay/transactions/native').post(order('WITNESS001')))).toEqual({
    status: 200,
    data: { code_url: expect.stringMatching(/^weixin:\/\/wxpay\/bizpayurl\?pr=/) },
  })
  expect(await replyOf(at('v3/pay/transactions/h5').post({ ...order('WITNESS002'), scene_info }))).toEqual({
    status: 200,
    data: { h5_url: expect.stringMatching(/prepay_id=wx\w+&package=\d+$/) },
  })
  for (const [outTradeNo, trade_type] of [
    ['WITNESS001', 'NATIVE'],
    ['WITNESS002', 'MWEB'],
  ]) {
    await shop.post('/wechatPay/desk/pay', { outTradeNo, openid: 'oZhou' })
    const asked = { out_trade_no: outTradeNo, params: { mchid } }
    expect(await replyOf(at('v3/pay/transactions/out-trade-no/{out_trade_no}').get(asked))).toMatchObject({
      data: { trade_state: 'SUCCESS', trade_type, payer: { openid: 'oZhou' } },
    })
  }
})

test('it starts, asks after and calls back a transfer, without a body and with an empty one; it opens the notice', async () => {
  shop = await weChatPayShop()
  const at = witness(shop.settings)
  await shop.payments.prepay(spring(shop))
  await shop.post('/wechatPay/desk/pay', { outTradeNo: 'SPRING0001' })
  const request = (out_bill_no: string) => ({
    appid: shop.settings.appid,
    out_bill_no,
    transfer_scene_id: '1005',
    openid: 'oLei-openid',
    transfer_amount: 1_000,
    transfer_remark: '佣金',
    notify_url: shop.settings.notifyUrl,
    transfer_scene_report_infos: [
      { info_type: '岗位类型', info_content: '课程推广员' },
      { info_type: '报酬说明', info_content: '佣金' },
    ],
  })
  const started = await replyOf(at(BILLS).post(request('WD01')))
  expect(started).toEqual({
    status: 200,
    data: {
      out_bill_no: 'WD01',
      transfer_bill_no: expect.stringMatching(/^\d{34}$/),
      create_time: expect.stringMatching(/\+08:00$/),
      state: 'WAIT_USER_CONFIRM',
      package_info: expect.any(String),
    },
  })
  const cancel = at(`${BILLS}/out-bill-no/{out_bill_no}/cancel`)
  const withoutBody = cancel.post(undefined as unknown as object, { out_bill_no: 'WD01' })
  expect(await replyOf(withoutBody)).toMatchObject({ status: 200, data: { state: 'CANCELING' } })
  expect(await replyOf(cancel.post({}, { out_bill_no: 'WD01' }))).toMatchObject({ data: { state: 'CANCELING' } })
  expect(await refusalOf(cancel.post({}, { out_bill_no: 'WD09' }))).toEqual([404, 'NOT_FOUND'])

  await at(BILLS).post(request('WD02'))
  await shop.post('/wechatPay/desk/transfer', { outBillNo: 'WD02' })
  shop.clock.advance(1_000)
  const arrival = await shop.finished('WD02')
  const end = {
    mch_id: shop.settings.mchid,
    out_bill_no: 'WD02',
    transfer_bill_no: expect.stringMatching(/^\d{34}$/),
    state: 'SUCCESS',
    transfer_amount: 1_000,
    openid: 'oLei-openid',
    create_time: expect.stringMatching(/\+08:00$/),
    update_time: expect.stringMatching(/\+08:00$/),
  }
  expect(openedByWitness(arrival, shop.settings)).toEqual(end)
  expect(JSON.parse(arrival.body.toString('utf8'))).toMatchObject({
    event_type: 'MCHTRANSFER.BILL.FINISHED',
    resource: { original_type: 'mch_payment', associated_data: 'mch_payment' },
  })
  const asked = at(`${BILLS}/out-bill-no/{out_bill_no}`).get({ out_bill_no: 'WD02' })
  expect(await replyOf(asked)).toEqual({
    status: 200,
    data: { ...end, appid: shop.settings.appid, transfer_remark: '佣金' },
  })
})

test('it fetches both bills and reads in them what the product reads', async () => {
  // Its clock is the machine's: the shop sells two days ago, and the desk's time then comes up to now.
  const morning = Date.parse(`${chinaDay(Date.now() - 2 * DAY)}T10:00:00+08:00`)
  shop = await weChatPayShop(undefined, deskClock(morning - Date.now()))
  const day = chinaDay(shop.clock.now())
  await shop.payments.prepay(spring(shop, 'SPRING0001'))
  await shop.payments.prepay({ ...spring(shop, 'SUMMER0001', 'native'), fen: 84, description: '夏夜,观星' })
  for (const outTradeNo of ['SPRING0001', 'SUMMER0001']) await shop.post('/wechatPay/desk/pay', { outTradeNo })
  shop.clock.advance(1_000)
  await shop.payments.refund({ ...placed(), outRefundNo: 'R1', refundFen: 9900, reason: '不想学了' })
  shop.clock.advance(-shop.clock.offsetMs())

  const at = witness(shop.settings)
  const file = async (path: string, params: object, isPacked = false) => {
    const { data } = await at(path).get({ params })
    const { hash_value, download_url } = data as unknown as { hash_value: string; download_url: string }
    const token = new URL(download_url).searchParams.get('token')
    const fetched = await at('v3/billdownload/file').get({ params: { token }, responseType: 'arraybuffer' })
    const bytes = Buffer.from(fetched.data as unknown as ArrayBuffer)
    const unpacked = isPacked ? gunzipSync(bytes) : bytes
    expect(createHash('sha1').update(unpacked).digest('hex')).toBe(hash_value)
    return unpacked
  }
  type Cast = { rows: Record<string, string>[]; summary: Record<string, string> }
  const cast = (bytes: Buffer) => Formatter.castCsvBill(bytes) as unknown as Cast

  const trade = await file('v3/bill/tradebill', { bill_date: day, bill_type: 'ALL' })
  expect((await file('v3/bill/tradebill', { bill_date: day, tar_type: 'GZIP' }, true)).equals(trade)).toBe(true)
  const lines = linesOf(await shop.bills.trade(day))
  const yuan = (fen = 0) => (fen / 100).toFixed(2)
  const { rows, summary } = cast(trade)
  expect(
    rows.map((row) => [row.商户订单号, row.微信订单号, row.交易状态, row.订单金额, row.退款金额, row.手续费]),
  ).toEqual(
    lines.map(({ kind, outTradeNo, transactionId, fen, feeMilliFen }) => [
      outTradeNo,
      transactionId,
      kind === 'payment' ? 'SUCCESS' : 'REFUND',
      yuan(kind === 'payment' ? fen : 0),
      yuan(kind === 'refund' ? fen : 0),
      (feeMilliFen / 100_000).toFixed(5),
    ]),
  )
  expect(rows.map((row) => row.商品名称)).toEqual(['春日读诗', '夏夜\\ 观星', '春日读诗'])
  expect(summary).toMatchObject({
    总交易单数: '3',
    订单总金额: '199.84',
    申请退款总金额: '99.00',
    手续费总金额: '0.61000',
  })

  const funds = await file('v3/bill/fundflowbill', { bill_date: day, account_type: 'BASIC' })
  const moved = linesOf(await shop.bills.funds(day))
  const flow = cast(funds)
  expect(
    flow.rows.map((row) => [
      row.微信支付业务单号,
      row.业务类型,
      row.收支类型,
      row['收支金额(元)'],
      row['账户结余(元)'],
    ]),
  ).toEqual(
    moved.map(({ bizNo, kind, direction, fen, balanceFen }) => [
      bizNo,
      kind,
      direction === 'in' ? '收入' : '支出',
      yuan(fen),
      yuan(balanceFen),
    ]),
  )
  expect(flow.summary).toEqual({
    资金流水总笔数: '5',
    收入笔数: '2',
    收入金额: '199.84',
    支出笔数: '3',
    支出金额: '99.61',
  })
  expect(moved.at(-1)?.balanceFen).toBe(19984 - 9961)
})
