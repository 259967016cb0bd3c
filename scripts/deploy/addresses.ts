import { type Environment, hasAny } from './settings'

/** Where browsers and payment services find the functions. An address of HTTP access stands without a slash at its end. */

/** Where a browser asks the functions, without a slash at its end: by the school's own domain where notices use it. */
export function apiFor(notifyUrl: string, httpAddress: string): string {
  const path = '/payNotify'
  return notifyUrl.endsWith(path) ? notifyUrl.slice(0, -path.length) : httpAddress
}

/** The settings with every address that was left out: notices go where WeChat Pay's go, and those to the environment's own address. */
export function withAddresses(
  settings: Environment,
  httpAddress: string,
): Environment & { WECHATPAY_NOTIFY_URL: string } {
  const { WECHATPAY_NOTIFY_URL = `${httpAddress}/payNotify`, ALIPAY_NOTIFY_URL } = settings
  const all = { ...settings, WECHATPAY_NOTIFY_URL }
  // Of a shop without Alipay this address alone would look like one that is set up wrong.
  if (ALIPAY_NOTIFY_URL || !hasAny(settings, 'ALIPAY_')) return all
  return { ...all, ALIPAY_NOTIFY_URL: `${apiFor(WECHATPAY_NOTIFY_URL, httpAddress)}/alipayNotify` }
}
