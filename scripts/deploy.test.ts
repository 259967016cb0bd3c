import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** `deploy` as a person starts it, with an environment that has none of their settings. */
function deploy(...words: string[]): Promise<{ code: number; said: string; complained: string }> {
  const script = ['--import', 'tsx', join(__dirname, 'deploy.ts'), '--settings', '/nowhere/deploy.env', ...words]
  const env = { PATH: process.env.PATH, HOME: process.env.HOME }
  return new Promise((done) => {
    execFile(process.execPath, script, { cwd: join(__dirname, '..'), env }, (error, said, complained) => {
      done({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, said, complained })
    })
  })
}

/** What each function declares, by name. */
function declared(): Map<string, { http?: string; triggers?: { name: string; config: string }[] }> {
  const place = join(__dirname, '..', 'cloudfunctions')
  const names = readdirSync(place, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return new Map(names.map(({ name }) => [name, JSON.parse(readFileSync(join(place, name, 'function.json'), 'utf8'))]))
}

test('a dry run prints the whole plan without credentials, and what is missing before it can be carried out', async () => {
  const { code, said, complained } = await deploy('--dry-run')

  expect({ code, complained }).toEqual({ code: 0, complained: '' })
  const lines = said.split('\n').map((line) => line.trim())
  expect(lines).toEqual(
    expect.arrayContaining([
      '+ collection orders',
      '~ collection orders: closed to every client (ADMINONLY)',
      expect.stringMatching(/^\+ function payNotify: [\d.]+ KB, 10 s, 256 MB, settings .*WECHATPAY_API_V3_KEY/),
      '+ timer sweepOrders.everyMinute: 0 * * * * * *',
      '+ HTTP path /payNotify to payNotify',
      '~ static hosting: on',
      expect.stringMatching(/^\+ storefront: (\d+) of \1 files, [\d.]+ KB$/),
      "Once, and after a change, upload from WeChat DevTools too, for they call WeChat's interfaces:",
      expect.stringMatching(/^subscribeMessage\.send: alipayNotify, .*sweepOrders/),
      'Before it can be carried out:',
      'TENCENTCLOUD_SECRETKEY is missing',
    ]),
  )

  const functions = [...declared()]
  expect(lines.filter((line) => line.startsWith('+ HTTP path')).sort()).toEqual(
    functions.flatMap(([name, { http }]) => (http ? [`+ HTTP path ${http} to ${name}`] : [])).sort(),
  )
  expect(lines.filter((line) => line.startsWith('+ timer')).sort()).toEqual(
    functions
      .flatMap(([name, { triggers = [] }]) => triggers.map((one) => `+ timer ${name}.${one.name}: ${one.config}`))
      .sort(),
  )
  // A key is only where it is used.
  const given = (name: string) => lines.find((line) => line.startsWith(`+ function ${name}:`))?.split('settings ')[1]
  const common = 'NEWS_TEMPLATE_ID PAID_TEMPLATE_ID SCHOOL_NAME SERVICE_TEMPLATE_ID SESSION_KEY SHOP_URL'
  expect(given('recordProgress')).toBe(common)
  expect(given('issueCertificate')).toBe(`CERTIFICATE_PRIVATE_KEY ${common}`)
  for (const key of ['WECHATPAY_PRIVATE_KEY', 'ALIPAY_PRIVATE_KEY', 'VIRTUALPAY_APP_KEY', 'PUSH_AES_KEY', 'SEAL_KEY']) {
    expect(given('sweepOrders')).toContain(key)
    expect(given('browseCatalog')).not.toContain(key)
  }
})

test('without settings nothing is built or sent, and every missing one is named', async () => {
  const { code, said, complained } = await deploy('--yes')

  expect({ code, said }).toEqual({ code: 1, said: '' })
  expect(complained).toContain('TCB_ENV_ID is missing\n')
  expect(complained).toContain('WECHATPAY_PRIVATE_KEY is missing\n')
})
