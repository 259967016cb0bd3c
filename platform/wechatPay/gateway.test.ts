import { execFileSync } from 'node:child_process'

test('reading a notice does not load the library; asking WeChat Pay does', () => {
  const program = `
    const { weChatPay } = require('./gateway')
    const { generateKeyPairSync } = require('node:crypto')
    const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })
    const settings = { mchid: '1', appid: 'wx', serial: 'A', privateKey, apiV3Key: 'k', publicKeyId: 'P', keys: {}, baseUrl: 'http://127.0.0.1:9', notifyUrl: 'n' }
    const payments = weChatPay(settings, { now: () => new Date() }, { timeoutMs: 500, tries: 1, pauseMs: 0 })
    const isLoaded = () => Object.keys(require.cache).some((file) => file.includes('wechatpay-node-v3'))
    const code = (asked) => asked.catch((error) => error.code)
    ;(async () => {
      const notice = [await code(payments.readNotice({}, '{}')), isLoaded()]
      const query = [await code(payments.query({ outTradeNo: 'SPRING0001', method: 'jsapi', fen: 1, openid: 'o', seal: null })), isLoaded()]
      console.log(JSON.stringify({ notice, query }))
    })()`
  const told = execFileSync(process.execPath, ['--require', 'tsx/cjs', '-e', program], {
    cwd: __dirname,
    encoding: 'utf8',
  })
  expect(JSON.parse(told)).toEqual({ notice: ['NOTICE_REFUSED', false], query: ['PAYMENT_UNAVAILABLE', true] })
})

test('set up from the environment when first used, and without an environment only then refused', () => {
  const program = `
    const { gateway, transfers, bills } = require('./lazy')
    const isLoaded = () => Object.keys(require.cache).some((file) => file.includes('wechatpay-node-v3'))
    const message = (asked) => { try { return asked() } catch (error) { return error.message.slice(0, 24) } }
    console.log(JSON.stringify({
      names: [gateway.name, gateway.canClose],
      refused: [message(() => gateway.merchant), message(() => transfers.merchant), message(() => bills.trade('2026-11-21'))],
      isLoaded: isLoaded(),
    }))`
  const told = execFileSync(process.execPath, ['--require', 'tsx/cjs', '-e', program], {
    cwd: __dirname,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  })
  expect(JSON.parse(told)).toEqual({
    names: ['wechatPay', true],
    refused: Array(3).fill('WeChat Pay is not set up'),
    isLoaded: false,
  })
})
