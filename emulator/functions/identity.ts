/** Who causes an invocation, and by which way in. */
export type Caller =
  | { trigger: 'client'; openid: string; unionid?: string; clientIp: string }
  | { trigger: 'http'; clientIp: string }
  | { trigger: 'timer' }
  | { trigger: 'function'; parent: string; openid?: string; unionid?: string; clientIp?: string; source: string }

/** Every variable that says who is calling. All of them are cleared between two invocations. */
export const IDENTITY_VARIABLES = [
  'WX_CONTEXT_KEYS',
  'WX_OPENID',
  'WX_UNIONID',
  'WX_APPID',
  'WX_CLIENTIP',
  'WX_API_TOKEN',
  'WX_TRIGGER_API_TOKEN_V0',
  'TCB_SOURCE',
  'TCB_SEQID',
  'TCB_CONTEXT_KEYS',
  'TRIGGER_SRC',
] as const
type Variable = (typeof IDENTITY_VARIABLES)[number]

/** SOURCE as the WeChat docs list it for getWXContext: wx_client, and `scf` appended by each nested call. Other ways in have none. */
export function sourceOf(caller: Caller): string | undefined {
  if (caller.trigger === 'client') return 'wx_client'
  return caller.trigger === 'function' ? caller.source : undefined
}

/** The environment of one invocation. `token` is its own and comes back with every call the SDK makes. */
export function identityEnvironment(
  caller: Caller,
  { appId, token, seqId }: { appId: string; token: string; seqId: string },
): Partial<Record<Variable, string>> {
  // The SDK sees only what WX_CONTEXT_KEYS lists, the token included; getWXContext() itself keeps the token to itself.
  const wx: Partial<Record<Variable, string>> = { WX_API_TOKEN: token }
  if (caller.trigger === 'timer') wx.WX_TRIGGER_API_TOKEN_V0 = token
  if ('clientIp' in caller && caller.clientIp) wx.WX_CLIENTIP = caller.clientIp
  if ('openid' in caller && caller.openid) {
    wx.WX_OPENID = caller.openid
    wx.WX_APPID = appId
    if (caller.unionid) wx.WX_UNIONID = caller.unionid
  }
  const source = sourceOf(caller)
  return {
    ...wx,
    WX_CONTEXT_KEYS: Object.keys(wx).join(','),
    TCB_SEQID: seqId,
    TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_SEQID,TCB_SOURCE',
    ...(source ? { TCB_SOURCE: source } : {}),
    ...(caller.trigger === 'timer' ? { TRIGGER_SRC: 'timer' } : {}),
  }
}

/** The variables that are the same for every invocation: they point the unmodified SDKs at this desk. */
export const staticEnvironment = ({ deskUrl, envId }: { deskUrl: string; envId: string }): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  // The cloud's functions live in UTC, whatever the desk's machine does.
  TZ: 'UTC',
  LANG: 'en_US.UTF-8',
  TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${deskUrl}/admin` }),
  TENCENTCLOUD_RUNENV: 'SCF',
  TENCENTCLOUD_REGION: 'ap-shanghai',
  SCF_NAMESPACE: envId,
  TCB_ENV: envId,
  // The SDK signs every request and cannot be told not to; the desk does not look at the signature.
  TENCENTCLOUD_SECRETID: 'desk',
  TENCENTCLOUD_SECRETKEY: 'desk',
  TENCENTCLOUD_SESSIONTOKEN: 'desk',
})
