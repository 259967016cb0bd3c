import { createServer, type IncomingMessage, type Server } from 'node:http'
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

/** One door of a service: `path` matches whole, or as a prefix when it ends in `/`. */
export type Route = { method?: string; path: string; handle(request: DeskRequest): Promise<DeskReply> | DeskReply }

const MAX_BODY_BYTES = 64 * 1024 * 1024

export const json = (value: unknown, status = 200, headers: Record<string, string> = {}): DeskReply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
})

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) throw new Error('the request body is larger than the desk takes')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const fits = (route: Route, method: string, pathname: string): boolean =>
  (route.method === undefined || route.method === method) &&
  (route.path.endsWith('/') ? pathname.startsWith(route.path) : pathname === route.path)

/** The desk's one HTTP server on the loopback address. `port` 0 takes a free one. The longest matching path wins. */
export async function listen(routes: Route[], port: number): Promise<{ port: number; close(): Promise<void> }> {
  const server: Server = createServer(async (message, response) => {
    let reply: DeskReply
    try {
      const url = new URL(message.url ?? '/', 'http://127.0.0.1')
      const method = message.method ?? 'GET'
      const headers = Object.fromEntries(Object.entries(message.headers).map(([k, v]) => [k, String(v)]))
      const route = routes
        .filter((r) => fits(r, method, url.pathname))
        .sort((a, b) => b.path.length - a.path.length)
        .at(0)
      reply = route
        ? await route.handle({ method, url, headers, body: await bodyOf(message), raw: message })
        : json({ code: 'NOT_FOUND', message: `nothing answers ${method} ${url.pathname} on this desk` }, 404)
    } catch (error) {
      console.error(error)
      reply = json({ code: 'SYS_ERR', message: error instanceof Error ? error.message : String(error) }, 500)
    }
    response.writeHead(reply.status, reply.headers)
    if (reply.body && typeof reply.body === 'object' && 'pipe' in reply.body) {
      reply.body.on('error', () => response.destroy())
      response.on('close', () => (reply.body as Readable).destroy())
      reply.body.pipe(response)
    } else response.end(reply.body)
  })
  // The SDK keeps idle sockets for 4.8 s: the server must keep them longer, or a request meets a closed socket.
  server.keepAliveTimeout = 10_000
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
