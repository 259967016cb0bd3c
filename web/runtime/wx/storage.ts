import { api, type Facts, Refusal, textIn } from './api'

/** WeChat's own limits: one value, and all of a user's values in one mini-program. In bytes. */
export const MAX_VALUE_BYTES = 1024 * 1024
export const MAX_STORAGE_BYTES = 10 * 1024 * 1024

/** Of its UTF-8. Every write weighs all that is kept, and a Blob would ask another process each time. */
function bytesOf(text: string): number {
  let bytes = 0
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

/** WeChat keeps a Date a Date; JSON alone would give back a string. */
const packed = (data: unknown): string => {
  if (data instanceof Date) return JSON.stringify({ date: data.toISOString() })
  const text = JSON.stringify({ data })
  if (data !== undefined && text === '{}') throw new Refusal('data is not serializable')
  return text
}

const unpacked = (text: string): unknown => {
  const held: { date?: string; data?: unknown } = JSON.parse(text)
  return held.date === undefined ? held.data : new Date(held.date)
}

/**
 * The `wx` storage functions over a browser's own storage. What is kept belongs to one WeChat user, as in WeChat:
 * `owner` names that user each time it is asked.
 */
export function storageApi(place: Storage, owner: () => string) {
  const prefix = () => `xingtan.storage.${owner()}.`
  const keys = (): string[] =>
    Array.from({ length: place.length }, (_, index) => place.key(index))
      .filter((key): key is string => key?.startsWith(prefix()) ?? false)
      .map((key) => key.slice(prefix().length))
      .sort()
  const heldBytes = (): number =>
    keys().reduce((sum, key) => sum + bytesOf(key) + bytesOf(place.getItem(prefix() + key) ?? ''), 0)

  function write(key: string, data: unknown): void {
    const text = packed(data)
    if (bytesOf(text) > MAX_VALUE_BYTES) throw new Refusal('exceed storage item max length')
    const before = bytesOf(place.getItem(prefix() + key) ?? '')
    if (heldBytes() - before + bytesOf(text) > MAX_STORAGE_BYTES) throw new Refusal('exceed storage max size 10Mb')
    try {
      place.setItem(prefix() + key, text)
    } catch {
      // A browser's own storage may be smaller than WeChat's; a page meets the same words.
      throw new Refusal('exceed storage max size 10Mb')
    }
  }
  function read(key: string): unknown {
    const text = place.getItem(prefix() + key)
    if (text === null) throw new Refusal('data not found')
    return unpacked(text)
  }
  const clear = (): void => {
    for (const key of keys()) place.removeItem(prefix() + key)
  }
  const info = () => ({
    keys: keys(),
    currentSize: Math.ceil(heldBytes() / 1024),
    limitSize: MAX_STORAGE_BYTES / 1024,
  })
  /** The Sync functions throw what the others hand to `fail`. */
  const sync = <T>(name: string, act: () => T): T => {
    try {
      return act()
    } catch (error) {
      throw error instanceof Refusal ? new Error(`${name}:fail ${error.reason}`) : error
    }
  }
  const keyOf = (value: unknown): string => textIn({ key: value }, 'key')

  return {
    setStorage: api('setStorage', (options: Facts) => write(textIn(options, 'key'), options.data)),
    getStorage: api('getStorage', (options: Facts) => ({ data: read(textIn(options, 'key')) })),
    removeStorage: api('removeStorage', (options: Facts) => place.removeItem(prefix() + textIn(options, 'key'))),
    clearStorage: api('clearStorage', clear),
    getStorageInfo: api('getStorageInfo', info),
    setStorageSync: (key: unknown, data: unknown): void => sync('setStorageSync', () => write(keyOf(key), data)),
    /** A key that holds nothing answers an empty string, as in WeChat. */
    getStorageSync: (key: unknown): unknown =>
      sync('getStorageSync', () => (place.getItem(prefix() + keyOf(key)) === null ? '' : read(keyOf(key)))),
    removeStorageSync: (key: unknown): void => sync('removeStorageSync', () => place.removeItem(prefix() + keyOf(key))),
    clearStorageSync: clear,
    getStorageInfoSync: info,
  }
}
