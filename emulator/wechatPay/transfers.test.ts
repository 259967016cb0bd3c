import { type Desk, desk } from './fixture'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const BILLS = '/v3/fund-app/mch-transfer/transfer-bills'
let here: Desk
beforeEach(async () => {
  here = await desk()
  await here.place('SPRING0001', { amount: { total: 1_000_000, currency: 'CNY' } })
  await here.ask('/wechatPay/desk/pay', { outTradeNo: 'SPRING0001' })
})
afterEach(() => here.close())

const short = ({ status, body }: { status: number; body: { code?: string; detail?: { field?: string } } }) =>
  body?.code ? [status, body.code, ...(body.detail?.field ? [body.detail.field] : [])] : [status]

const REPORTED = [
  { info_type: '岗位类型', info_content: '课程推广员' },
  { info_type: '报酬说明', info_content: '十一月的佣金' },
]
const start = (out_bill_no = 'WD01', change: object = {}) =>
  here.call('POST', BILLS, {
    appid: here.merchant.appid,
    out_bill_no,
    transfer_scene_id: '1005',
    openid: 'oLei',
    transfer_amount: 5_000,
    transfer_remark: '十一月的佣金',
    notify_url: 'https://shop.example/payNotify',
    transfer_scene_report_infos: REPORTED,
    ...change,
  })
const query = (outBillNo = 'WD01') => here.call('GET', `${BILLS}/out-bill-no/${outBillNo}`)
const cancel = (outBillNo = 'WD01', body?: unknown) =>
  here.call('POST', `${BILLS}/out-bill-no/${outBillNo}/cancel`, body)
const stateOf = async (outBillNo = 'WD01') => (await query(outBillNo)).body.state

/** What the receiver's WeChat asks. */
async function at(path: string, change: object = {}, openid = 'oLei') {
  const { body } = await start()
  const ticket = { mchId: here.merchant.mchid, appId: here.merchant.appid, package: body.package_info, ...change }
  return here.ask(path, ticket, openid ? { 'x-openid': openid } : {})
}
const eventOf = (n: number) => JSON.parse(here.sent.at(n)?.body ?? '{}').event_type

test('asked for, looked at, taken, arrived, told', async () => {
  expect(await start()).toEqual({
    status: 200,
    body: {
      out_bill_no: 'WD01',
      transfer_bill_no: expect.stringMatching(/^1330\d{30}$/),
      state: 'WAIT_USER_CONFIRM',
      create_time: expect.stringMatching(/\+08:00$/),
      package_info: expect.stringMatching(/^\S{100,}$/),
    },
  })
  expect(await query()).toEqual({
    status: 200,
    body: {
      mch_id: here.merchant.mchid,
      out_bill_no: 'WD01',
      transfer_bill_no: expect.stringMatching(/^1330/),
      appid: here.merchant.appid,
      state: 'WAIT_USER_CONFIRM',
      transfer_amount: 5_000,
      transfer_remark: '十一月的佣金',
      openid: 'oLei',
      create_time: expect.stringMatching(/\+08:00$/),
      update_time: expect.stringMatching(/\+08:00$/),
    },
  })
  const offer = {
    outBillNo: 'WD01',
    fen: 5_000,
    remark: '十一月的佣金',
    merchantName: '杏坛',
    expiresAt: expect.stringMatching(/Z$/),
  }
  expect(await at('/wechatPay/transfer')).toEqual({ status: 200, body: offer })
  expect(await at('/wechatPay/transfer/confirm')).toEqual({ status: 200, body: offer })
  expect(await stateOf()).toBe('TRANSFERING')
  await here.pass(1_000)
  expect(await stateOf()).toBe('SUCCESS')
  expect(eventOf(-1)).toBe('MCHTRANSFER.BILL.FINISHED')
  expect(here.lookTransfers()).toMatchObject([
    { outBillNo: 'WD01', state: 'SUCCESS', notice: { event: 'MCHTRANSFER.BILL.FINISHED', delivered: true } },
  ])
})

test('only the one it is for takes it, of this merchant, and only once', async () => {
  const refused = async (change: object, openid?: string) =>
    short(await at('/wechatPay/transfer/confirm', change, openid))
  expect(await refused({}, '')).toEqual([401, 'NEED_LOGIN'])
  expect(await refused({}, 'oMei')).toEqual([400, 'NOT_THE_RECEIVER'])
  expect(await refused({ mchId: '1900000002' })).toEqual([400, 'PARAM_ERROR'])
  expect(await refused({ appId: 'wx0' })).toEqual([400, 'PARAM_ERROR'])
  expect(await refused({ package: 'AAAA' })).toEqual([400, 'NOT_FOUND'])
  expect(await refused({ package: undefined })).toEqual([400, 'PARAM_ERROR'])
  const { body } = await start()
  const ticket = { mchId: here.merchant.mchid, appId: here.merchant.appid, package: body.package_info }
  const take = () => here.ask('/wechatPay/transfer/confirm', ticket, { 'x-openid': 'oLei' })
  expect(short(await take())).toEqual([200])
  expect(short(await take())).toEqual([400, 'TRANSFER_TAKEN'])
  await here.pass(1_000)
  expect(short(await take())).toEqual([400, 'TRANSFER_TAKEN'])
})

test('leaving changes nothing: it is looked at again until its day is over, then it has failed, and that is told', async () => {
  const { body } = await start()
  const ticket = { mchId: here.merchant.mchid, appId: here.merchant.appid, package: body.package_info }
  const look = () => here.ask('/wechatPay/transfer', ticket, { 'x-openid': 'oLei' })
  await here.pass(DAY - MINUTE)
  expect((await look()).status).toBe(200)
  await here.pass(MINUTE)
  expect(short(await look())).toEqual([400, 'TRANSFER_OVER'])
  expect((await query()).body).toMatchObject({ state: 'FAIL', fail_reason: 'OVERDUE_CLOSE' })
  expect(eventOf(-1)).toBe('MCHTRANSFER.BILL.FINISHED')
  expect((await start()).body).toMatchObject({ state: 'FAIL', fail_reason: 'OVERDUE_CLOSE' })
  expect((await start()).body).not.toHaveProperty('package_info')
})

test('its day also ends while nothing runs, and its notice goes on after a start', async () => {
  await start()
  await here.restart(() => here.clock.advance(DAY))
  await here.quiet()
  expect(await stateOf()).toBe('FAIL')
  expect(eventOf(-1)).toBe('MCHTRANSFER.BILL.FINISHED')
})

test('called back before it is taken: accepted, then cancelled; with an empty body, an empty object, and again', async () => {
  await start()
  expect(await cancel()).toEqual({
    status: 200,
    body: {
      out_bill_no: 'WD01',
      transfer_bill_no: expect.any(String),
      state: 'CANCELING',
      update_time: expect.stringMatching(/\+08:00$/),
    },
  })
  expect(short(await at('/wechatPay/transfer/confirm', { package: 'AAAA' }))).toEqual([400, 'NOT_FOUND'])
  expect((await cancel('WD01', {})).body.state).toBe('CANCELING')
  await here.pass(2_000)
  expect((await cancel()).body.state).toBe('CANCELLED')
  expect(await stateOf()).toBe('CANCELLED')
  expect(short(await cancel('WD01', { reason: 'x' }))).toEqual([400, 'PARAM_ERROR', '/reason'])
  expect(short(await cancel('WD09'))).toEqual([404, 'NOT_FOUND'])
})

test('what is on its way is not called back; it may still fail, and the money is there again', async () => {
  await here.ask('/wechatPay/desk/transferOutcome', { outcome: 'FAIL', afterMs: 30_000 })
  await start('WD01', { transfer_amount: 150_000 })
  await here.ask('/wechatPay/desk/transfer', { outBillNo: 'WD01' })
  expect(short(await cancel())).toEqual([400, 'INVALID_REQUEST'])
  await here.restart()
  await here.pass(30_000)
  expect((await query()).body).toMatchObject({ state: 'FAIL', fail_reason: 'REAL_NAME_CHECK_FAIL' })
  for (let n = 1; n <= 6; n++) expect((await start(`BIG${n}`, { transfer_amount: 150_000 })).status).toBe(200)
  expect(short(await start('BIG7', { transfer_amount: 150_000 }))).toEqual([403, 'NOT_ENOUGH'])
})

test('the balance is what came in less the fee, less what went out: to the fen', async () => {
  const { body } = await here.call('GET', '/v3/pay/transactions/out-trade-no/SPRING0001?mchid=1900000001')
  await here.call('POST', '/v3/refund/domestic/refunds', {
    transaction_id: body.transaction_id,
    out_refund_no: 'R1',
    amount: { refund: 900_000, total: 1_000_000, currency: 'CNY' },
  })
  // 10000.00 − 60.00 fee − 9000.00 given back + 54.00 of the fee
  expect(short(await start('WD01', { transfer_amount: 99_401 }))).toEqual([403, 'NOT_ENOUGH'])
  expect(short(await start('WD01', { transfer_amount: 99_400 }))).toEqual([200])
  expect(short(await start('WD02', { transfer_amount: 10 }))).toEqual([403, 'NOT_ENOUGH'])
})

test('a request is refused for any field that breaks a rule, is missing, or is not in the list', async () => {
  const refused = async (change: object) => short(await start('WD01', change))
  const field = (name: string) => [400, 'PARAM_ERROR', name]
  expect(await refused({ colour: 'red' })).toEqual(field('/colour'))
  expect(await refused({ out_bill_no: 'WD-01' })).toEqual(field('/out_bill_no'))
  expect(await refused({ openid: '' })).toEqual(field('/openid'))
  expect(await refused({ transfer_remark: '佣'.repeat(33) })).toEqual(field('/transfer_remark'))
  expect(await refused({ transfer_amount: 9 })).toEqual([400, 'INVALID_REQUEST'])
  expect(await refused({ transfer_amount: 200_000 })).toEqual(field('/user_name'))
  expect(await refused({ notify_url: 'https://shop.example/a?b=c' })).toEqual(field('/notify_url'))
  expect(await refused({ transfer_scene_id: '9999' })).toEqual(field('/transfer_scene_id'))
  const infos = '/transfer_scene_report_infos'
  expect(await refused({ transfer_scene_id: '1000' })).toEqual(field(infos))
  expect(await refused({ transfer_scene_report_infos: REPORTED.slice(1) })).toEqual(field(infos))
  expect(await refused({ transfer_scene_report_infos: [...REPORTED, REPORTED[0]] })).toEqual(field(infos))
  expect(await refused({ appid: 'wx0' })).toEqual([400, 'APPID_MCHID_NOT_MATCH'])
  for (const more of [
    { user_name: 'sealed' },
    { user_recv_perception: '奖金' },
    { user_recv_style: { type: 'RED_PACKET' } },
  ])
    expect(await refused(more)).toEqual([501, 'NOT_EMULATED'])
  expect(here.lookTransfers()).toEqual([])
})

test('the same number with other facts is another transfer, and refused', async () => {
  await start()
  expect(await start('WD01', { transfer_amount: 5_001 })).toEqual({
    status: 400,
    body: { code: 'INVALID_REQUEST', message: '单号已存在但信息不一致，请查单后比较确认' },
  })
})

test('a transfer without an address in its request is told to nobody', async () => {
  await start('WD01', { notify_url: undefined })
  const before = here.sent.length
  await here.ask('/wechatPay/desk/transfer', { outBillNo: 'WD01' })
  await here.pass(1_000)
  expect([await stateOf(), here.sent.length]).toEqual(['SUCCESS', before])
})

test('its notice is brought on the same schedule as a payment’s, and by hand', async () => {
  await here.close()
  const answers: number[] = []
  here = await desk(async () => ({ status: answers.shift() ?? 200 }))
  await here.place('SPRING0001')
  await here.ask('/wechatPay/desk/pay', { outTradeNo: 'SPRING0001' })
  await here.quiet()
  answers.push(500, 500)
  await start()
  await here.ask('/wechatPay/desk/transfer', { outBillNo: 'WD01' })
  await here.pass(1_000)
  const attempts = () => here.lookTransfers()[0]?.notice?.attempts.map(({ status }) => status)
  expect(attempts()).toEqual([500])
  await here.restart()
  await here.pass(15_000)
  await here.pass(15_000)
  expect(attempts()).toEqual([500, 500, 200])
  expect(await here.ask('/wechatPay/desk/notify', { outBillNo: 'WD01', times: 3 })).toEqual({
    status: 200,
    body: { answers: { 200: 3 } },
  })
})

test('a transfer is answered to a question for thirty days', async () => {
  await start()
  await here.pass(30 * DAY - MINUTE)
  expect(await stateOf()).toBe('FAIL')
  await here.pass(2 * MINUTE)
  expect(short(await query())).toEqual([404, 'NOT_FOUND'])
})
