import { Refusal } from './api'

/** The folder of a mini-program's own files, in WeChat's words. */
export const USER_DATA_PATH = 'wxfile://usr'
/** WeChat's own limit for all files of one user in one mini-program. */
export const MAX_USER_BYTES = 200 * 1024 * 1024

/** Where files outlive the visit: a browser's database, or memory in a test. Keys and blobs. */
export type FilePlace = {
  all(): Promise<[key: string, blob: Blob][]>
  put(key: string, blob: Blob): Promise<void>
  remove(key: string): Promise<void>
}

type Held = { blob: Blob; url: string }

/** The lasting files under `wxfile://usr`. They belong to one WeChat user, as in WeChat: `owner` names that user each time. */
export class UserFiles {
  readonly #held = new Map<string, Held>()
  /** What earlier visits kept is there once this is done. */
  readonly ready: Promise<void>

  constructor(
    private readonly place: FilePlace,
    private readonly owner: () => string,
  ) {
    this.ready = place.all().then((files) => {
      for (const [key, blob] of files) this.#held.set(key, { blob, url: '' })
    })
  }

  static holds = (path: string): boolean => path.startsWith(`${USER_DATA_PATH}/`)

  #key(path: string): string {
    return `${this.owner()} ${path}`
  }

  find(path: string): Blob {
    const held = this.#held.get(this.#key(path))
    if (!held) throw new Refusal(`no such file or directory, open ${path}`)
    return held.blob
  }

  /** An address that `<image>`, `<video>` and sound can load. A path that holds nothing leads nowhere. */
  address(path: string): string {
    const held = this.#held.get(this.#key(path))
    if (!held) return 'about:blank'
    held.url ||= URL.createObjectURL(held.blob)
    return held.url
  }

  /** Paths of the files in a folder and in those inside it. */
  list(folder: string): string[] {
    const start = `${this.#key(folder.replace(/\/$/, ''))}/`
    return [...this.#held.keys()]
      .filter((key) => key.startsWith(start))
      .map((key) => key.slice(this.owner().length + 1))
      .sort()
  }

  async write(path: string, blob: Blob): Promise<void> {
    if (!UserFiles.holds(path)) throw new Refusal(`permission denied, open ${path}`)
    const bytes = this.list(USER_DATA_PATH).reduce(
      (sum, other) => sum + (other === path ? 0 : this.find(other).size),
      0,
    )
    if (bytes + blob.size > MAX_USER_BYTES) throw new Refusal('the maximum size of the file storage limit is exceeded')
    // A copy in memory: a blob of a response may be backed by a cache that goes away.
    const kept = new Blob([await blob.arrayBuffer()], { type: blob.type })
    await this.place.put(this.#key(path), kept)
    this.#forget(path)
    this.#held.set(this.#key(path), { blob: kept, url: '' })
  }

  async drop(path: string): Promise<void> {
    this.find(path)
    await this.place.remove(this.#key(path))
    this.#forget(path)
  }

  #forget(path: string): void {
    const url = this.#held.get(this.#key(path))?.url
    if (url) URL.revokeObjectURL(url)
    this.#held.delete(this.#key(path))
  }
}

const STORE = 'files'

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

/** The browser's own database. Where a browser has none (a private window) files live as long as the visit. */
export function inBrowser(): FilePlace {
  let opening: Promise<IDBDatabase | null> | undefined
  const open = (): Promise<IDBDatabase | null> => {
    opening ??= (async () => {
      if (typeof indexedDB === 'undefined') return null
      const request = indexedDB.open('xingtan.files', 1)
      request.onupgradeneeded = () => void request.result.createObjectStore(STORE)
      return answerOf(request).catch(() => null)
    })()
    return opening
  }
  const store = async (mode: IDBTransactionMode) => (await open())?.transaction(STORE, mode).objectStore(STORE)
  return {
    async all() {
      const files = await store('readonly')
      if (!files) return []
      const [keys, blobs] = await Promise.all([answerOf(files.getAllKeys()), answerOf(files.getAll())])
      return keys.map((key, at) => [String(key), blobs[at] as Blob]) // only `put` writes here
    },
    async put(key, blob) {
      const files = await store('readwrite')
      if (files) await answerOf(files.put(blob, key))
    },
    async remove(key) {
      const files = await store('readwrite')
      if (files) await answerOf(files.delete(key))
    },
  }
}
