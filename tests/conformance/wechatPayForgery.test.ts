import { generateKeyPairSync } from 'node:crypto'
import Library from 'wechatpay-node-v3'
import { selfSigned } from '../../emulator/wechatPay/certificate'
import { noticeReader } from '../../platform/wechatPay/notices'
import type { Arrival } from './wechatPayShop'
import { AesGcm, Formatter, Rsa } from './wechatPayWitness'

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = (key: { export(options: { type: 'spki'; format: 'pem' }): string | Buffer }) =>
  String(key.export({ type: 'spki', format: 'pem' }))

// Here the witness plays WeChat Pay with keys of its own, so that nothing of ours makes what ours must judge.
const weChat = pair()
const stranger = pair()
const ID = 'PUB_KEY_ID_0190000000120260001'
const KEY = 'an-api-v3-key-has-just-32-bytes.'
const NOW = new Date('2026-03-01T02:00:00.000Z')
const SECONDS = NOW.getTime() / 1000
const NONCE = 'fdasflkja484'

const PAYMENT = {
  mchid: '1900000001',
  appid: 'wx8888888888888888',
  out_trade_no: 'SPRING0001',
  transaction_id: '4200001234202603011234567890',
  trade_type: 'JSAPI',
  trade_state: 'SUCCESS',
  trade_state_desc: '支付成功',
  bank_type: 'OTHERS',
  success_time: '2026-03-01T09:59:58+08:00',
  payer: { openid: 'oMei-openid' },
  amount: { total: 100, payer_total: 100, currency: 'CNY', payer_currency: 'CNY' },
}
const READ = {
  id: 'notice-1',
  kind: 'paid',
  payment: {
    outTradeNo: 'SPRING0001',
    state: 'SUCCESS',
    mchid: '1900000001',
    appid: 'wx8888888888888888',
    fen: 100,
    currency: 'CNY',
    transactionId: '4200001234202603011234567890',
    openid: 'oMei-openid',
    paidAt: '2026-03-01T01:59:58.000Z',
  },
}

const readNotice = noticeReader(
  { mchid: '1900000001', apiV3Key: KEY, keys: { [ID]: pem(weChat.publicKey) } },
  { now: () => NOW },
)

const sealed = AesGcm.encrypt(JSON.stringify(PAYMENT), KEY, NONCE, 'transaction')
const sealedBytes = Buffer.from(sealed, 'base64')
const TAG_AT = sealedBytes.length - 16

const envelope = (ciphertext = sealed, change: object = {}) => ({
  id: 'notice-1',
  create_time: '2026-03-01T10:00:00+08:00',
  resource_type: 'encrypt-resource',
  event_type: 'TRANSACTION.SUCCESS',
  summary: '支付成功',
  resource: {
    original_type: 'transaction',
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext,
    associated_data: 'transaction',
    nonce: NONCE,
  },
  ...change,
})

/** A notice as the witness writes it: signed with `by`, at `seconds`. */
function notice({
  body = JSON.stringify(envelope()),
  by = weChat.privateKey,
  seconds = SECONDS,
  serial = ID,
} = {}): Arrival {
  const nonce = Formatter.nonce()
  return {
    body: Buffer.from(body),
    headers: {
      'wechatpay-timestamp': String(seconds),
      'wechatpay-nonce': nonce,
      'wechatpay-serial': serial,
      'wechatpay-signature': Rsa.sign(Formatter.response(seconds, nonce, body), by),
    },
  }
}

const judged = ({ headers, body }: Arrival) =>
  readNotice(headers, body).then(
    () => 'believed',
    (error) => (error.code === 'NOTICE_REFUSED' ? error.facts.reason : error),
  )
const withHeader = (name: string, value: string, arrival = notice()): Arrival => ({
  ...arrival,
  headers: { ...arrival.headers, [name]: value },
})
const flipped = (bytes: Buffer, at: number, bit = 0): Buffer => {
  const copy = Buffer.from(bytes)
  copy.writeUInt8(copy.readUInt8(at) ^ (1 << bit), at)
  return copy
}

test('a genuine notice is believed, however the gateway writes header names, as bytes or as text', async () => {
  const { headers, body } = notice()
  const shouted = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]))
  expect(await readNotice(headers, body)).toEqual(READ)
  expect(await readNotice(shouted, body.toString('utf8'))).toEqual(READ)
})

test('a platform certificate serves as well as a public key', async () => {
  const serial = '5157F09EFDC096DE15EBE81A47057A72'
  const weChatPem = String(weChat.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const certificate = selfSigned('Tenpay.com', serial, weChatPem, NOW, new Date('2031-03-01T00:00:00Z'))
  const both = noticeReader(
    { mchid: '1900000001', apiV3Key: KEY, keys: { [ID]: pem(stranger.publicKey), [serial]: certificate } },
    { now: () => NOW },
  )
  const { headers, body } = notice({ serial })
  expect(await both(headers, body)).toEqual(READ)
})

test('signed by a stranger, under a serial we know or do not', async () => {
  expect(await judged(notice({ by: stranger.privateKey }))).toBe('SIGNATURE')
  expect(await judged(notice({ by: stranger.privateKey, serial: 'PUB_KEY_ID_1' }))).toBe('SERIAL')
  expect(await judged(notice({ serial: 'PUB_KEY_ID_1' }))).toBe('SERIAL')
  expect(await judged(notice({ serial: 'constructor' }))).toBe('SERIAL')
})

test('older or newer than five minutes, though truly signed', async () => {
  expect(await judged(notice({ seconds: SECONDS - 300 }))).toBe('believed')
  expect(await judged(notice({ seconds: SECONDS + 300 }))).toBe('believed')
  expect(await judged(notice({ seconds: SECONDS - 301 }))).toBe('TIMESTAMP')
  expect(await judged(notice({ seconds: SECONDS + 301 }))).toBe('TIMESTAMP')
  expect(await judged(notice({ seconds: SECONDS - 86_400 }))).toBe('TIMESTAMP')
})

test('a header changed, missing, or carrying a line of the body', async () => {
  expect(await judged(withHeader('wechatpay-timestamp', String(SECONDS + 1)))).toBe('SIGNATURE')
  expect(await judged(withHeader('wechatpay-nonce', 'another'))).toBe('SIGNATURE')
  expect(await judged(withHeader('wechatpay-signature', 'AAAA'))).toBe('SIGNATURE')
  expect(await judged(withHeader('wechatpay-signature', 'not base64!'))).toBe('SIGNATURE')
  expect(await judged(withHeader('wechatpay-timestamp', `${SECONDS}.0`))).toBe('HEADERS')
  for (const name of Object.keys(notice().headers)) expect(await judged(withHeader(name, ''))).toBe('HEADERS')

  // The signed text is lines: with a break in the nonce the same signature would fit a shorter body.
  const lines = JSON.stringify(envelope(), null, 1)
  const { headers } = notice({ body: lines })
  const [first = '', ...rest] = lines.split('\n')
  const shifted = { ...headers, 'wechatpay-nonce': `${headers['wechatpay-nonce']}\n${first}` }
  expect(await judged({ headers: shifted, body: Buffer.from(rest.join('\n')) })).toBe('HEADERS')
})

test('a false signature with WeChat Pay’s own test prefix', async () => {
  const genuine = notice()
  const signature = genuine.headers['wechatpay-signature'] ?? ''
  expect(await judged(withHeader('wechatpay-signature', `WECHATPAY/SIGNTEST/${signature}`, genuine))).toBe('SIGNATURE')
  expect(await judged(withHeader('wechatpay-signature', `WECHATPAY/SIGNTEST/${signature.slice(19)}`, genuine))).toBe(
    'SIGNATURE',
  )
})

test('the body written anew: the same words, other bytes', async () => {
  const { headers } = notice()
  const { headers: pretty, body } = notice({ body: JSON.stringify(envelope(), null, 2) })
  expect(await judged({ headers: pretty, body })).toBe('believed')
  expect(await judged({ headers, body })).toBe('SIGNATURE')
  expect(await judged({ headers: pretty, body: Buffer.from(JSON.stringify(JSON.parse(body.toString()))) })).toBe(
    'SIGNATURE',
  )
})

test('one bit turned in the body on its way, anywhere', async () => {
  const { headers, body } = notice()
  for (let at = 0; at < body.length; at += 7)
    expect(await judged({ headers, body: flipped(body, at) })).toBe('SIGNATURE')
})

test('one bit turned in the sealed text or in its tag before a true signature: every byte of the tag, a sample of the text', async () => {
  const bits = [0, 1, 2, 3, 4, 5, 6, 7]
  const inTag = Array.from({ length: 16 }, (_, n) => TAG_AT + n)
  const inText = Array.from({ length: 24 }, (_, n) => Math.floor((n * TAG_AT) / 24))
  const cases = [...inTag, ...inText].flatMap((at) => bits.slice(at < TAG_AT ? 7 : 0).map((bit) => ({ at, bit })))
  expect(cases.length).toBe(16 * 8 + 24)
  for (const { at, bit } of cases) {
    const body = JSON.stringify(envelope(flipped(sealedBytes, at, bit).toString('base64')))
    expect([at, bit, await judged(notice({ body }))]).toEqual([at, bit, 'CIPHERTEXT'])
  }
})

test('the library’s decipher_gcm makes 900 of 100 fen by one turned bit and takes a tag of zeros; ours refuses both', async () => {
  const library = new Library({
    appid: PAYMENT.appid,
    mchid: PAYMENT.mchid,
    serial_no: 'ANY',
    publicKey: Buffer.alloc(0),
    privateKey: Buffer.alloc(0),
  })
  const digit = Buffer.from(JSON.stringify(PAYMENT)).indexOf('"total":100') + '"total":'.length
  const dearer = flipped(sealedBytes, digit, 3).toString('base64')
  const untagged = Buffer.concat([sealedBytes.subarray(0, TAG_AT), Buffer.alloc(16)]).toString('base64')

  expect(library.decipher_gcm(dearer, 'transaction', NONCE, KEY)).toMatchObject({ amount: { total: 900 } })
  expect(library.decipher_gcm(untagged, 'transaction', NONCE, KEY)).toEqual(PAYMENT)
  expect(await judged(notice({ body: JSON.stringify(envelope(dearer)) }))).toBe('CIPHERTEXT')
  expect(await judged(notice({ body: JSON.stringify(envelope(untagged)) }))).toBe('CIPHERTEXT')
})

test('sealed with another key, cut short, of another algorithm, or with other associated data', async () => {
  const by = (change: object, ciphertext = sealed) =>
    judged(
      notice({ body: JSON.stringify({ ...envelope(), resource: { ...envelope().resource, ciphertext, ...change } }) }),
    )
  const otherKey = AesGcm.encrypt(JSON.stringify(PAYMENT), 'x'.repeat(32), NONCE, 'transaction')
  expect(await by({}, otherKey)).toBe('CIPHERTEXT')
  expect(await by({}, sealedBytes.subarray(0, 16).toString('base64'))).toBe('CIPHERTEXT')
  expect(await by({}, '')).toBe('CIPHERTEXT')
  expect(await by({ associated_data: '' })).toBe('CIPHERTEXT')
  expect(await by({ nonce: 'fdasflkja485' })).toBe('CIPHERTEXT')
  expect(await by({ algorithm: 'AES-128-CBC' })).toBe('BODY')
})

test('truly signed, but not a notice we know', async () => {
  const telling = (plain: unknown, change: object = {}) =>
    judged(
      notice({
        body: JSON.stringify(envelope(AesGcm.encrypt(JSON.stringify(plain), KEY, NONCE, 'transaction'), change)),
      }),
    )
  expect(await judged(notice({ body: 'no JSON' }))).toBe('BODY')
  expect(await judged(notice({ body: '[]' }))).toBe('BODY')
  expect(await telling(PAYMENT, { event_type: 'PAYSCORE.USER_OPEN_SERVICE' })).toBe('EVENT')
  expect(await telling({ ...PAYMENT, amount: { total: '100' } })).toBe('CONTENT')
  expect(await telling(PAYMENT, { event_type: 'REFUND.SUCCESS' })).toBe('CONTENT')
  const refund = { ...PAYMENT, out_refund_no: 'R1', refund_id: '503', refund_status: 'SUCCESS', amount: { refund: 1 } }
  expect(await telling(refund, { event_type: 'REFUND.SUCCESS' })).toBe('believed')
  expect(await telling({ ...refund, mchid: '1900000002' }, { event_type: 'REFUND.SUCCESS' })).toBe('MERCHANT')
})

test('a transfer’s end is a hint to look, of our merchant only; what it says of the money is not read', async () => {
  const end = {
    mch_id: '1900000001',
    out_bill_no: 'WD01',
    transfer_bill_no: '1330007812007702509230017332919998',
    state: 'SUCCESS',
    transfer_amount: 5000,
    openid: 'oLei-openid',
    create_time: '2026-03-01T09:59:58+08:00',
    update_time: '2026-03-01T09:59:58+08:00',
  }
  const telling = (plain: unknown) => {
    const ciphertext = AesGcm.encrypt(JSON.stringify(plain), KEY, NONCE, 'mch_payment')
    const resource = {
      ...envelope().resource,
      original_type: 'mch_payment',
      associated_data: 'mch_payment',
      ciphertext,
    }
    return notice({ body: JSON.stringify({ ...envelope(), event_type: 'MCHTRANSFER.BILL.FINISHED', resource }) })
  }
  const { headers, body } = telling(end)
  expect(await readNotice(headers, body)).toEqual({ id: 'notice-1', kind: 'transfer', outBillNo: 'WD01' })
  expect(await judged(telling({ ...end, mch_id: '1900000002' }))).toBe('MERCHANT')
  expect(await judged(telling({ ...end, out_bill_no: undefined }))).toBe('CONTENT')
  expect(await judged(telling(PAYMENT))).toBe('CONTENT')
  expect(await judged({ headers, body: flipped(body, 300) })).toBe('SIGNATURE')
})
