import { isIP } from 'node:net'
import * as z from 'zod'
import type { DeskRequest, Route } from '../http'
import { json } from '../http'
import { FAILURE_NUMBERS, type Failure } from './failures'
import type { FunctionHost, Result } from './host'
import { MAX_CLIENT_RESULT_BYTES } from './limits'

/** Who a request of a WeChat client comes from. */
export type Identified = { openid: string; unionid?: string }

type ClientError = { errCode: number; errMsg: string }

const Body = z.object({ data: z.record(z.string(), z.unknown()).optional() })
/** The client's own words for the cloud's failures, as seen in public threads; it puts `errCode: … | errMsg:` before them. */
function clientError(requestId: string, { code, message }: Failure, thrown?: string): ClientError {
  if (code === 'FUNCTION_NOT_FOUND') return { errCode: FAILURE_NUMBERS.FUNCTION_NOT_FOUND, errMsg: message }
  const service = `cloud function service error code ${FAILURE_NUMBERS[code]}, error message ${thrown ?? message}`
  return { errCode: -404011, errMsg: `cloud.callFunction:fail requestID ${requestId}, ${service}` }
}

const tooLarge = (): ClientError => ({ errCode: -604001, errMsg: 'cloudfunction result size exceed limit (1MB)' })

function clientReply(result: Result) {
  const { requestId } = result
  if (!result.ok) return json(clientError(requestId, result.failure, result.thrown))
  if (Buffer.byteLength(result.json) > MAX_CLIENT_RESULT_BYTES) return json(tooLarge())
  return json({ result: JSON.parse(result.json), requestID: requestId })
}

function dataOf(body: Buffer): Record<string, unknown> | undefined {
  try {
    return Body.parse(JSON.parse(body.toString('utf8') || '{}')).data ?? {}
  } catch {
    return undefined
  }
}

/** Every phone of this desk is on this machine; a test may say that one is somewhere else, as WeChat's own servers would. */
function addressIn({ headers }: DeskRequest): string {
  const said = headers['x-desk-from'] ?? ''
  return isIP(said) ? said : '127.0.0.1'
}

/** `wx.cloud.callFunction` of the shop in the browser: `POST /cloud/<name>`, body `{ data }`, session in a header. */
export const clientDoor = (host: FunctionHost, identify: (request: DeskRequest) => Identified | undefined): Route => ({
  method: 'POST',
  path: '/cloud/',
  async handle(request) {
    const caller = identify(request)
    if (!caller) return json({ errCode: -1, errMsg: 'no WeChat session: sign in at /wechat/session first' }, 401)
    const data = dataOf(request.body)
    if (!data) return json({ errCode: -501007, errMsg: 'invalid parameters. the body is not {"data":{…}}' })
    const name = decodeURIComponent(request.url.pathname.slice('/cloud/'.length))
    return clientReply(await host.invoke(name, data, { trigger: 'client', clientIp: addressIn(request), ...caller }))
  },
})
