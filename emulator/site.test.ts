import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listen } from './http'
import { siteRoutes } from './site'
import { temporaryFolder } from './testing/functions'

const folder = temporaryFolder()
const shop = join(folder.path, 'shop')
let base = ''
let close = async () => {}

beforeAll(async () => {
  mkdirSync(join(shop, 'assets'), { recursive: true })
  writeFileSync(join(folder.path, 'secret.txt'), 'not for visitors')
  writeFileSync(join(shop, 'index.html'), '<h1>杏坛</h1>')
  writeFileSync(join(shop, 'assets', 'app.js'), 'start()')
  const server = await listen(siteRoutes(shop, '/'), 0)
  base = `http://127.0.0.1:${server.port}`
  close = server.close
})
afterAll(async () => {
  await close()
  folder.remove()
})

const get = async (path: string, headers: Record<string, string> = {}) => {
  const reply = await fetch(base + path, { headers })
  return {
    status: reply.status,
    type: reply.headers.get('content-type'),
    etag: reply.headers.get('etag'),
    text: await reply.text(),
  }
}

test('a page of the shop is its index, a file is itself', async () => {
  const page = { status: 200, type: 'text/html; charset=utf-8', etag: expect.any(String), text: '<h1>杏坛</h1>' }
  expect(await get('/')).toEqual(page)
  expect(await get('/pages/course/course?id=1')).toEqual(page)
  expect(await get('/assets/app.js')).toMatchObject({
    status: 200,
    type: 'text/javascript; charset=utf-8',
    text: 'start()',
  })
  expect(await get('/assets/none.js')).toMatchObject({ status: 404 })
})

test('a browser that has it is told so, until it changes', async () => {
  const { etag } = await get('/assets/app.js')
  expect(await get('/assets/app.js', { 'if-none-match': etag ?? '' })).toMatchObject({ status: 304, text: '' })
  writeFileSync(join(shop, 'assets', 'app.js'), 'startAgain()')
  expect(await get('/assets/app.js', { 'if-none-match': etag ?? '' })).toMatchObject({
    status: 200,
    text: 'startAgain()',
  })
})

test('no path leads out of the folder', async () => {
  const ways = [
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/%00.txt',
    '/%E0%A4%A.txt',
  ]
  expect(await Promise.all(ways.map(async (way) => (await get(way)).status))).toEqual(ways.map(() => 404))
})
