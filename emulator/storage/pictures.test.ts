import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { deskClock } from '../clock'
import { openDriver } from '../database/driver'
import { listen } from '../http'
import { ruleIn } from './pictures'
import { openStorage, type StorageService } from './service'

const WIDE = { width: 640, height: 360 }
let folder: string
let storage: StorageService
let desk: { url: string; close(): Promise<void> }

const open = async () => {
  const driver = openDriver(join(folder, 'desk.sqlite'))
  storage = await openStorage({
    driver,
    folder: join(folder, 'files'),
    picturesFolder: join(folder, 'pictures'),
    clock: deskClock(0),
    envId: 'desk-env',
    bucket: 'bucket',
    deskUrl: () => desk.url,
  })
  const server = await listen(storage.routes, 0)
  desk = {
    url: `http://127.0.0.1:${server.port}`,
    async close() {
      await server.close()
      driver.close()
    },
  }
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pictures-'))
  await open()
})
afterEach(async () => {
  await desk.close()
  rmSync(folder, { recursive: true })
})

/** Puts a file and answers a link to it. */
async function linkTo(path: string, bytes: Buffer | string, type = 'image/jpeg'): Promise<string> {
  const { url, authorization, fileId } = storage.uploadTicket(path)
  await fetch(url, {
    method: 'PUT',
    headers: { authorization, 'content-type': type },
    body: new Uint8Array(typeof bytes === 'string' ? Buffer.from(bytes) : bytes),
  })
  return storage.link(fileId).tempFileURL
}

const photo = () =>
  sharp({ create: { ...WIDE, channels: 3, background: '#C44D16' } })
    .jpeg()
    .toBuffer()

/** What came: its status, kind, and measures when it is a picture. */
async function got(url: string) {
  const answer = await fetch(url)
  const bytes = Buffer.from(await answer.arrayBuffer())
  const known = await sharp(bytes)
    .metadata()
    .catch(() => null)
  const size = known && `${known.width}x${known.height}`
  return [answer.status, answer.headers.get('content-type'), known?.format ?? null, size]
}

test('a link with words after it gives the picture smaller, and is as good as the link', async () => {
  const link = await linkTo('cover.jpg', await photo())
  expect(await got(link)).toEqual([200, 'image/jpeg', 'jpeg', '640x360'])
  expect(await got(`${link}&imageMogr2/thumbnail/320x/format/webp`)).toEqual([200, 'image/webp', 'webp', '320x180'])
  expect(await got(`${link}&imageMogr2/thumbnail/x90`)).toEqual([200, 'image/jpeg', 'jpeg', '160x90'])
  expect(await got(`${link}&imageMogr2/thumbnail/400x90/format/png`)).toEqual([200, 'image/png', 'png', '160x90'])
  const forged = link.replace(/t=\d+/, 't=9999999999')
  expect((await got(`${forged}&imageMogr2/thumbnail/320x`))[0]).toBe(403)
})

test('a picture is made once, kept on disk, and goes when its file has gone', async () => {
  const link = await linkTo('cover.jpg', await photo())
  const asked = `${link}&imageMogr2/thumbnail/320x/format/webp`
  const first = await fetch(asked)
  const kept = () => readdirSync(join(folder, 'pictures'))
  expect(kept()).toHaveLength(1)
  // What is kept is what is given: it is not made anew.
  const before = Buffer.from(await first.arrayBuffer())
  expect(readFileSync(join(folder, 'pictures', kept()[0] ?? ''))).toEqual(before)
  const etag = first.headers.get('etag') ?? ''
  expect((await fetch(asked, { headers: { 'if-none-match': etag } })).status).toBe(304)
  expect((await fetch(asked, { method: 'HEAD' })).headers.get('content-length')).toBe(String(before.length))

  await linkTo(
    'cover.jpg',
    await sharp(await photo())
      .rotate(90)
      .toBuffer(),
  )
  expect(await got(asked)).toEqual([200, 'image/webp', 'webp', '320x569'])
  await desk.close()
  await open()
  expect(kept()).toHaveLength(1)
})

test('what is no picture is refused, and given as it is to whoever asks for that', async () => {
  const link = await linkTo('words.txt', 'a letter', 'text/plain')
  expect((await got(`${link}&imageMogr2/thumbnail/320x`))[0]).toBe(400)
  const kind = await fetch(`${link}&imageMogr2/thumbnail/320x/ignore-error/1`)
  expect([kind.status, await kind.text()]).toEqual([200, 'a letter'])
})

test('what the desk does not do it refuses by name, and values that nobody takes as COS does', async () => {
  const codes = [
    '',
    '?sign=a&t=1',
    '?imageMogr2/thumbnail/640x/format/webp/quality/80/ignore-error/1',
    '?imageMogr2/rotate/90',
    '?imageMogr2/thumbnail/!50p',
    '?imageMogr2/thumbnail/0x',
    '?imageMogr2/thumbnail/10000x',
    '?imageMogr2/format/tpg',
    '?imageMogr2/quality/101',
  ].map((search) => {
    const rule = ruleIn(search)
    return rule && 'code' in rule ? rule.code : rule
  })
  expect(codes).toEqual([
    undefined,
    undefined,
    { width: 640, format: 'webp', quality: 80, isForgiving: true },
    'NotEmulated',
    'NotEmulated',
    'InvalidArgument',
    'InvalidArgument',
    'InvalidArgument',
    'InvalidArgument',
  ])
  const link = await linkTo('cover.jpg', await photo())
  const refused = await fetch(`${link}&imageMogr2/rotate/90`)
  expect([refused.status, await refused.text()]).toEqual([
    400,
    expect.stringContaining('<Message>imageMogr2/rotate is not emulated on this desk</Message>'),
  ])
})
