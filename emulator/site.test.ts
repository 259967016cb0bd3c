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

test('scripts and styles come compressed to whoever takes that, as from static hosting; small files and pictures do not', async () => {
  const script = 'const petals = 5\n'.repeat(100)
  for (const [name, text] of Object.entries({ 'app.js': script, 'tiny.js': 'a', 'leaf.svg': `<svg>${script}</svg>` }))
    writeFileSync(join(shop, name), text)
  const answers = await Promise.all(
    ['app.js', 'tiny.js', 'leaf.svg'].map(async (name) => {
      const { headers } = await fetch(`${base}/${name}`)
      return [name, headers.get('content-encoding'), Number(headers.get('content-length')) < script.length]
    }),
  )
  expect(answers).toEqual([
    ['app.js', 'gzip', true],
    ['tiny.js', null, true],
    ['leaf.svg', null, false],
  ])
  const plain = await fetch(`${base}/app.js`, { headers: { 'accept-encoding': 'identity' } })
  expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, script])
  expect(await (await fetch(`${base}/app.js`)).text()).toBe(script)
})
