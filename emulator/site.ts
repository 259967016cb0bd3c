import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { extname, join, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { contentTypeOf } from './contentTypes'
import { type DeskReply, type DeskRequest, json, type Route } from './http'

/** The file a path stands for: inside the folder or nothing, whatever the path tries. */
function fileIn(folder: string, path: string): string | undefined {
  try {
    const file = resolve(folder, `.${sep}${join(sep, decodeURIComponent(path))}`)
    return file === folder || file.startsWith(folder + sep) ? file : undefined
  } catch {
    return undefined
  }
}

async function found(file: string) {
  try {
    const facts = await stat(file)
    return facts.isFile() ? facts : undefined
  } catch {
    return undefined
  }
}

/** What static hosting compresses, and from how many bytes to how many (tencentcloud.com/document/product/1266/71666). */
const COMPRESSED = new Set(['.js', '.html', '.css', '.xml', '.json', '.shtml', '.htm'])
const COMPRESSED_BYTES = { least: 256, most: 2 * 1024 * 1024 }

const compress = promisify(gzip)

/** Compressed files by their tag, so that each is compressed once. */
const compressed = new Map<string, Promise<Buffer>>()

function gzipped(file: string, etag: string): Promise<Buffer> {
  const key = `${file} ${etag}`
  const made = compressed.get(key) ?? readFile(file).then((bytes) => compress(bytes))
  compressed.set(key, made)
  return made
}

/**
 * A built site in a folder, at a path that ends in `/`. Browsers keep a copy and ask each time whether it still holds
 * (etag), so that a new build is seen at the next reload. A path without a file extension that is no file gets index.html.
 */
export function siteRoutes(folder: string, at: string): Route[] {
  const root = resolve(folder)

  async function handle({ method, url, headers }: DeskRequest): Promise<DeskReply> {
    const path = url.pathname.slice(at.length)
    const asked = /\.[^/]+$/.test(path) ? path : 'index.html'
    const file = fileIn(root, asked)
    const facts = file && (await found(file))
    if (!file || !facts) return json({ code: 'NOT_FOUND', message: `nothing is at ${url.pathname}` }, 404)
    const etag = `"${facts.size.toString(36)}-${facts.mtimeMs.toString(36)}"`
    const about = { etag, 'cache-control': 'no-cache', 'content-type': contentTypeOf(file) }
    if (headers['if-none-match'] === etag) return { status: 304, headers: about }
    const { least, most } = COMPRESSED_BYTES
    const isCompressed = COMPRESSED.has(extname(file)) && facts.size >= least && facts.size <= most
    if (isCompressed && /\bgzip\b/.test(headers['accept-encoding'] ?? '')) {
      const body = await gzipped(file, etag)
      const how = { 'content-encoding': 'gzip', vary: 'accept-encoding', 'content-length': String(body.length) }
      return { status: 200, headers: { ...about, ...how }, ...(method === 'HEAD' ? {} : { body }) }
    }
    const reply = { status: 200, headers: { ...about, 'content-length': String(facts.size) } }
    return method === 'HEAD' ? reply : { ...reply, body: createReadStream(file) }
  }

  return [
    { method: 'GET', path: at, handle },
    { method: 'HEAD', path: at, handle },
  ]
}
