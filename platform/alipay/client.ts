import type { AlipaySdk } from 'alipay-sdk'
import type { Clock } from '../../core/ports'
import { chinaTime } from './chinaTime'
import type { AlipaySettings } from './settings'
import type { SignedRequest } from './transport'

/** Business parameters (`biz_content`), in Alipay's own names. */
export type Business = Record<string, string>

/** What the library is used for: parameters put together and signed with the app's key. */
export type Signer = {
  /** A page for the buyer's browser, as one signed address. */
  page(method: string, business: Business, addresses: { returnUrl: string; notifyUrl: string }): string
  /** A call of the API. */
  call(method: string, business: Business): SignedRequest
}

/**
 * `alipay-sdk`, loaded here and not at the top of a file, because it takes 200 ms, which a function that only reads notices
 * should not pay.
 */
export async function signer(settings: AlipaySettings, clock: Clock): Promise<Signer> {
  const { AlipaySdk: Library } = await import('alipay-sdk')
  const sdk: AlipaySdk = new Library({
    appId: settings.appId,
    // With a line break at its end the library leaves the key's last line inside the key, which OpenSSL need not forgive.
    privateKey: settings.privateKey.trim(),
    keyType: 'PKCS8',
    gateway: settings.gateway,
  })
  // Its own timestamp is the process's local time.
  const timestamp = () => chinaTime(clock.now())

  return {
    page: (method, business, { returnUrl, notifyUrl }) =>
      sdk.pageExec(method, 'GET', { timestamp: timestamp(), returnUrl, notifyUrl, bizContent: business }),

    call(method, business) {
      const signed = sdk.sdkExec(method, { timestamp: timestamp(), bizContent: business })
      const { biz_content = '', ...common } = Object.fromEntries(new URLSearchParams(signed))
      // As the library's own `exec` lays them out: Alipay reads the charset before it reads the form.
      const url = new URL(settings.gateway)
      for (const [name, value] of Object.entries(common)) url.searchParams.set(name, value)
      return { method, url: url.href, form: { biz_content } }
    },
  }
}
