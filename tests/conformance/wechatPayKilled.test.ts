import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DeskRequest, json, listen } from '../../emulator/http'
import { environmentOf, type Merchant } from '../../emulator/wechatPay/merchant'
import { weChatPay } from '../../platform/wechatPay/gateway'
import { weChatPaySettings } from '../../platform/wechatPay/settings'
import { placed } from './wechatPayShop'

/** What other ways of paying want. */
const UNUSED = { returnUrl: '', clientIp: '', loginCode: '', productId: '' }
const clock = { now: () => new Date() }
const folder = mkdtempSync(join(tmpdir(), 'wechat-pay-killed-'))
const running: ChildProcess[] = []
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

async function started(offsetMs: number): Promise<{ child: ChildProcess; port: number; merchant: Merchant }> {
  const program = [join(__dirname, 'wechatPayProcess.ts'), join(folder, 'desk.db'), String(offsetMs)]
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', ...program], { stdio: ['ignore', 'pipe', 'inherit'] })
  running.push(child)
  let told = ''
  while (!told.includes('\n')) {
    const [chunk] = await once(child.stdout, 'data')
    told += String(chunk)
  }
  return { child, ...JSON.parse(told) }
}

test('killed in the middle of payments: every acknowledged one is paid and its notice still comes', async () => {
  let isOpen = false
  const arrived: { headers: Record<string, string>; body: Buffer }[] = []
  const door = {
    path: '/payNotify',
    handle({ headers, body }: DeskRequest) {
      if (isOpen) arrived.push({ headers, body })
      return json({}, isOpen ? 200 : 500)
    },
  }
  const shop = await listen([door], 0)
  const shopAt = (port: number, merchant: Merchant) => {
    const notifyUrl = `http://127.0.0.1:${shop.port}/payNotify`
    const settings = weChatPaySettings(environmentOf(merchant, `http://127.0.0.1:${port}`, notifyUrl))
    return weChatPay(settings, clock, { timeoutMs: 3_000, tries: 1, pauseMs: 0 })
  }

  const first = await started(0)
  const payments = shopAt(first.port, first.merchant)
  const acknowledged: string[] = []
  const buy = async (outTradeNo: string) => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    await payments.prepay({ ...placed(outTradeNo), description: '春日读诗', expiresAt, ...UNUSED })
    const body = JSON.stringify({ outTradeNo })
    const paid = await fetch(`http://127.0.0.1:${first.port}/wechatPay/desk/pay`, { method: 'POST', body })
    if (paid.status === 200) acknowledged.push(outTradeNo)
    if (acknowledged.length === 15) first.child.kill('SIGKILL')
  }
  await Promise.allSettled(Array.from({ length: 40 }, (_, n) => buy(`KILLED${String(n).padStart(4, '0')}`)))
  expect(acknowledged.length).toBeGreaterThanOrEqual(15)

  // Fifteen seconds later by the desk's clock: the first repetitions are due.
  isOpen = true
  const second = await started(20_000)
  expect(second.merchant).toEqual(first.merchant)
  const again = shopAt(second.port, second.merchant)
  const states = await Promise.all(acknowledged.map(async (no) => (await again.query(placed(no)))?.state))
  expect(new Set(states)).toEqual(new Set(['SUCCESS']))

  const told = async () => {
    const notices = await Promise.all(arrived.map(({ headers, body }) => again.readNotice(headers, body)))
    return new Set(notices.map((notice) => (notice.kind === 'paid' ? notice.payment.outTradeNo : '')))
  }
  const unheard = async () => {
    const heard = await told()
    return acknowledged.filter((no) => !heard.has(no))
  }
  const until = Date.now() + 10_000
  while ((await unheard()).length > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(await unheard()).toEqual([])
  await shop.close()
})
