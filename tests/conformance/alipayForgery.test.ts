import { createSign, generateKeyPairSync } from 'node:crypto'
import { AlipaySdk } from 'alipay-sdk'
import { noticeReader } from '../../platform/alipay/notices'

// Here the test plays Alipay with keys of its own, so that nothing of ours makes what ours must judge.
const alipay = generateKeyPairSync('rsa', { modulusLength: 2048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const publicKey = String(alipay.publicKey.export({ type: 'spki', format: 'pem' }))

// The fields of a captured one, with other numbers in them.
const FIELDS = {
  gmt_create: '2026-03-01 09:59:50',
  charset: 'utf-8',
  gmt_payment: '2026-03-01 09:59:58',
  notify_time: '2026-03-01 10:00:00',
  subject: '春日读诗 100% + "一" {二}',
  buyer_id: '2088102000000001',
  invoice_amount: '1.00',
  version: '1.0',
  notify_id: '2026030101222100000000000000000001',
  fund_bill_list: '[{"amount":"1.00","fundChannel":"ALIPAYACCOUNT"}]',
  notify_type: 'trade_status_sync',
  out_trade_no: 'SPRING0001',
  total_amount: '1.00',
  trade_status: 'TRADE_SUCCESS',
  trade_no: '2026030122001400000000000001',
  auth_app_id: '2021000000000001',
  receipt_amount: '1.00',
  point_amount: '0.00',
  buyer_pay_amount: '1.00',
  app_id: '2021000000000001',
  seller_id: '2088000000000001',
}
type Fields = Record<string, string>
const READ = {
  id: '2026030101222100000000000000000001',
  kind: 'paid',
  payment: {
    outTradeNo: 'SPRING0001',
    state: 'SUCCESS',
    mchid: '2088000000000001',
    appid: '2021000000000001',
    fen: 100,
    currency: 'CNY',
    transactionId: '2026030122001400000000000001',
    paidAt: '2026-03-01T01:59:58.000Z',
  },
}

const readNotice = noticeReader({ appId: '2021000000000001', sellerId: '2088000000000001', publicKey })

const contentOf = (fields: Fields) =>
  Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join('&')
const signatureOf = (fields: Fields, by = alipay.privateKey) =>
  createSign('RSA-SHA256').update(contentOf(fields)).sign(by, 'base64')
const signed = (fields: Fields, by = alipay.privateKey): Fields => ({
  ...fields,
  sign_type: 'RSA2',
  sign: signatureOf(fields, by),
})
const form = (fields: Fields): string => new URLSearchParams(fields).toString()

const judged = (body: string | Uint8Array) =>
  readNotice({}, body).then(
    (notice) => notice,
    (error) => (error.code === 'NOTICE_REFUSED' ? error.facts.reason : error),
  )

test('a genuine notice is believed, as bytes or as text, in whatever order and writing its fields come', async () => {
  const fields = signed(FIELDS)
  expect(await judged(form(fields))).toEqual(READ)
  expect(await judged(Buffer.from(form(fields)))).toEqual(READ)
  const backwards = Object.fromEntries(Object.entries(fields).reverse())
  expect(await judged(form(backwards).replaceAll('+', '%20'))).toEqual(READ)
})

test('the library believes the same notice, so both read the same rule', () => {
  const privateKey = String(alipay.privateKey.export({ type: 'pkcs8', format: 'pem' })).trim()
  const sdk = new AlipaySdk({ appId: '1', privateKey, keyType: 'PKCS8', alipayPublicKey: publicKey.trim() })
  expect(sdk.checkNotifySignV2(signed(FIELDS))).toBe(true)
  expect(sdk.checkNotifySignV2({ ...signed(FIELDS), total_amount: '2.00' })).toBe(false)
})

test('a notice with any one bit turned is not believed', async () => {
  const body = Buffer.from(form(signed(FIELDS)))
  const verdicts = new Set<string>()
  for (let at = 0; at < body.length; at++) {
    const turned = Buffer.from(body)
    turned.writeUInt8(turned.readUInt8(at) ^ (1 << (at % 8)), at)
    const verdict = await judged(turned)
    // A bit may change how a field is written and not what it says: `%e6` for `%E6`. Then what is read is the same.
    verdicts.add(typeof verdict === 'string' ? verdict : 'the same')
    if (typeof verdict !== 'string') expect(verdict).toEqual(READ)
  }
  expect([...verdicts].sort()).toEqual(['BODY', 'SIGNATURE', 'SIGN_TYPE', 'UNSIGNED', 'the same'])
})

test('no field can be changed, left out or added', async () => {
  const genuine: Fields = signed(FIELDS)
  for (const name of Object.keys(FIELDS)) {
    const { [name]: value, ...without } = genuine
    // A `charset` that is another is refused before the signature is looked at.
    const early = name === 'charset' ? 'BODY' : 'SIGNATURE'
    expect([name, await judged(form({ ...genuine, [name]: `${value}0` }))]).toEqual([name, early])
    expect([name, await judged(form(without))]).toEqual([name, early])
  }
  expect(await judged(form({ ...genuine, refund_fee: '0.00' }))).toBe('SIGNATURE')
})

test('signed by somebody else, by nobody, or in an older way, it is not believed', async () => {
  expect(await judged(form(signed(FIELDS, stranger.privateKey)))).toBe('SIGNATURE')
  const { sign: _, ...unsigned } = signed(FIELDS)
  expect(await judged(form(unsigned))).toBe('UNSIGNED')
  expect(await judged(form({ ...signed(FIELDS), sign: '' }))).toBe('UNSIGNED')
  const sha1 = createSign('RSA-SHA1').update(contentOf(FIELDS)).sign(alipay.privateKey, 'base64')
  expect(await judged(form({ ...FIELDS, sign_type: 'RSA', sign: sha1 }))).toBe('SIGN_TYPE')
  expect(await judged(form({ ...FIELDS, sign_type: 'RSA2', sign: sha1 }))).toBe('SIGNATURE')
})

test('a field given twice is refused: one could be verified and the other read', async () => {
  expect(await judged(`total_amount=99.00&${form(signed(FIELDS))}`)).toBe('BODY')
  expect(await judged(`${form(signed(FIELDS))}&out_trade_no=SUMMER0001`)).toBe('BODY')
})

test('a signed text cannot be cut in other places', async () => {
  // What Alipay would sign if a teacher could call a course so: the whole of the attack is a title.
  const titled = { ...FIELDS, subject: '春&total_amount=999.00&total_z=1', total_amount: '0.01' }
  const content = contentOf(titled)
  const sign = createSign('RSA-SHA256').update(content).sign(alipay.privateKey, 'base64')
  const recut = { ...FIELDS, subject: '春', total_amount: '999.00', total_z: '1&total_amount=0.01' }
  expect(contentOf(recut)).toBe(content)
  expect(await judged(form({ ...recut, sign_type: 'RSA2', sign }))).toBe('BODY')
})

test.each([
  ['', 'UNSIGNED'],
  ['{"out_trade_no":"SPRING0001"}', 'BODY'],
  ['a=%ff%fe', 'UNSIGNED'],
  ['<xml/>', 'BODY'],
])('%p is no notice', async (body, reason) => {
  expect(await judged(body)).toBe(reason)
})

test('bytes that are no text are no notice', async () => {
  expect(await judged(Uint8Array.of(0xff, 0xfe, 0x3d))).toBe('BODY')
})

test('a refund, whole or in part, and a trade that ended ask to look', async () => {
  const look = { id: READ.id, kind: 'look', outTradeNo: 'SPRING0001' }
  const refund = { refund_fee: '0.50', gmt_refund: '2026-03-01 11:00:00.140', out_biz_no: 'R1' }
  expect(await judged(form(signed({ ...FIELDS, ...refund })))).toEqual(look)
  expect(await judged(form(signed({ ...FIELDS, ...refund, trade_status: 'TRADE_CLOSED' })))).toEqual(look)
  const { gmt_payment: _, ...unpaid } = FIELDS
  expect(await judged(form(signed({ ...unpaid, refund_fee: '0.00', trade_status: 'TRADE_CLOSED' })))).toEqual(look)
  expect(await judged(form(signed({ ...unpaid, trade_status: 'WAIT_BUYER_PAY' })))).toEqual(look)
})

test('a trade that has finished was paid', async () => {
  expect(await judged(form(signed({ ...FIELDS, trade_status: 'TRADE_FINISHED' })))).toEqual(READ)
})
