import { createPrivateKey, createSign, randomBytes } from 'node:crypto'
import type Pay from 'wechatpay-node-v3'
import type { Clock } from '../../core/ports'
import { keyRing } from './proof'
import type { WeChatPaySettings } from './settings'
import { type FileReply, LIBRARY_HOST, provenHttp, type TextReply } from './transport'

/** 32 characters nobody can guess; the library's own are eleven from Math.random. */
export const freshNonce = (): string => randomBytes(16).toString('hex').toUpperCase()

/** WeChat Pay counts in whole seconds. */
export const secondsOf = (now: Date): string => String(Math.floor(now.getTime() / 1000))

/** The library's client, and what it cannot do itself. */
export type PayClient = Pay & {
  /** A call it has no method for, by path and query. A POST without `params` has no body. */
  call(method: 'GET' | 'POST', path: string, params?: Record<string, unknown>): Promise<TextReply>
  /** A file at a whole address. Nobody signs it: what it must be has to be known from elsewhere. */
  download(url: string): Promise<FileReply>
}

/**
 * `wechatpay-node-v3`, used for what it does well: building and signing requests. It is loaded here and not at the top of a
 * file, because it takes 135 ms, which a function that only reads notices should not pay.
 */
export async function payClient(settings: WeChatPaySettings, clock: Clock, timeoutMs: number): Promise<PayClient> {
  const { default: Library } = await import('wechatpay-node-v3')
  const http = provenHttp({
    baseUrl: settings.baseUrl,
    publicKeyId: settings.publicKeyId,
    keys: keyRing(settings.keys),
    clock,
    timeoutMs,
  })

  // Read once: the library reads it from its PEM for every signature, which takes longer than signing.
  const key = createPrivateKey(settings.privateKey)

  class Client extends Library {
    override sha256WithRsa(data: string): string {
      return createSign('RSA-SHA256').update(data).sign(key, 'base64')
    }

    // Its own version takes the machine's clock and a weak nonce.
    protected override buildAuthorization(method: string, url: string, params?: Record<string, unknown>): string {
      const nonce = freshNonce()
      const timestamp = secondsOf(clock.now())
      const { pathname, search } = new URL(url)
      return this.getAuthorization(
        nonce,
        timestamp,
        this.getSignature(method, nonce, timestamp, pathname + search, params),
      )
    }

    // Its own leaves out the last line when a POST has no body.
    override getSignature(
      method: string,
      nonce: string,
      timestamp: string,
      url: string,
      body: string | Record<string, unknown> = '',
    ): string {
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      return this.sha256WithRsa(`${method}\n${url}\n${timestamp}\n${nonce}\n${text}\n`)
    }

    call(method: 'GET' | 'POST', path: string, params?: Record<string, unknown>): Promise<TextReply> {
      const url = LIBRARY_HOST + path
      const authorization = this.buildAuthorization(method, url, params)
      if (method === 'GET') return http.get(url, this.getHeaders(authorization))
      return http.post(url, params, this.getHeaders(authorization, { 'Content-Type': 'application/json' }))
    }

    download(url: string): Promise<FileReply> {
      return http.file(url, this.getHeaders(this.buildAuthorization('GET', url)))
    }
  }

  const client = new Client({
    appid: settings.appid,
    mchid: settings.mchid,
    // Always given: otherwise the library derives one from the certificate, in the wrong case.
    serial_no: settings.serial,
    // The merchant's certificate, which the library demands but reads for its serial only.
    publicKey: Buffer.alloc(0),
    privateKey: Buffer.from(settings.privateKey),
    userAgent: 'xingtan',
  })
  client.createHttp(http)
  return client
}
