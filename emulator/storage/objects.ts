import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Driver } from '../database/driver'
import { records } from '../records'

/** What is known of a stored file; `blob` is its name on disk, `etag` its MD5 as COS gives for a simple upload. */
export type StoredObject = {
  blob: string
  contentType: string
  bytes: number
  sha256: string
  etag: string
  uploadedAt: string
}

export type Objects = {
  find(key: string): StoredObject | undefined
  /** Stores the whole stream under the key, replacing what was there; on disk for good when it returns. */
  put(key: string, from: AsyncIterable<Buffer>, about: { contentType: string; at: number }): Promise<StoredObject>
  /** The bytes from `start` to `end`, both included. */
  read(object: StoredObject, start: number, end: number): Readable
  remove(key: string): Promise<boolean>
  list(): { key: string; object: StoredObject }[]
}

/** A rename is only durable when the folder that names the file is on disk too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

/**
 * Files in `folder` under random names, their keys and facts in the records: a key is never a path of this machine, so no
 * key can leave the folder. What a killed desk left half written is swept at the next opening.
 */
export async function openObjects(driver: Driver, folder: string): Promise<Objects> {
  await mkdir(folder, { recursive: true })
  const known = records<StoredObject>(driver, 'object')
  const alive = new Set(known.all().map(({ value }) => value.blob))
  for (const name of await readdir(folder)) if (!alive.has(name)) await rm(join(folder, name))

  const drop = (object: StoredObject | undefined) => object && rm(join(folder, object.blob), { force: true })

  async function write(name: string, from: AsyncIterable<Buffer>) {
    const sha256 = createHash('sha256')
    const md5 = createHash('md5')
    let bytes = 0
    const handle = await open(join(folder, name), 'wx')
    try {
      for await (const chunk of from) {
        bytes += chunk.length
        sha256.update(chunk)
        md5.update(chunk)
        await handle.writeFile(chunk)
      }
      await handle.sync()
    } finally {
      await handle.close()
    }
    return { bytes, sha256: sha256.digest('hex'), etag: `"${md5.digest('hex')}"` }
  }

  return {
    find: (key) => known.get(key),
    async put(key, from, { contentType, at }) {
      const blob = randomUUID()
      const written = `${blob}.part`
      try {
        const facts = await write(written, from)
        await rename(join(folder, written), join(folder, blob))
        await syncFolder(folder)
        const object = { blob, contentType, ...facts, uploadedAt: new Date(at).toISOString() }
        const before = known.get(key)
        known.put(key, object)
        await drop(before)
        return object
      } catch (error) {
        await rm(join(folder, written), { force: true })
        throw error
      }
    },
    read: (object, start, end) => createReadStream(join(folder, object.blob), { start, end }),
    async remove(key) {
      const object = known.get(key)
      if (!object) return false
      known.remove(key)
      await drop(object)
      return true
    },
    list: () => known.all().map(({ id, value }) => ({ key: id, object: value })),
  }
}
