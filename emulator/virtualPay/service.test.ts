import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deskClock } from '../clock'
import { openDriver } from '../database/driver'
import { listen } from '../http'
import { accessTokens } from '../wechat/accessTokens'
import { sessionKeys } from '../wechat/sessionKeys'
import type { Letter } from './letter'
import { virtualPaySandbox } from './service'

const APPID = 'wx8888888888888888'
const MEI = 'o-mei'
let stop: () => Promise<void> = async () => {}
afterEach(() => stop())

/** A desk with nothing but virtual payment on it, which can be opened again on the same file. */
async function given(answer: (letter: Letter) => object | Promise<object>) {
  const folder = mkdtempSync(join(tmpdir(), 'virtual-pay-'))
  const clock = deskClock()
  const sent: Letter[] = []

  async function started() {
    const driver = openDriver(join(folder, 'desk.db'))
    const sessions = sessionKeys(driver, clock)
    const sandbox = virtualPaySandbox({
      driver,
      clock,
      appid: APPID,
      identify: ({ headers }) => headers['x-openid'],
      sessions,
      tokens: accessTokens(driver, clock, APPID),
      pushUrl: 'http://127.0.0.1/push',
      async fetchPush(letter) {
        sent.push(letter)
        return { status: 200, text: JSON.stringify(await answer(letter)) }
      },
    })
    return { driver, sessions, sandbox, server: await listen(sandbox.routes, 0) }
  }
  let running = await started()
  const ended = async () => {
    await running.sandbox.close()
    await running.server.close()
    running.driver.close()
  }
  stop = async () => {
    await ended()
    rmSync(folder, { recursive: true })
  }
  const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex')

  const world = {
    clock,
    sent,
    account: () => running.sandbox.account,
    order: () => running.sandbox.look()[0],
    async post(path: string, body: object) {
      const reply = await fetch(`http://127.0.0.1:${running.server.port}${path}`, {
        method: 'POST',
        headers: { 'x-openid': MEI },
        body: JSON.stringify(body),
      })
      return { status: reply.status, body: await reply.json() }
    },
    async restart(between: () => void = () => {}): Promise<void> {
      await ended()
      between()
      running = await started()
      await world.quiet()
    },
    /** Moves time on, and waits until whatever rang has been answered and written down. */
    async pass(ms: number): Promise<void> {
      clock.advance(ms)
      await world.quiet()
    },
    async quiet(): Promise<void> {
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve, 1))
    },
    /** Coins bought by hand, signed as a shop signs. */
    async buyCoins(phone: 'android' | 'ios'): Promise<void> {
      const { offerId, appKeys } = world.account()
      const terms = { offerId, buyQuantity: 500, env: 0, currencyType: 'CNY', outTradeNo: 'XTCOINS001', attach: '' }
      const signData = JSON.stringify(terms)
      const sheet = {
        mode: 'short_series_coin',
        signData,
        paySig: hmac(appKeys[0], `requestVirtualPayment&${signData}`),
        signature: hmac(running.sessions.current(MEI), signData),
      }
      const { token } = (await world.post('/virtualPay/cashier', sheet)).body
      expect(await world.post('/virtualPay/cashier/confirm', { ...sheet, token, phone })).toMatchObject({ status: 200 })
      await world.quiet()
    },
  }
  return world
}

test('keys, orders and what is still to be pushed outlive the desk', async () => {
  let isOpen = false
  const desk = await given(() => ({ ErrCode: isOpen ? 0 : 1 }))
  await desk.buyCoins('android')
  const before = desk.account()
  expect(desk.order()).toMatchObject({ status: 4, pushes: [{ delivered: false, attempts: [{}] }] })

  await desk.restart()
  expect(desk.account()).toEqual(before)
  expect(desk.sent).toHaveLength(1)
  isOpen = true
  // Its time comes while nothing runs: it is sent at the next start.
  await desk.restart(() => desk.clock.advance(2_000))
  expect(desk.order()).toMatchObject({ pushes: [{ delivered: true, nextAt: null, attempts: [{}, {}] }] })
  expect(desk.sent).toHaveLength(2)
})

test('Apple’s money goes back once, also when the desk ends between its answer and the refund', async () => {
  const desk = await given(() => ({ result_code: 0, result_info: '同意', evidence: '没有学过', ErrCode: 0 }))
  await desk.buyCoins('ios')
  await desk.post('/virtualPay/desk/appleRefund', { outTradeNo: 'XTCOINS001' })
  await desk.quiet()
  expect(desk.order()?.refunds).toMatchObject([{ byApple: true, state: 'running', fen: 500 }])
  await desk.restart(() => desk.clock.advance(2_000))
  await desk.restart()
  expect(desk.order()).toMatchObject({ status: 5, leftFen: 0, refunds: [{ state: 'done' }] })
  expect(desk.order()?.pushes.map(({ event }) => event)).toEqual([
    'xpay_coin_pay_notify',
    'xpay_subscribe_ios_refund_query_notify',
    'xpay_refund_notify',
  ])
})
