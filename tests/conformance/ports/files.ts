import { randomBytes } from 'node:crypto'
import type { Files } from '../../../core/ports'

/** Files to be tried. `advance` moves the time their addresses live by; null where nothing serves what is behind them. */
export type FilesWorld = { files: Files; advance: ((ms: number) => void) | null; close(): Promise<void> }

const ABSENT = (fileId: string) => fileId.replace(/[^/]+$/, 'nobody-put-this.png')

/** What every `Files` must do. Where no server stands behind the addresses, the cases that fetch are left out by name. */
export function filesSuite(name: string, serves: boolean, open: () => Promise<FilesWorld>): void {
  describe(`the files of ${name}`, () => {
    let world: FilesWorld
    let folder: string

    beforeAll(async () => {
      world = await open()
    }, 60_000)
    afterAll(() => world?.close())
    beforeEach(() => {
      folder = `conformance/${randomBytes(6).toString('hex')}`
    })

    const put = (path: string, text: string, type = 'text/plain') =>
      world.files.put(`${folder}/${path}`, new TextEncoder().encode(text), type)
    const addressOf = async (fileId: string, ttlSeconds = 60): Promise<string> =>
      (await world.files.addresses([fileId], ttlSeconds))[0] ?? 'no address'

    test('a file has a name of the cloud, and the same path again the same name', async () => {
      const first = await put('a.txt', 'one')
      expect(first).toMatch(new RegExp(`^cloud://[^/]+/${folder}/a\\.txt$`))
      expect(await put('a.txt', 'two')).toBe(first)
    })

    test('addresses come in the order asked for, one of them twice, and a missing file gives null', async () => {
      const [a, b] = [await put('a.txt', 'a'), await put('b.txt', 'b')]
      const given = await world.files.addresses([b, ABSENT(a), a, b], 60)
      const paths = given.map((address) => address && new URL(address).pathname.split('/').at(-1))
      expect(paths).toEqual(['b.txt', null, 'a.txt', 'b.txt'])
    })

    test('what is no name of this cloud gives null too', async () => {
      expect(await world.files.addresses(['cloud://elsewhere.bucket/a.txt', 'a.txt'], 60)).toEqual([null, null])
    })

    test('no files, no addresses', async () => {
      expect(await world.files.addresses([], 60)).toEqual([])
    })

    test('more addresses than the service makes at once still come in order', async () => {
      const names = Array.from({ length: 3 }, (_, n) => `${n}.txt`)
      const ids = await Promise.all(names.map((path) => put(path, path)))
      const asked = Array.from({ length: 120 }, (_, n) => ids[n % 3] ?? '')
      const given = await world.files.addresses(asked, 60)
      expect(given.map((address) => new URL(address ?? '').pathname.split('/').at(-1))).toEqual(
        asked.map((_, n) => `${n % 3}.txt`),
      )
    })

    test('a file that was taken away has no address, and taking it away again is no trouble', async () => {
      const [gone, kept] = [await put('gone.txt', 'a'), await put('kept.txt', 'b')]
      await world.files.remove([gone])
      await world.files.remove([gone])
      await world.files.remove([])
      const given = await world.files.addresses([gone, kept], 60)
      expect(given.map((address) => address !== null)).toEqual([false, true])
    })

    const served = serves ? test : test.skip

    served('an address serves the bytes that were put last, with their type', async () => {
      await put('lesson.mp3', 'old')
      const fileId = await put('lesson.mp3', 'new bytes', 'audio/mpeg')
      const reply = await fetch(await addressOf(fileId))
      expect({ status: reply.status, type: reply.headers.get('content-type'), text: await reply.text() }).toEqual({
        status: 200,
        type: 'audio/mpeg',
        text: 'new bytes',
      })
    })

    served('an address serves a part, as a player that jumps asks for it', async () => {
      const address = await addressOf(await put('lesson.mp4', '0123456789', 'video/mp4'))
      const reply = await fetch(address, { headers: { range: 'bytes=3-5' } })
      expect({
        status: reply.status,
        range: reply.headers.get('content-range'),
        text: await reply.text(),
      }).toEqual({ status: 206, range: 'bytes 3-5/10', text: '345' })
      expect((await fetch(address, { headers: { range: 'bytes=10-' } })).status).toBe(416)
    })

    served('an address without its signature, or with another file in it, opens nothing', async () => {
      const [mine, other] = [await addressOf(await put('mine.txt', 'mine')), await put('other.txt', 'other')]
      expect((await fetch(mine.split('?')[0] ?? '')).status).toBe(403)
      expect(other).toContain('other.txt')
      expect((await fetch(mine.replace('mine.txt', 'other.txt'))).status).toBe(403)
    })

    served('an address stops working when its time is over', async () => {
      const address = await addressOf(await put('brief.txt', 'brief'), 30)
      expect((await fetch(address)).status).toBe(200)
      world.advance?.(32_000)
      expect((await fetch(address)).status).toBe(403)
    })

    test('an address to download from is one of the same file, and none of a missing one', async () => {
      const fileId = await put('sheet.txt', 'one')
      const given = await world.files.download(fileId, '练习 纸.txt', 60)
      expect(new URL(given ?? '').pathname.split('/').at(-1)).toBe('sheet.txt')
      expect(await world.files.download(ABSENT(fileId), '练习.txt', 60)).toBeNull()
    })

    served('what is downloaded is kept under the name it was asked for', async () => {
      const fileId = await put('sheet.txt', 'one')
      const reply = await fetch((await world.files.download(fileId, "练习 纸(1)'.txt", 60)) ?? '')
      expect({ kept: reply.headers.get('content-disposition'), text: await reply.text() }).toEqual({
        kept: "attachment; filename*=UTF-8''%E7%BB%83%E4%B9%A0%20%E7%BA%B8%281%29%27.txt",
        text: 'one',
      })
      expect((await fetch(await addressOf(fileId))).headers.get('content-disposition')).toBeNull()
    })

    served('a path with Chinese in it is served as well', async () => {
      const reply = await fetch(await addressOf(await put('第一课.txt', '水墨')))
      expect(await reply.text()).toBe('水墨')
    })
  })
}
