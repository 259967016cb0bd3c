import { execFile } from 'node:child_process'
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
      'Before it can be carried out:',
      'TENCENTCLOUD_SECRETKEY is missing',
    ]),
  )
})

test('without settings nothing is built or sent, and every missing one is named', async () => {
  const { code, said, complained } = await deploy('--yes')

  expect({ code, said }).toEqual({ code: 1, said: '' })
  expect(complained).toContain('TCB_ENV_ID is missing\n')
  expect(complained).toContain('WECHATPAY_PRIVATE_KEY is missing\n')
})
