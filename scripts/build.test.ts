import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type BuiltFunction, buildFunctions } from './build'

let out: string
let functions: BuiltFunction[]
beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'xingtan-build-'))
  functions = await buildFunctions(out)
}, 120_000)
afterAll(() => rmSync(out, { recursive: true, force: true }))

const built = (name: string): BuiltFunction => {
  const found = functions.find((one) => one.name === name)
  if (!found) throw new Error(`no ${name}`)
  return found
}

const PARTS = ['alipay-setUp.js', 'cloudbase-sessionProof.js', 'virtualPay-setUp.js', 'wechatPay-setUp.js']

test('a part that is read later is a file of its own beside the bundle', () => {
  const { code, bytes, wholeBytes } = built('buyCourse')
  expect(code.filter((name) => PARTS.includes(name)).sort()).toEqual(PARTS)
  expect(wholeBytes - bytes).toBeGreaterThan(40_000)
  expect(built('verifyCertificate').code).not.toContain('wechatPay-setUp.js')
})

test('what the folder holds is what the function is made of: all of it is uploaded', () => {
  for (const { name, code } of functions) {
    const there = readdirSync(join(out, name)).filter((file) => file.endsWith('.js'))
    expect([name, there.sort()]).toEqual([name, [...code].sort()])
  }
})

test('a notice of WeChat Pay reads that part and no other, and its refusal is known at the door', () => {
  const program = `
    const { main } = require(${JSON.stringify(built('payNotify').entry)})
    const read = () => Object.keys(require.cache).map((file) => file.split('/').at(-1)).filter((file) => /-(setUp|sessionProof)\\.js$/.test(file))
    const atStart = read()
    console.log = () => {}
    main({ httpMethod: 'POST', headers: {}, body: '{}' }).then(({ statusCode, body }) =>
      process.stdout.write(JSON.stringify({ atStart, statusCode, body: JSON.parse(body), later: read() })))`
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const told = execFileSync(process.execPath, ['-e', program], {
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      NODE_PATH: join(__dirname, '../node_modules'),
      TENCENTCLOUD_RUNENV: 'SCF',
      TCB_ENV: 'build-test',
      SHOP_APPID: 'wx0000000000000000',
      WECHATPAY_MCHID: '1900000001',
      WECHATPAY_SERIAL: 'A',
      WECHATPAY_PRIVATE_KEY: privateKey,
      WECHATPAY_API_V3_KEY: 'k'.repeat(32),
      WECHATPAY_PUBLIC_KEY_ID: 'P',
      WECHATPAY_PUBLIC_KEY: publicKey,
      WECHATPAY_NOTIFY_URL: 'https://shop.invalid/payNotify',
    },
  })
  expect(JSON.parse(told)).toEqual({
    atStart: [],
    statusCode: 401,
    body: { code: 'FAIL', message: 'NOTICE_REFUSED' },
    later: ['wechatPay-setUp.js'],
  })
})

test('a second build of the same is the same, byte for byte, and takes away what is no longer part of it', async () => {
  const { entry } = built('buyCourse')
  const old = join(dirname(entry), 'shared-OLD.js')
  writeFileSync(old, '')
  const before = readFileSync(entry)
  expect(await buildFunctions(out)).toEqual(functions)
  expect(readFileSync(entry)).toEqual(before)
  expect(existsSync(old)).toBe(false)
}, 120_000)
