import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Desk, DeskFacts } from '../desk'
import { openTestDesk } from '../testing/desk'
import { environmentOf } from './account'

const folder = mkdtempSync(join(tmpdir(), 'alipay-desk-'))
const told: DeskFacts[] = []
let desk: Desk

beforeAll(async () => {
  const functionsDir = join(folder, 'functions')
  mkdirSync(functionsDir)
  const settings = (facts: DeskFacts) => {
    told.push(facts)
    return {}
  }
  desk = await openTestDesk({ dataDir: join(folder, 'data'), functionsDir, settings })
})
afterAll(async () => {
  await desk.close()
  rmSync(folder, { recursive: true })
})

test('a shop on this desk is told how to be paid through Alipay', async () => {
  const [facts] = told
  expect(facts?.alipay).toEqual(desk.alipay.seller)
  const { ALIPAY_GATEWAY = '' } = environmentOf(desk.alipay.seller, facts?.desk ?? '', 'https://shop.example/n')
  expect(ALIPAY_GATEWAY).toBe(`${desk.url}/alipay/gateway.do`)
  const reply = await fetch(ALIPAY_GATEWAY, { method: 'POST', body: new URLSearchParams({ method: 'a.b' }) })
  expect(await reply.json()).toMatchObject({ a_b_response: { sub_code: 'isv.missing-app-id' } })
})

test('the page is opened from anywhere, and its buttons are pressed from itself only, and never in a frame', async () => {
  const opened = await fetch(`${desk.url}/alipay/gateway.do?app_id=1`, { headers: { origin: 'https://shop.example' } })
  expect([opened.status, opened.headers.get('x-frame-options')]).toEqual([400, 'DENY'])
  const press = async (origin: string) => {
    const headers = { origin, 'content-type': 'application/x-www-form-urlencoded' }
    return (await fetch(`${desk.url}/alipay/cashier/confirm`, { method: 'POST', headers, body: 'order=' })).status
  }
  expect(await press('https://elsewhere.example')).toBe(403)
  expect(await press(desk.url)).toBe(400)
})

test('faults can be ordered for it as for every service, and nothing else answers in its name', async () => {
  desk.faults.order({ service: 'alipay', action: 'POST /alipay/gateway.do', kind: 'errorBefore' })
  const post = () => fetch(`${desk.url}/alipay/gateway.do`, { method: 'POST' })
  expect([(await post()).status, (await post()).status]).toEqual([500, 200])
  expect((await fetch(`${desk.url}/alipay/weather`)).status).toBe(404)
})
