/**
 * Points this process's CloudBase SDK at an environment: the desk's, or a real one by the operator's credentials. It must
 * run before anything of `platform/cloudbase` is loaded.
 */
export function useDesk(deskUrl: string, envId: string): void {
  Object.assign(process.env, {
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${deskUrl}/admin` }),
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    SCF_NAMESPACE: envId,
    TCB_ENV: envId,
    // The desk takes any credentials; the SDK insists on having some.
    TENCENTCLOUD_SECRETID: 'desk',
    TENCENTCLOUD_SECRETKEY: 'desk',
    SILENCE: 'true',
  })
}

const REQUIRED = ['TCB_ENV_ID', 'TENCENTCLOUD_SECRETID', 'TENCENTCLOUD_SECRETKEY'] as const

/** Uses the real environment named by TCB_ENV_ID; throws with the names of what is missing. */
export function useCloud(): void {
  const missing = REQUIRED.filter((name) => !process.env[name])
  if (missing.length) throw new Error(`set ${missing.join(', ')} to reach the cloud`)
  const envId = process.env.TCB_ENV_ID ?? ''
  Object.assign(process.env, {
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: process.env.TENCENTCLOUD_REGION ?? 'ap-shanghai',
    SCF_NAMESPACE: envId,
    TCB_ENV: envId,
  })
}
