import { isIP } from 'node:net'
import { app } from './app'

const addressIn = (text: string | undefined): string => {
  const address = text?.trim() ?? ''
  return isIP(address) ? address : ''
}

/**
 * The address an HTTP request came from, or '' when nobody trustworthy says. Tencent's load balancer before HTTP access
 * writes X-Real-IP itself, over whatever a client sent, and appends to X-Forwarded-For (two of the headers that CLB reserves:
 * https://cloud.tencent.com/document/product/214/15171). So of the chain only the last hop is theirs; what stands before it
 * anybody may have written. Behind a CDN of the school's own it is the CDN's address.
 */
export function clientIpOf(headers: Record<string, string>): string {
  return addressIn(headers['x-real-ip']) || addressIn(headers['x-forwarded-for']?.split(',').at(-1))
}

/** The address a call of the SDK came from, as the environment says: WeChat's for the mini-program, else CloudBase's own. */
export const callerIp = (): string => addressIn(process.env.WX_CLIENTIP) || addressIn(app.auth().getClientIP())
