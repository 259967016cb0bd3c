import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import * as z from 'zod'
import { everySetting } from '../../platform/cloudbase/settings'
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
export const functionSettings: string[] = Object.keys(Functions.shape).sort()

type Environment = Record<string, string | undefined>

/** The settings in a file of KEY=value lines, if it is there, under those of the shell, which win. Empty is not set. */
export function readSettings(file: string, shell: Environment): Environment {
  const written = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  return Object.fromEntries(Object.entries({ ...written, ...shell }).filter(([, value]) => value !== ''))
}

/** Everything missing or malformed, by name and never by value; empty when all is well. */
export function faultsOf(settings: Environment, nodeVersion: string): string[] {
  const faults = [Account, Functions].flatMap((shape) => {
    const { error } = shape.safeParse(settings)
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

function newEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return major > 20 || (major === 20 && minor >= 19)
}
