import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'

/** A request as the services of the desk see it: the body is raw bytes, because signatures are made over bytes. */
export type DeskRequest = {
  method: string
  url: URL
  headers: Record<string, string>
  body: Buffer
  raw: IncomingMessage
}

export type DeskReply = { status: number; headers?: Record<string, string>; body?: Buffer | string | Readable }

/**
 * One door of a service: `path` matches whole, or as a prefix when it ends in `/`. A door that `streams` finds an empty
 * `body` and reads `raw` itself, because what it takes may be larger than memory should hold.
 */
export type Route = {
  method?: string
  path: string
  streams?: boolean
  handle(request: DeskRequest): Promise<DeskReply> | DeskReply
}

const MAX_BODY_BYTES = 64 * 1024 * 1024

export const json = (value: unknown, status = 200, headers: Record<string, string> = {}): DeskReply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
})

/** The whole body, or null when it is larger than the desk takes into memory. By events: an iterator costs several times as much. */
function bodyOf(message: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    message.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= MAX_BODY_BYTES) chunks.push(chunk)
    })
    message.on('end', () => {
      const [only = Buffer.alloc(0)] = chunks
      resolve(size > MAX_BODY_BYTES ? null : chunks.length < 2 ? only : Buffer.concat(chunks))
    })
    message.on('error', reject)
    message.on('close', () => reject(new Error('the caller went away in the middle of a request')))
  })
}

const fits = (route: Route, method: string, pathname: string): boolean =>
  (route.method === undefined || route.method === method) &&
  (route.path.endsWith('/') ? pathname.startsWith(route.path) : pathname === route.path)

/** Of the routes that fit, the longest path wins; of equals, the first named. */
function routeFor(routes: readonly Route[], method: string, pathname: string): Route | undefined {
  let best: Route | undefined
  for (const route of routes)
    if (route.path.length > (best?.path.length ?? -1) && fits(route, method, pathname)) best = route
  return best
}

const nothingAt = (method: string, { pathname }: URL): DeskReply =>
  json({ code: 'NOT_FOUND', message: `nothing answers ${method} ${pathname} on this desk` }, 404)

/** Says that nothing is here, for paths that belong to a service and must not fall through to a site at `/`. */
export const nothingElseAt = (paths: string[]): Route[] =>
  paths.map((path) => ({ path, handle: ({ method, url }) => nothingAt(method, url) }))

async function answer(routes: readonly Route[], message: IncomingMessage): Promise<DeskReply> {
  const url = new URL(message.url ?? '/', 'http://127.0.0.1')
  const method = message.method ?? 'GET'
  const route = routeFor(routes, method, url.pathname)
  if (!route) return nothingAt(method, url)
  const headers = Object.fromEntries(Object.entries(message.headers).map(([k, v]) => [k, String(v)]))
  const body = route.streams ? Buffer.alloc(0) : await bodyOf(message)
  if (!body) return json({ code: 'REQUEST_TOO_LARGE', message: `a request holds at most ${MAX_BODY_BYTES} bytes` }, 413)
  return route.handle({ method, url, headers, body, raw: message })
}

function send(reply: DeskReply, response: ServerResponse): void {
  const { body } = reply
  // With its length told, an answer leaves as one piece: in chunks it would be five.
  const isWhole = body && (typeof body === 'string' || Buffer.isBuffer(body))
  const length = isWhole ? { 'content-length': Buffer.byteLength(body) } : {}
  response.writeHead(reply.status, { ...reply.headers, ...length })
  if (!(body && typeof body === 'object' && 'pipe' in body)) {
    response.end(body)
    return
  }
  body.on('error', () => response.destroy())
  response.on('close', () => body.destroy())
  body.pipe(response)
}

/**
 * The desk's one HTTP server on the loopback address. `port` 0 takes a free one. `routes` may be promised, for services must know the
 * port before they have doors: whoever comes before that waits.
 */
export async function listen(
  routes: readonly Route[] | Promise<readonly Route[]>,
  port: number,
): Promise<{ port: number; close(): Promise<void> }> {
  const server: Server = createServer(async (message, response) => {
    try {
      send(await answer(await routes, message), response)
    } catch (error) {
      console.error(error)
      if (response.headersSent) response.destroy()
      else
        send(json({ code: 'SYS_ERR', message: error instanceof Error ? error.message : String(error) }, 500), response)
    }
  })
  // The SDK keeps idle sockets for 4.8 s, and a disk that is busy may hold up the desk for seconds: the server must keep them
  // longer than both, or a request meets a closed socket.
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
