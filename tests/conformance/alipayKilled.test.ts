import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AlipaySeller, environmentOf } from '../../emulator/alipay/account'
import { type DeskRequest, listen } from '../../emulator/http'
import { alipay } from '../../platform/alipay/gateway'
import { alipaySettings } from '../../platform/alipay/settings'
import { placed } from './alipayShop'

const FIVE_MINUTES = 300_000
const folder = mkdtempSync(join(tmpdir(), 'alipay-killed-'))
const running: ChildProcess[] = []
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

async function started(offsetMs: number): Promise<{ child: ChildProcess; port: number; seller: AlipaySeller }> {
  const program = [join(__dirname, 'alipayProcess.ts'), join(folder, 'desk.db'), String(offsetMs)]
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
  const arrived: Buffer[] = []
  const door = {
    path: '/payNotify',
    handle({ body }: DeskRequest) {
      if (isOpen) arrived.push(body)
      return { status: 200, body: isOpen ? 'success' : 'fail' }
    },
  }
  const shop = await listen([door], 0)
  const gatewayAt = (port: number, seller: AlipaySeller, aheadMs: number) => {
    const environment = environmentOf(seller, `http://127.0.0.1:${port}`, `http://127.0.0.1:${shop.port}/payNotify`)
    const settings = alipaySettings(environment)
    if (!settings) throw new Error('the desk gave no settings')
    const clock = { now: () => new Date(Date.now() + aheadMs) }
    return alipay(settings, clock, { timeoutMs: 3_000, tries: 1, pauseMs: 0 })
  }

  const first = await started(0)
  const gateway = gatewayAt(first.port, first.seller, 0)
  const acknowledged: string[] = []
  const buy = async (outTradeNo: string) => {
    const { sheet } = await gateway.prepay({
      ...placed(outTradeNo),
      method: 'alipayPage',
      description: '春日读诗',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      returnUrl: 'https://shop.example/',
      clientIp: '',
      loginCode: '',
      productId: '',
    })
    const body = JSON.stringify({ url: 'url' in sheet ? sheet.url : '' })
    const paid = await fetch(`http://127.0.0.1:${first.port}/alipay/desk/pay`, { method: 'POST', body })
    if (paid.status === 200) acknowledged.push(outTradeNo)
    if (acknowledged.length === 15) first.child.kill('SIGKILL')
  }
  await Promise.allSettled(Array.from({ length: 40 }, (_, n) => buy(`KILLED${String(n).padStart(4, '0')}`)))
  expect(acknowledged.length).toBeGreaterThanOrEqual(15)

  // Five minutes later by the desk's clock: the first repetitions are due.
  isOpen = true
  const second = await started(FIVE_MINUTES)
  expect(second.seller).toEqual(first.seller)
  const again = gatewayAt(second.port, second.seller, FIVE_MINUTES)
  const states = await Promise.all(acknowledged.map(async (no) => (await again.query(placed(no)))?.state))
  expect(new Set(states)).toEqual(new Set(['SUCCESS']))

  const unheard = async () => {
    const notices = await Promise.all(arrived.map((body) => again.readNotice({}, body)))
    const heard = new Set(notices.map((notice) => (notice.kind === 'paid' ? notice.payment.outTradeNo : '')))
    return acknowledged.filter((no) => !heard.has(no))
  }
  const until = Date.now() + 10_000
  while ((await unheard()).length > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(await unheard()).toEqual([])
  await shop.close()
})
