import { api, type Facts, optionalNumber, optionalText, Refusal, recordIn, textIn } from './api'
import { Listeners } from './listeners'
import { extensionOf, type TempFiles } from './tempFiles'
import type { UserFiles } from './userFiles'

type Places = { files: TempFiles; userFiles: UserFiles }
type Tell = (progress: Facts) => void

/** WeChat's own default. */
const TIMEOUT_MS = 60_000

const headersOf = (response: Response): Record<string, string> => Object.fromEntries(response.headers)

function bodyOf(method: string, data: unknown, headers: Headers): BodyInit | null {
  if (method === 'GET' || method === 'HEAD' || data === undefined || data === null) return null
  if (typeof data === 'string' || data instanceof ArrayBuffer) return data
  if (headers.get('content-type')?.includes('application/x-www-form-urlencoded')) {
    return new URLSearchParams(Object.entries(data).map(([key, value]) => [key, String(value)])).toString()
  }
  return JSON.stringify(data)
}

/** In a GET, `data` is the query. */
function addressOf(url: string, method: string, data: unknown): string {
  if (method !== 'GET' || typeof data !== 'object' || data === null) return url
  const address = new URL(url, location.href)
  for (const [key, value] of Object.entries(data)) address.searchParams.set(key, String(value))
  return address.href
}

async function dataOf(response: Response, options: Facts): Promise<unknown> {
  if (options.responseType === 'arraybuffer') return response.arrayBuffer()
  const text = await response.text()
  if (optionalText(options, 'dataType', 'json') !== 'json') return text
  try {
    return JSON.parse(text)
  } catch {
    return text // as WeChat: what is not JSON arrives as it is
  }
}

/** Runs one request under WeChat's time limit, in WeChat's words when it fails. */
async function limited<T>(options: Facts, abort: AbortController, run: () => Promise<T>): Promise<T> {
  let isLate = false
  const timer = setTimeout(
    () => {
      isLate = true
      abort.abort()
    },
    optionalNumber(options, 'timeout', TIMEOUT_MS),
  )
  try {
    return await run()
  } catch (error) {
    if (isLate) throw new Refusal('timeout', { errno: 5 })
    if (abort.signal.aborted) throw new Refusal('abort')
    throw error instanceof Refusal
      ? error
      : new Refusal(error instanceof Error ? error.message : String(error), { errno: 600001 })
  } finally {
    clearTimeout(timer)
  }
}

async function requested(options: Facts, abort: AbortController): Promise<Facts> {
  const method = optionalText(options, 'method', 'GET').toUpperCase()
  const headers = new Headers(Object.entries(recordIn(options, 'header')).map(([key, value]) => [key, String(value)]))
  if (!headers.has('content-type')) headers.set('content-type', 'application/json')
  const response = await fetch(addressOf(textIn(options, 'url'), method, options.data), {
    method,
    headers,
    body: bodyOf(method, options.data, headers),
    signal: abort.signal,
  })
  return {
    data: await dataOf(response, options),
    statusCode: response.status,
    header: headersOf(response),
    cookies: [],
  }
}

/** Reads a body to its end, telling how far it is. */
async function bodyTold(response: Response, tell: (progress: Facts) => void): Promise<Blob> {
  const expected = Number(response.headers.get('content-length') ?? 0)
  const reader = response.body?.getReader()
  if (!reader) return response.blob()
  const parts: BlobPart[] = []
  let written = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value)
    written += part.value.byteLength
    tell({
      progress: expected > 0 ? Math.min(100, Math.floor((written / expected) * 100)) : 0,
      totalBytesWritten: written,
      totalBytesExpectedToWrite: expected,
    })
  }
  return new Blob(parts, { type: response.headers.get('content-type') ?? '' })
}

/** Into a lasting file when `filePath` names one. */
async function downloaded(
  { files, userFiles }: Places,
  options: Facts,
  abort: AbortController,
  tell: Tell,
): Promise<Facts> {
  const response = await fetch(textIn(options, 'url'), { signal: abort.signal })
  const blob = await bodyTold(response, tell)
  const told = { statusCode: response.status, header: headersOf(response) }
  const path = optionalText(options, 'filePath', '')
  if (path) {
    await userFiles.write(path, blob)
    return { ...told, filePath: path }
  }
  const temporary = await files.keep(blob, `download.${extensionOf(blob.type)}`)
  return { ...told, tempFilePath: temporary, filePath: temporary }
}

async function uploaded(files: TempFiles, options: Facts, abort: AbortController): Promise<Facts> {
  const form = new FormData()
  for (const [key, value] of Object.entries(recordIn(options, 'formData'))) form.set(key, String(value))
  const path = textIn(options, 'filePath')
  form.set(textIn(options, 'name'), files.find(path).blob, decodeURIComponent(path.split('#')[1] ?? 'file'))
  const response = await fetch(textIn(options, 'url'), { method: 'POST', body: form, signal: abort.signal })
  return { data: await response.text(), statusCode: response.status }
}

/** A call whose task can be abandoned, as WeChat's can. Without callbacks it is also a promise. */
function task(name: string, run: (options: Facts, abort: AbortController, tell: Tell) => Promise<Facts>) {
  return (options: Facts = {}) => {
    const abort = new AbortController()
    const progress = new Listeners<Facts>()
    const tell = (told: Facts) => progress.tell(told)
    const promise = api(name, (given) => limited(given, abort, () => run(given, abort, tell)))(options)
    const handle = {
      abort: () => abort.abort(),
      onProgressUpdate: progress.on,
      offProgressUpdate: progress.off,
    }
    return promise ? Object.assign(promise, handle) : handle
  }
}

/** HTTP for pages: `request`, `downloadFile`, `uploadFile`. The browser's own rules about origins hold. */
export const networkRequests = (files: TempFiles, userFiles: UserFiles) => ({
  request: task('request', requested),
  downloadFile: task('downloadFile', (options, abort, tell) => downloaded({ files, userFiles }, options, abort, tell)),
  uploadFile: task('uploadFile', (options, abort) => uploaded(files, options, abort)),
})
