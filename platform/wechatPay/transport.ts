import { type IncomingHttpHeaders, request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import type { IPayRequest } from 'wechatpay-node-v3/dist/lib/pay-request.interface'
import type { Clock } from '../../core/ports'
import { doubtOf, type KeyRing } from './proof'

/** No answer that can be believed: not reached, too slow, or not signed by WeChat Pay. Whether the request was carried out is unknown. */
export class NoAnswer extends Error {
  constructor(
    readonly reason: string,
    cause?: unknown,
  ) {
    super(`WeChat Pay gave no answer to believe: ${reason}`, { cause })
    this.name = 'NoAnswer'
  }
}

type Options = { baseUrl: string; publicKeyId: string; keys: KeyRing; clock: Clock; timeoutMs: number }

/** A reply whose signature was checked when it is 2xx; `data` is the body's text, for the caller to parse. */
export type TextReply = { status: number; data: string }
/** A reply nobody signed: a file as it came, or the text of a refusal. */
export type FileReply = TextReply & { bytes: Uint8Array }

/** The library writes this host into every URL. It signs only path and query, so another host may be put in its place. */
export const LIBRARY_HOST = 'https://api.mch.weixin.qq.com'

/**
 * The library's HTTP service, replaced: settable host, a time limit, the headers WeChat Pay wants, and proof of every 2xx reply
 * over its raw bytes (the library verifies none and drops the headers). A POST sends `JSON.stringify(params)`: the very text
 * the library signed. Throws NoAnswer.
 */
export function provenHttp({ baseUrl, publicKeyId, keys, clock, timeoutMs }: Options) {
  const sent = (method: 'GET' | 'POST', url: string, headers: Record<string, string>, body?: string) =>
    exchange(url, {
      method,
      headers: {
        ...headers,
        'Accept-Language': 'zh-CN',
        // The library would take gzip: what is signed is what was before.
        'Accept-Encoding': 'identity',
        'Wechatpay-Serial': publicKeyId,
      },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    })

  async function proven(
    method: 'GET' | 'POST',
    url: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<TextReply> {
    const reply = await sent(method, baseUrl + url.slice(LIBRARY_HOST.length), headers, body)
    if (isGood(reply)) {
      const doubt = doubtOf((name) => reply.headers[name]?.toString(), reply.bytes, keys, clock.now())
      if (doubt) throw new NoAnswer(`REPLY_${doubt}`)
    }
    return { status: reply.status, data: textOf(reply.bytes) }
  }

  return {
    get: (url: string, headers: Record<string, string>) => proven('GET', url, headers),
    post: (url: string, params: Record<string, unknown> | undefined, headers: Record<string, string>) =>
      proven('POST', url, headers, params && JSON.stringify(params)),
    upload: () => Promise.reject(new Error('uploads to WeChat Pay are not used')),
    /** A file where a proven reply said it is. */
    async file(url: string, headers: Record<string, string>): Promise<FileReply> {
      const reply = await sent('GET', url, headers)
      return { status: reply.status, data: isGood(reply) ? '' : textOf(reply.bytes), bytes: reply.bytes }
    },
  } satisfies IPayRequest & { file: unknown }
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')

type Exchanged = { status: number; headers: IncomingHttpHeaders; bytes: Buffer }

const isGood = ({ status }: Exchanged): boolean => status >= 200 && status < 300

/** One request and all of its reply, on Node's own client: fetch takes three times as much of a processor. A redirect is a reply like any other. */
function exchange(
  url: string,
  { body, ...how }: { method: string; headers: Record<string, string>; body?: string; signal: AbortSignal },
): Promise<Exchanged> {
  return new Promise((resolve, reject) => {
    const failed = (error: unknown) => reject(new NoAnswer(how.signal.aborted ? 'TIMEOUT' : 'NETWORK', error))
    const send = url.startsWith('https:') ? secureRequest : plainRequest
    const request = send(url, how, (reply) => {
      const chunks: Buffer[] = []
      reply.on('data', (chunk: Buffer) => chunks.push(chunk))
      reply.on('end', () => {
        const { statusCode: status = 0, headers } = reply
        resolve({ status, headers, bytes: Buffer.concat(chunks) })
      })
      reply.on('error', failed)
    })
    request.on('error', failed)
    request.end(body)
  })
}
