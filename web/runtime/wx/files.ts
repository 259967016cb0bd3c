import { api, type Facts, optionalNumber, optionalText, Refusal, textIn } from './api'
import { download } from './download'
import type { TempFiles } from './tempFiles'
import { UserFiles } from './userFiles'

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

/** What `writeFile` is given, as a file. */
function blobIn(options: Facts): Blob {
  const { data } = options
  if (data instanceof ArrayBuffer) return new Blob([data])
  const encoding = optionalText(options, 'encoding', 'utf8')
  const text = textIn(options, 'data')
  if (encoding === 'base64') return new Blob([bytesOfBase64(text)])
  if (encoding !== 'utf8' && encoding !== 'utf-8') throw new Refusal(`invalid encoding "${encoding}"`)
  return new Blob([text])
}

/** WeChat on a computer asks where to; a browser has its own folder for what is downloaded. */
export const filesToKeep = (files: TempFiles, userFiles: UserFiles) => ({
  saveFileToDisk: api('saveFileToDisk', (options) => {
    const path = textIn(options, 'filePath')
    const blob = UserFiles.holds(path) ? userFiles.find(path) : files.find(path).blob
    download(blob, path.split('/').at(-1) ?? 'file')
  }),
})

/**
 * The temporary files of this visit and the lasting ones under `wxfile://usr`, through WeChat's file system manager; what it does
 * not do, it refuses by name. Folders are there once something is in them. Lasting files have no Sync twins here.
 */
export function fileSystem(files: TempFiles, userFiles: UserFiles) {
  const blobAt = (path: string): Blob => (UserFiles.holds(path) ? userFiles.find(path) : files.find(path).blob)
  const dropAt = (path: string): void | Promise<void> =>
    UserFiles.holds(path) ? userFiles.drop(path) : files.drop(path)
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
    readFile: api('readFile', async (options: Facts) => {
      const bytes = new Uint8Array(await blobAt(textIn(options, 'filePath')).arrayBuffer())
      const from = optionalNumber(options, 'position', 0)
      const to = options.length === undefined ? undefined : from + optionalNumber(options, 'length', 0)
      return { data: decoded(bytes.subarray(from, to), optionalText(options, 'encoding', '')) }
    }),
    readFileSync: (path: string, encoding = '', position = 0, length = Number.POSITIVE_INFINITY) =>
      sync('readFileSync', () => read(path, encoding, position, length)),
    writeFile: api('writeFile', (options: Facts) => userFiles.write(textIn(options, 'filePath'), blobIn(options))),
    mkdir: api('mkdir', (options: Facts) => void textIn(options, 'dirPath')),
    rmdir: api('rmdir', async (options: Facts) => {
      const inside = userFiles.list(textIn(options, 'dirPath'))
      if (inside.length > 0 && options.recursive !== true)
        throw new Refusal(`directory not empty, rmdir ${textIn(options, 'dirPath')}`)
      for (const path of inside) await userFiles.drop(path)
    }),
    getFileInfo: api('getFileInfo', (options: Facts) => ({ size: blobAt(textIn(options, 'filePath')).size })),
    access: api('access', (options: Facts) => void blobAt(textIn(options, 'path'))),
    accessSync: (path: string): void => sync('accessSync', () => void files.find(path)),
    unlink: api('unlink', (options: Facts) => dropAt(textIn(options, 'filePath'))),
    unlinkSync: (path: string): void => sync('unlinkSync', () => files.drop(path)),
  }
  return new Proxy<Facts>(known, {
    get(target, name) {
      if (!isMethod(name) || name in target) return Reflect.get(target, name)
      throw new Error(`FileSystemManager.${name} is not part of the browser client`)
    },
  })
}
