import { execFileSync } from 'node:child_process'

/** Runs a few lines in a process of its own: what a module loads, and which time zone it lives in, is the process's. */
function told(lines: string, zone = 'UTC'): unknown {
  const program = `
    const { generateKeyPairSync } = require('node:crypto')
    const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } })
    const settings = { appId: '2021000000000001', sellerId: '2088000000000001', privateKey: pair().privateKey,
      publicKey: pair().publicKey, gateway: 'http://127.0.0.1:9/gateway.do', notifyUrl: 'https://shop.example/n' }
    const { alipay } = require('./gateway')
    const clock = { now: () => new Date('2026-11-21T16:30:00.000Z') }
    const gateway = alipay(settings, clock, { timeoutMs: 500, tries: 1, pauseMs: 0 })
    // The library comes as an ECMAScript module, which this cache does not list; crypto-js, of which nobody else has need, it does.
    const isLoaded = () => Object.keys(require.cache).some((file) => file.includes('crypto-js'))
    const code = (asked) => asked.catch((error) => error.code)
    ;(async () => { ${lines} })()`
  return JSON.parse(
    execFileSync(process.execPath, ['--require', 'tsx/cjs', '-e', program], {
      cwd: __dirname,
      encoding: 'utf8',
      env: { ...process.env, TZ: zone },
    }),
  )
}

test('reading a notice does not load the library; asking Alipay does', () => {
  expect(
    told(`
      const notice = [await code(gateway.readNotice({}, '')), isLoaded()]
      const query = [await code(gateway.query({ outTradeNo: 'SPRING0001' })), isLoaded()]
      console.log(JSON.stringify({ notice, query }))`),
  ).toEqual({ notice: ['NOTICE_REFUSED', false], query: ['PAYMENT_UNAVAILABLE', true] })
})

test.each(['UTC', 'America/New_York', 'Asia/Shanghai'])('in a process that lives in %s, times are China’s', (zone) => {
  expect(
    told(
      `
      const { sheet } = await gateway.prepay({ outTradeNo: 'SPRING0001', method: 'alipayPage', fen: 19900, openid: '',
        description: '春日读诗', expiresAt: '2026-11-21T17:00:00.500Z', returnUrl: 'https://shop.example/', clientIp: '',
        loginCode: '', productId: '' })
      const { searchParams } = new URL(sheet.url)
      const { time_expire } = JSON.parse(searchParams.get('biz_content'))
      console.log(JSON.stringify({ timestamp: searchParams.get('timestamp'), time_expire }))`,
      zone,
    ),
  ).toEqual({ timestamp: '2026-11-22 00:30:00', time_expire: '2026-11-22 01:00:00' })
})
