import type { BuiltFunction } from './catalog'
import { type Caller, identityEnvironment } from './identity'
import type { Running } from './invocations'
import type { Task } from './worker'

/** SCF's second argument of `main`. `environment` is what `parseContext` of the SDK reads. */
const contextOf = (of: BuiltFunction, requestId: string, envId: string, identity: Record<string, string>) => ({
  request_id: requestId,
  function_name: of.name,
  function_version: '$LATEST',
  namespace: envId,
  memory_limit_in_mb: of.config.memory,
  time_limit_in_ms: of.config.timeout * 1000,
  environment: JSON.stringify({ TCB_ENV: envId, SCF_NAMESPACE: envId, ...identity }),
})

const eventFor = (event: unknown, caller: Caller, appId: string): unknown =>
  (caller.trigger === 'client' || caller.trigger === 'function') && caller.openid && isPlain(event)
    ? { ...event, userInfo: { appId, openId: caller.openid } }
    : event

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Everything a process needs for one invocation. `offsetMs` is how far the desk's clock is ahead. */
export function taskFor(
  of: BuiltFunction,
  { record, caller, token }: Running,
  event: unknown,
  { envId, appId, offsetMs }: { envId: string; appId: string; offsetMs: number },
): Task {
  const identity = identityEnvironment(caller, { appId, token, seqId: record.requestId })
  return {
    event: eventFor(event, caller, appId),
    context: contextOf(of, record.requestId, envId, identity),
    identity,
    offsetMs,
  }
}
