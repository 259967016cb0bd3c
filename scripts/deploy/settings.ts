import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import * as z from 'zod'
import { Environment as Alipay } from '../../platform/alipay/settings'
import { everySetting } from '../../platform/cloudbase/settings'
import { Qq, Weibo } from '../../platform/identityProviders/settings'
import { shortPrivateKey, shortPublicKey } from '../../platform/rsaKeys'
import { Ses, Sms } from '../../platform/tencentCloud/settings'
import { Environment as VirtualPay } from '../../platform/virtualPay/settings'
import { Environment as WeChatPay } from '../../platform/wechatPay/settings'

/** What `deploy` needs to know: who may change the environment, and what its functions find in theirs. */

/** What signs requests to Tencent Cloud. The names are those of Tencent's own tools. */
const Account = z.object({
  TCB_ENV_ID: z.string().regex(/^[a-z0-9][a-z0-9-]{2,}$/, 'is not an environment id, such as school-1g2h3j4k'),
  TENCENTCLOUD_SECRETID: z.string().regex(/^\w{10,}$/, 'is not a SecretId'),
  TENCENTCLOUD_SECRETKEY: z.string().min(10, 'is not a SecretKey'),
  TENCENTCLOUD_SESSIONTOKEN: z.string().optional(),
  TENCENTCLOUD_REGION: z
    .string()
    .regex(/^ap-[a-z]+$/, 'is not a region, such as ap-shanghai')
    .default('ap-shanghai'),
})
export type Account = z.infer<typeof Account>

// The address of notices is known only once HTTP access is open; left out, `deploy` fills it in.
const Functions = everySetting().extend({
  ...WeChatPay.shape,
  WECHATPAY_NOTIFY_URL: WeChatPay.shape.WECHATPAY_NOTIFY_URL.optional(),
})

/** The names of every setting that a function may read. */
export const functionSettings: string[] = [
  ...new Set([Functions, VirtualPay, Alipay, Sms, Ses, Qq, Weibo].flatMap(({ shape }) => Object.keys(shape))),
].sort()

export type Environment = Record<string, string | undefined>

/** What a school may have or not: all of it is asked for as soon as one setting of that name is there, as its adapter does. */
const optional = [
  { begins: 'VIRTUALPAY_', shape: VirtualPay, filledIn: {} },
  { begins: 'ALIPAY_', shape: Alipay, filledIn: { ALIPAY_NOTIFY_URL: 'https://not-yet-known.invalid/alipayNotify' } },
  { begins: 'SMS_', shape: Sms, filledIn: {} },
  { begins: 'SES_', shape: Ses, filledIn: {} },
  { begins: 'QQ_', shape: Qq, filledIn: {} },
  { begins: 'WEIBO_', shape: Weibo, filledIn: {} },
]
/** Whether one setting is there whose name begins so. */
export const hasAny = (settings: Environment, begins: string): boolean =>
  Object.entries(settings).some(([name, value]) => name.startsWith(begins) && value)

/** The settings in a file of KEY=value lines, if it is there, under those of the shell, which win. Empty is not set. */
export function readSettings(file: string, shell: Environment): Environment {
  const written = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  return Object.fromEntries(Object.entries({ ...written, ...shell }).filter(([, value]) => value !== ''))
}

/** Everything missing or malformed, by name and never by value; empty when all is well. */
export function faultsOf(settings: Environment, nodeVersion: string): string[] {
  const chosen = optional.filter(({ begins }) => hasAny(settings, begins))
  const asked = [{ shape: Account, filledIn: {} }, { shape: Functions, filledIn: {} }, ...chosen]
  const faults = asked.flatMap(({ shape, filledIn }) => {
    const { error } = shape.safeParse({ ...filledIn, ...settings })
    return (error?.issues ?? []).map(({ path, message }) => {
      const name = String(path[0])
      return settings[name] === undefined ? `${name} is missing` : `${name}: ${message}`
    })
  })
  const node = newEnough(nodeVersion) ? [] : [`Node.js ${nodeVersion} is too old: 20.19 or newer is needed`]
  return [...node, ...new Set(faults)]
}

/** The account, once there are no faults. */
export function accountOf(settings: Environment): Account {
  return Account.parse(settings)
}

const { WECHATPAY_PRIVATE_KEY, WECHATPAY_PUBLIC_KEY, WECHATPAY_PLATFORM_CERTIFICATES } = WeChatPay.shape
const { ALIPAY_PRIVATE_KEY, ALIPAY_PUBLIC_KEY } = Alipay.shape
const shortForms: Record<string, (text: string) => string> = {
  WECHATPAY_PRIVATE_KEY: (text) => shortPrivateKey(WECHATPAY_PRIVATE_KEY.parse(text)),
  WECHATPAY_PUBLIC_KEY: (text) => shortPublicKey(WECHATPAY_PUBLIC_KEY.parse(text)),
  WECHATPAY_PLATFORM_CERTIFICATES: (text) => {
    const certificates = Object.entries(WECHATPAY_PLATFORM_CERTIFICATES.parse(text))
    return JSON.stringify(Object.fromEntries(certificates.map(([serial, pem]) => [serial, shortPublicKey(pem)])))
  },
  ALIPAY_PRIVATE_KEY: (text) => shortPrivateKey(ALIPAY_PRIVATE_KEY.parse(text)),
  ALIPAY_PUBLIC_KEY: (text) => shortPublicKey(ALIPAY_PUBLIC_KEY.parse(text)),
}

/** The settings as functions are given them, once there are no faults: RSA keys in their short form, for all of it must fit into 4 KB. */
export function shortened(settings: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) => (value ? [[name, shortForms[name]?.(value) ?? value]] : [])),
  )
}

function newEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return major > 20 || (major === 20 && minor >= 19)
}
