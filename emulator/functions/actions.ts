import * as z from 'zod'
import { type Actions, CloudError } from '../wire'
import type { FunctionHost } from './host'
import { type Caller, sourceOf } from './identity'
import type { Running } from './invocations'

const Ask = z.object({ function_name: z.string().min(1), request_data: z.string().optional() })

/** A nested call keeps the identity of the one who called first, and says in SOURCE that it came through a function. */
function nestedCaller(parent: Running | undefined): Caller {
  if (!parent) return { trigger: 'function', parent: '', source: 'scf' }
  const { caller, record } = parent
  const source = sourceOf(caller)
  return {
    trigger: 'function',
    parent: record.requestId,
    source: source ? `${source},scf` : 'scf',
    ...('openid' in caller && caller.openid ? { openid: caller.openid, unionid: caller.unionid } : {}),
    ...('clientIp' in caller ? { clientIp: caller.clientIp } : {}),
  }
}

function eventOf(text: string | undefined): unknown {
  try {
    return text ? JSON.parse(text) : {}
  } catch {
    throw new CloudError('INVALID_PARAM', 'request_data is not JSON')
  }
}

/** `cloud.callFunction` of the server SDKs. */
export const functionActions = (host: FunctionHost): Actions => ({
  async 'functions.invokeFunction'({ body }) {
    const ask = Ask.safeParse(body)
    if (!ask.success) throw new CloudError('INVALID_PARAM', 'function_name must be a string that is not empty')
    const { function_name, request_data } = ask.data
    const parent = host.invocations.byToken(body.wxCloudApiToken)
    const result = await host.invoke(function_name, eventOf(request_data), nestedCaller(parent))
    if (!result.ok) throw new CloudError(result.failure.code, result.failure.message)
    return { data: { response_data: result.json } }
  },
})
