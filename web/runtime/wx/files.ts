import { api, type Facts, optionalNumber, optionalText, Refusal, textIn } from './api'
import type { TempFiles } from './tempFiles'

export const base64Of = (bytes: Uint8Array): string => {
  let text = ''
  // In slices: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}
export const bytesOfBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** In one of WeChat's encodings; without one, the bytes. */
function decoded(bytes: Uint8Array, encoding: string): string | ArrayBuffer {
  switch (encoding) {
    case '':
      return new Uint8Array(bytes).buffer
    case 'base64':
      return base64Of(bytes)
    case 'hex':
      return hexOf(bytes)
    case 'utf8':
    case 'utf-8':
      return new TextDecoder().decode(bytes)
    default:
      throw new Refusal(`invalid encoding "${encoding}"`)
  }
}

const isMethod = (name: string | symbol): name is string => typeof name === 'string' && name !== 'then'

/** The temporary files of this visit, through WeChat's file system manager; what it does not do, it refuses by name. */
export function fileSystem(files: TempFiles) {
  const read = (path: string, encoding: string, position: number, length: number) => {
    const { bytes } = files.find(path)
    return decoded(bytes.subarray(position, Number.isFinite(length) ? position + length : undefined), encoding)
  }
  const sync = <T>(name: string, act: () => T): T => {
    try {
      return act()
    } catch (error) {
      throw error instanceof Refusal ? new Error(`${name}:fail ${error.reason}`) : error
    }
  }
  const known = {
    readFile: api('readFile', (options: Facts) => ({
      data: read(
        textIn(options, 'filePath'),
        optionalText(options, 'encoding', ''),
        optionalNumber(options, 'position', 0),
        options.length === undefined ? Number.POSITIVE_INFINITY : optionalNumber(options, 'length', 0),
      ),
    })),
    readFileSync: (path: string, encoding = '', position = 0, length = Number.POSITIVE_INFINITY) =>
      sync('readFileSync', () => read(path, encoding, position, length)),
    getFileInfo: api('getFileInfo', (options: Facts) => ({ size: files.find(textIn(options, 'filePath')).blob.size })),
    access: api('access', (options: Facts) => void files.find(textIn(options, 'path'))),
    accessSync: (path: string): void => sync('accessSync', () => void files.find(path)),
    unlink: api('unlink', (options: Facts) => files.drop(textIn(options, 'filePath'))),
    unlinkSync: (path: string): void => sync('unlinkSync', () => files.drop(path)),
  }
  return new Proxy<Facts>(known, {
    get(target, name) {
      if (!isMethod(name) || name in target) return Reflect.get(target, name)
      throw new Error(`FileSystemManager.${name} is not part of the browser client`)
    },
  })
}
