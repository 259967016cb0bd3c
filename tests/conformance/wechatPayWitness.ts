import { Aes, Formatter, Rsa, Wechatpay } from 'wechatpay-axios-plugin'
import type { WeChatPaySettings } from '../../platform/wechatPay/settings'

type AesGcm = {
  encrypt(plaintext: string, key: string, iv: string, aad?: string): string
  decrypt(ciphertext: string, key: string, iv: string, aad?: string): string
}

/** The witness's own AES-GCM. Its types put it beside the class instead of on it; it is there at run time. */
export const { AesGcm } = Aes as unknown as { AesGcm: AesGcm }
export { Formatter, Rsa }

/** An independent client of WeChat Pay, by other people than those of the library the product uses. It verifies every 2xx reply. */
export function witness(settings: WeChatPaySettings) {
  const client = new Wechatpay({
    mchid: settings.mchid,
    serial: settings.serial,
    privateKey: settings.privateKey,
    certs: settings.keys,
    baseURL: `${settings.baseUrl}/`,
    headers: { 'Accept-Language': 'zh-CN' },
    proxy: false,
  })
  return (path: string) => client.chain(path)
}

/** Checks a notice's signature and opens it with the witness's tools alone. */
export function openedByWitness(
  { headers, body }: { headers: Record<string, string>; body: Buffer },
  settings: WeChatPaySettings,
): unknown {
  const text = body.toString('utf8')
  const message = Formatter.response(headers['wechatpay-timestamp'] ?? '', headers['wechatpay-nonce'] ?? '', text)
  const key = settings.keys[headers['wechatpay-serial'] ?? ''] ?? ''
  if (!Rsa.verify(message, headers['wechatpay-signature'] ?? '', Rsa.from(key, 'public')))
    throw new Error('the witness does not believe the signature')
  const { resource } = JSON.parse(text)
  return JSON.parse(AesGcm.decrypt(resource.ciphertext, settings.apiV3Key, resource.nonce, resource.associated_data))
}
