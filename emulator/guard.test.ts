import { request } from 'node:http'
import { guarded } from './guard'
import { json, listen } from './http'

const said: string[] = []
let port = 0
let close = async () => {}

const PATHS = [
  '/admin',
  '/desk/clock',
  '/panel/',
  '/wechat/session',
  '/wechatPay/desk/pay',
  '/alipay/desk/pay',
  '/http/',
  '/',
]

beforeAll(async () => {
  const routes = PATHS.map((path) => ({
    path,
    handle: ({ method }: { method: string }) => {
      said.push(`${method} ${path}`)
      return json({ path })
    },
  }))
  const server = await listen(guarded(routes), 0)
  port = server.port
  close = server.close
})
afterAll(() => close())
beforeEach(() => said.splice(0))

/** Over node:http, because fetch does not let a caller choose its Host. */
const ask = (method: string, path: string, headers: Record<string, string>): Promise<[number, string | undefined]> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, method, path, headers }, (reply) => {
      let text = ''
      reply.on('data', (part) => {
        text += part
      })
      reply.on('end', () => resolve([reply.statusCode ?? 0, JSON.parse(text).code]))
    })
      .on('error', reject)
      .end(method === 'POST' ? '{}' : undefined)
  })

const STEERING = ['/admin', '/desk/clock', '/wechat/session', '/wechatPay/desk/pay', '/alipay/desk/pay']
const every = <T>(paths: string[], answer: T) => paths.map(() => answer)

test('the desk is steered from its own pages and from programs', async () => {
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, 'localhost:9000']) {
    const own = { host, origin: `http://${host}` }
    expect(await Promise.all(STEERING.map((path) => ask('POST', path, own)))).toEqual(every(STEERING, [200, undefined]))
  }
  expect(await Promise.all(STEERING.map((path) => ask('DELETE', path, {})))).toEqual(every(STEERING, [200, undefined]))
})

test('a page of another site steers nothing, and the door behind is never reached', async () => {
  const origins = ['https://shop.example', 'http://127.0.0.1:1', `https://127.0.0.1:${port}`, 'null']
  for (const origin of origins) {
    for (const method of ['POST', 'DELETE', 'PUT']) {
      expect(await Promise.all(STEERING.map((path) => ask(method, path, { origin })))).toEqual(
        every(STEERING, [403, 'FOREIGN_ORIGIN']),
      )
    }
  }
  expect(said).toEqual([])
})

test('a foreign name that points here sees nothing of the desk, not even the panel', async () => {
  const looking = [...STEERING, '/panel/']
  for (const host of ['shop.example', `127.0.0.1.shop.example:${port}`, `localhost.shop.example:${port}`, '10.0.0.7']) {
    const rebound = { host, origin: `http://${host}` }
    for (const method of ['GET', 'POST']) {
      expect(await Promise.all(looking.map((path) => ask(method, path, rebound)))).toEqual(
        every(looking, [403, 'FOREIGN_HOST']),
      )
    }
  }
  expect(said).toEqual([])
})

test('HTTP access and the shop are open to everybody', async () => {
  const stranger = { host: 'shop.example', origin: 'https://elsewhere.example' }
  expect(await ask('POST', '/http/', stranger)).toEqual([200, undefined])
  expect(await ask('GET', '/', stranger)).toEqual([200, undefined])
})

test('nobody frames the panel', async () => {
  const { headers } = await fetch(`http://127.0.0.1:${port}/panel/`)
  expect([headers.get('x-frame-options'), headers.get('x-content-type-options')]).toEqual(['DENY', 'nosniff'])
})
