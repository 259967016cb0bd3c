import { randomUUID } from 'node:crypto'
import { cloudFailure, type Faults, type Service } from './faults'
import type { Invocations, Running } from './functions/invocations'
import { type DeskReply, type DeskRequest, json, type Route } from './http'
import { multipart } from './multipart'
import { type Actions, type AdminAnswer, type AdminCall, CloudError } from './wire'

export type GatewayOptions = { actions: Actions; envId: string; faults: Faults; invocations: Invocations }

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function jsonBody(bytes: Buffer): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'))
    if (isObject(body)) return body
  } catch {
    // Refused below like every other body that is not an object.
  }
  throw new CloudError('INVALID_PARAM', 'the request body is not a JSON object')
}

/** Reads both envelopes of the SDKs: JSON, and the form with one binary part that `cloud.openapi` sends. */
function callOf({ headers, body: bytes }: DeskRequest): AdminCall {
  const parts = multipart(headers['content-type'] ?? '', bytes)
  const body = parts
    ? Object.fromEntries(
        parts.filter(({ isFile }) => !isFile).map(({ name, bytes: text }) => [name, text.toString('utf8')]),
      )
    : jsonBody(bytes)
  if (typeof body.action !== 'string') throw new CloudError('INVALID_PARAM', 'the request names no action')
  const binary = parts && Object.fromEntries(parts.map(({ name, bytes: value }) => [name, value]))
  return { action: body.action, body, ...(binary ? { parts: binary } : {}) }
}

function serviceOf(action: string): Service {
  if (action === 'wx.wxPayApi') return 'wechatPay'
  const prefix = action.split('.')[0]
  if (prefix === 'database' || prefix === 'storage' || prefix === 'functions') return prefix
  return 'wechat'
}

/** What an action is about, for logs and faults: a collection, a function, an API. */
const subjectOf = ({ body }: AdminCall): string =>
  [body.collectionName, body.function_name, body.apiName, body.path]
    .find((one) => typeof one === 'string')
    ?.toString() ?? ''

function note(caller: Running | undefined, call: AdminCall, fromMs: number, code?: string): void {
  if (!caller) return
  const operation = {
    action: call.action,
    subject: subjectOf(call),
    fromMs,
    toMs: performance.now() - caller.startedAt,
  }
  caller.record.operations.push({ ...operation, ...(code ? { code } : {}) })
  if (call.action.startsWith('database.')) caller.record.databaseOperations += 1
}

/** `POST /admin`: the one door of the server SDKs. Every answer is HTTP 200 with JSON, also every refusal. */
export function gateway({ actions, envId, faults, invocations }: GatewayOptions): Route {
  async function perform(call: AdminCall, caller: Running | undefined): Promise<AdminAnswer> {
    const { envName } = call.body
    if (typeof envName === 'string' && envName !== '' && envName !== envId) {
      throw new CloudError('INVALIID_ENV', `Env Not Found: this desk is ${envId}, not ${envName}`)
    }
    const action = Object.hasOwn(actions, call.action) ? actions[call.action] : undefined
    if (!action) throw new CloudError('INVALID_PARAM', `the action ${call.action} is not emulated on this desk`)
    return faults.around<AdminAnswer>({
      service: serviceOf(call.action),
      action: call.action,
      subject: subjectOf(call),
      fail: cloudFailure,
      kill: () => caller?.kill(),
      work: () => action(call),
    })
  }

  async function answer(call: AdminCall, requestId: string): Promise<DeskReply> {
    const caller = invocations.byToken(call.body.wxCloudApiToken)
    const fromMs = caller ? performance.now() - caller.startedAt : 0
    try {
      const done = await perform(call, caller)
      note(caller, call, fromMs)
      return isReply(done) ? done.reply : json({ requestId, ...done })
    } catch (error) {
      note(caller, call, fromMs, error instanceof CloudError ? error.code : 'SYS_ERR')
      throw error
    }
  }

  return {
    method: 'POST',
    path: '/admin',
    async handle(request) {
      const requestId = randomUUID()
      try {
        return await answer(callOf(request), requestId)
      } catch (error) {
        if (error instanceof CloudError) return json({ code: error.code, message: error.message, requestId })
        // A fault of the desk itself: the function sees the cloud's system error, the desk's log says where it came from.
        console.error(error)
        return json({ code: 'SYS_ERR', message: `resource system error: ${String(error)}`, requestId })
      }
    },
  }
}

const isReply = (answer: AdminAnswer): answer is { reply: DeskReply } =>
  isObject(answer.reply) && typeof answer.reply.status === 'number'
