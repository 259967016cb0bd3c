import * as z from 'zod'
import type { DeskRequest } from '../http'
import type { AlipaySeller } from './account'
import { momentOf } from './chinaTime'
import { AlipayRefusal, failed, invalid, missing } from './errors'
import { PAGE_LIVES_MS, TIMESTAMP_WINDOW_MS } from './limits'
import { isSigned, type Parameters, requestContent } from './signature'

/** A request whose sender is known: what is asked for, and the business parameters as text. */
export type Request = { method: string; parameters: Parameters; business: unknown }

// opendocs.alipay.com/open/028r8t, 公共请求参数; `alipay_sdk` is the library's own mark. What is not listed here is refused.
const COMMON = [
  'app_id',
  'method',
  'format',
  'charset',
  'sign_type',
  'sign',
  'timestamp',
  'version',
  'notify_url',
  'return_url',
  'biz_content',
  'alipay_sdk',
]

/** The parameters of a request, from its address and its form together; each may be given once. */
export function parametersOf({ url, headers, body }: Pick<DeskRequest, 'url' | 'headers' | 'body'>): Parameters {
  const isForm = /^application\/x-www-form-urlencoded\b/.test(headers['content-type'] ?? '')
  const form = new URLSearchParams(isForm ? body.toString('utf8') : '')
  const parameters: Parameters = {}
  for (const [name, value] of [...url.searchParams, ...form]) {
    if (Object.hasOwn(parameters, name)) throw invalid('isv.invalid-parameter', `参数重复：${name}`)
    parameters[name] = value
  }
  return parameters
}

function checkTimestamp(text: string | undefined, now: number, oldest: number): void {
  if (!text) throw missing('isv.missing-timestamp', '缺少时间戳参数')
  const at = momentOf(text)
  if (at === undefined || at - now > TIMESTAMP_WINDOW_MS || now - at > oldest)
    throw invalid('isv.invalid-timestamp', '非法的时间戳参数')
}

function checkCommon(parameters: Parameters): void {
  const { sign, sign_type, charset, version, format } = parameters
  if (!sign) throw missing('isv.missing-signature', '缺少签名参数')
  if (!sign_type) throw missing('isv.missing-signature-type', '缺少签名类型参数')
  if (sign_type !== 'RSA2') throw invalid('isv.invalid-signature-type', '无效的签名类型')
  // Without it Alipay reads GBK, and every Chinese word breaks the signature.
  if (charset?.toLowerCase() !== 'utf-8') throw invalid('isv.invalid-charset', '字符集错误')
  if (!version) throw missing('isv.missing-version', '缺少版本参数')
  if (version !== '1.0') throw invalid('isv.invalid-parameter', 'version')
  if (format !== undefined && format.toUpperCase() !== 'JSON') throw invalid('isv.invalid-format', '无效的数据格式')
}

function businessOf({ biz_content }: Parameters): unknown {
  try {
    return JSON.parse(biz_content ?? '{}')
  } catch {
    throw invalid('isv.illegal-json', 'biz_content不是合法的JSON')
  }
}

/**
 * Checks who sends a request and whether it is whole: the app first, as Alipay does, then the common parameters, the clock
 * and the signature over everything. `isPage` allows for the time until a buyer opens an address. Throws AlipayRefusal.
 */
export function checked(
  request: Pick<DeskRequest, 'url' | 'headers' | 'body'>,
  seller: AlipaySeller,
  now: number,
  isPage: boolean,
): Request {
  const parameters = parametersOf(request)
  const { method, app_id, timestamp, sign = '' } = parameters
  if (!app_id) throw new AlipayRefusal('40001', 'isv.missing-app-id', '缺少AppID参数', false)
  if (app_id !== seller.appId) throw new AlipayRefusal('40002', 'isv.invalid-app-id', '无效的AppID参数', false)
  if (!method) throw missing('isv.missing-method', '缺少方法名参数')
  checkCommon(parameters)
  checkTimestamp(timestamp, now, isPage ? PAGE_LIVES_MS : TIMESTAMP_WINDOW_MS)

  const content = requestContent(parameters)
  if (!isSigned(content, sign, seller.appPublicKey)) {
    const hint = '验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配，网关生成的验签字符串为：'
    throw invalid('isv.invalid-signature', hint + content)
  }
  const strange = Object.keys(parameters).find((name) => !COMMON.includes(name))
  if (strange) throw invalid('isv.invalid-parameter', strange)
  return { method, parameters, business: businessOf(parameters) }
}

/** Parses the business parameters; the first fault becomes ACQ.INVALID_PARAMETER with the field's name. */
export function parsed<Shape extends z.ZodType>(shape: Shape, business: unknown): z.output<Shape> {
  const result = shape.safeParse(business)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.join('.')
  throw failed('INVALID_PARAMETER', `参数无效：${field || 'out_trade_no'}`)
}

/** Lengths are in characters as people count them. */
export const text = (longest: number) =>
  z.string().refine((value) => value.length > 0 && [...value].length <= longest, `1 to ${longest} characters`)

/** A trade by the shop's number, Alipay's, or both. */
export const named = {
  out_trade_no: text(64).optional(),
  trade_no: text(64).optional(),
}
export const isNamed = ({ out_trade_no, trade_no }: { out_trade_no?: string; trade_no?: string }): boolean =>
  out_trade_no !== undefined || trade_no !== undefined
