import { randomBytes } from 'node:crypto'
import type Pay from 'wechatpay-node-v3'
import type { Clock } from '../../core/ports'
import { keyRing } from './proof'
import type { WeChatPaySettings } from './settings'
import { provenHttp } from './transport'

/** 32 characters nobody can guess; the library's own are eleven from Math.random. */
export const freshNonce = (): string => randomBytes(16).toString('hex').toUpperCase()

/** WeChat Pay counts in whole seconds. */
export const secondsOf = (now: Date): string => String(Math.floor(now.getTime() / 1000))

/**
 * `wechatpay-node-v3`, used for what it does well: building and signing requests. It is loaded here and not at the top of a
 * file, because it takes 135 ms, which a function that only reads notices should not pay.
 */
export async function payClient(settings: WeChatPaySettings, clock: Clock, timeoutMs: number): Promise<Pay> {
  const { default: Library } = await import('wechatpay-node-v3')

  class Client extends Library {
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
  client.createHttp(
    provenHttp({
      baseUrl: settings.baseUrl,
      publicKeyId: settings.publicKeyId,
      keys: keyRing(settings.keys),
      clock,
      timeoutMs,
    }),
  )
  return client
}
