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

// The library writes this host into every URL. It signs only path and query, so another host may be put in its place.
const LIBRARY_HOST = 'https://api.mch.weixin.qq.com'

/**
 * The library's HTTP service, replaced: settable host, a time limit, the headers WeChat Pay wants, and proof of every 2xx reply
 * over its raw bytes (the library verifies none and drops the headers). `data` is the body's text, for the caller to parse.
 * A POST sends `JSON.stringify(params)`: the very text the library signed. Throws NoAnswer.
 */
export function provenHttp({ baseUrl, publicKeyId, keys, clock, timeoutMs }: Options): IPayRequest {
  async function send(url: string, headers: Record<string, string>, body?: string) {
    const { response, bytes } = await exchange(baseUrl + url.slice(LIBRARY_HOST.length), {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...headers,
        // Node's fetch would send `*`, which WeChat Pay refuses.
        'Accept-Language': 'zh-CN',
        'Wechatpay-Serial': publicKeyId,
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (response.ok) {
      const doubt = doubtOf((name) => response.headers.get(name) ?? undefined, bytes, keys, clock.now())
      if (doubt) throw new NoAnswer(`REPLY_${doubt}`)
    }
    return { status: response.status, data: Buffer.from(bytes).toString('utf8') }
  }

  return {
    get: (url, headers) => send(url, headers),
    post: (url, params, headers) => send(url, headers, JSON.stringify(params)),
    upload: () => Promise.reject(new Error('uploads to WeChat Pay are not used')),
  }
}

async function exchange(
  url: string,
  request: RequestInit & { signal: AbortSignal },
): Promise<{ response: Response; bytes: Uint8Array }> {
  try {
    const response = await fetch(url, request)
    return { response, bytes: new Uint8Array(await response.arrayBuffer()) }
  } catch (error) {
    throw new NoAnswer(request.signal.aborted ? 'TIMEOUT' : 'NETWORK', error)
  }
}
