import * as z from 'zod'
import type { Access, Contract } from '../../core/contract/contract'
import { AppError, type ErrorCode } from '../../core/contract/errors'
import type { Caller, Ports } from '../../core/ports'
import { clock } from '../clock'
import { app } from './app'
import { callerOf } from './caller'
import { type BasePorts, portsFor } from './ports'
import { shopSettings } from './settings'

type UseCase<Needed, I, O> = (ports: Needed) => (caller: Caller, input: I) => Promise<O>
/** The ports a function has beyond the common ones. */
type Extra = Partial<Omit<Ports, keyof BasePorts>>

/** The parts of CloudBase's context that are used. A desk adds `afterwards`, to know when late work has ended. */
type Context = { request_id?: string; afterwards?: Promise<unknown>[] }

const nobody: Caller = { userId: '', openid: '', roles: [] }

// ------------------------------------------------------------------------------------- the three shapes of an event

const HttpEvent = z.object({
  httpMethod: z.string(),
  headers: z.record(z.string(), z.unknown()),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
})
const CallEvent = z.object({ input: z.unknown().optional(), session: z.unknown().optional() })

type Request =
  | { by: 'call'; input: unknown; session: unknown; openid: string }
  | { by: 'http'; method: string; headers: Record<string, string>; body: string }
  | { by: 'timer' }

/** Who delivers is told by the environment, which no client can set; the event only says what. */
function requestOf(event: unknown): Request {
  if (process.env.TRIGGER_SRC === 'timer') return { by: 'timer' }
  const openid = app.auth().getUserInfo().openId ?? ''
  const http = openid ? undefined : HttpEvent.safeParse(event)
  if (http?.success) {
    const { httpMethod, headers, body, isBase64Encoded } = http.data
    return {
      by: 'http',
      method: httpMethod,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
      body: isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body,
    }
  }
  const call = CallEvent.safeParse(event)
  return { by: 'call', input: call.data?.input, session: call.data?.session, openid }
}

function jsonOf(text: string): unknown {
  try {
    return text ? JSON.parse(text) : {}
  } catch {
    throw new AppError('BAD_INPUT', { reason: 'not JSON' })
  }
}

/** What goes in, by who delivers: a notice goes in as it arrived, a timer brings nothing. */
function inputOf(request: Request, access: Access): unknown {
  if (request.by === 'timer') return {}
  if (request.by === 'call') return request.input ?? {}
  return access === 'weChatPay' ? { headers: request.headers, body: request.body } : jsonOf(request.body)
}

async function callerFor(request: Request, access: Access): Promise<Caller> {
  if (access === 'timer' || access === 'weChatPay') {
    // Doors of the platform: no client passes, whatever it sends.
    if (request.by !== (access === 'timer' ? 'timer' : 'http')) throw new AppError('FORBIDDEN')
    return nobody
  }
  const [openid, session] = request.by === 'call' ? [request.openid, request.session] : ['', undefined]
  const known = await callerOf(session, openid, clock)
  // Whoever shows a session that has run out thinks to be known: better to sign in anew than to be taken for a stranger.
  if (access === 'anyone' && !known && !session) return { ...nobody, openid }
  if (!known) throw new AppError('NEED_LOGIN')
  if (access === 'anyone') return known
  if (!known.roles.includes(access)) throw new AppError('FORBIDDEN')
  return known
}

// ------------------------------------------------------------------------------------------------------ the answer

type Answer = { ok: true; data: unknown } | { ok: false; error: { code: ErrorCode; requestId: string; facts?: object } }

const statuses: Partial<Record<ErrorCode, number>> = {
  BAD_INPUT: 400,
  NEED_LOGIN: 401,
  NOTICE_REFUSED: 401,
  FORBIDDEN: 403,
  COURSE_NOT_FOUND: 404,
  LESSON_NOT_FOUND: 404,
  ORDER_NOT_FOUND: 404,
  CERTIFICATE_NOT_FOUND: 404,
  PAYMENT_UNAVAILABLE: 503,
  UNEXPECTED: 500,
}

/** The shop's pages stand at another address than HTTP access; they, and no other site's, may read what anyone may ask. */
const readableByShop = () => ({ 'access-control-allow-origin': new URL(shopSettings().SHOP_URL).origin })

/** What a browser asks before a page may send JSON elsewhere; it may remember the answer for a day. */
const preflight = () => ({
  statusCode: 204,
  headers: {
    ...readableByShop(),
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '86400',
  },
})

const json = (statusCode: number, body: unknown, headers: Record<string, string> = {}) => ({
  statusCode,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
})

/** Over HTTP the same answer with a status; WeChat Pay wants its own two words and tries again on anything but 200. */
function replyTo(request: Request, access: Access, answer: Answer): unknown {
  if (request.by !== 'http') return answer
  const status = answer.ok ? 200 : (statuses[answer.error.code] ?? 409)
  if (access !== 'weChatPay') return json(status, answer, access === 'anyone' ? readableByShop() : {})
  return json(status, answer.ok ? { code: 'SUCCESS' } : { code: 'FAIL', message: answer.error.code })
}

const log = (line: Record<string, unknown>): void => console.log(JSON.stringify(line))

/** What went wrong, for the client: its code, and facts only where we put them there. */
function errorOf(error: unknown, requestId: string): Extract<Answer, { ok: false }>['error'] {
  if (error instanceof AppError) return { code: error.code, requestId, facts: error.facts }
  log({ level: 'error', requestId, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  return { code: 'UNEXPECTED', requestId }
}

function parsed<T extends z.ZodType>(shape: T, value: unknown): z.output<T> {
  const result = shape.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new AppError('BAD_INPUT', { field: issue?.path.join('.') ?? '', reason: issue?.message ?? '' })
}

/**
 * The only way in: works out who asks, checks the access, parses what goes in, runs the use case, parses what comes out,
 * logs one line, answers. Work left for afterwards begins once the answer is on its way.
 */
export const serve =
  <I extends z.ZodType, O extends z.ZodType, E extends Extra = Record<never, never>>(
    { name, access, input, output }: Contract<string, I, O>,
    useCase: UseCase<BasePorts & E, z.output<I>, z.output<O>>,
    extra?: E,
  ) =>
  async (event: unknown, context: Context = {}): Promise<unknown> => {
    const started = Date.now()
    const requestId = context.request_id ?? ''
    const alert: Ports['alert'] = (code, facts) => log({ level: 'alert', verb: name, requestId, code, ...facts })
    const afterwards: Ports['afterwards'] = (work) => {
      const done = new Promise<void>((resolve) => setImmediate(resolve)).then(work).catch((error: unknown) => {
        alert('AFTERWARDS_FAILED', { error: error instanceof Error ? error.message : String(error) })
      })
      context.afterwards?.push(done)
    }

    const request = requestOf(event)
    if (request.by === 'http' && request.method === 'OPTIONS' && access === 'anyone') return preflight()
    let answer: Answer
    try {
      const caller = await callerFor(request, access)
      const asked = parsed(input, inputOf(request, access))
      // `extra` is left out exactly when the use case needs none: then E is empty.
      const ports = Object.assign(portsFor({ afterwards, alert }), extra) as BasePorts & E
      answer = { ok: true, data: output.parse(await useCase(ports)(caller, asked)) }
    } catch (error) {
      answer = { ok: false, error: errorOf(error, requestId) }
    }
    const outcome = answer.ok ? { outcome: 'ok' } : { outcome: answer.error.code, facts: answer.error.facts }
    log({ verb: name, requestId, ms: Date.now() - started, ...outcome })
    return replyTo(request, access, answer)
  }
