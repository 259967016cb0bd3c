import type * as z from 'zod'
import type { Contract } from '../../core/contract/contract'
import { AppError } from '../../core/contract/errors'
import { AGREED } from '../../core/people/agreements'
import type { Caller, Ports } from '../../core/ports'
import { callerFor } from './caller'
import { type BasePorts, portsFor } from './ports'
import { type Answer, isForPeople, type Manners, preflight, replyTo } from './reply'
import { inputOf, requestOf } from './request'

type UseCase<Needed, I, O> = (ports: Needed) => (caller: Caller, input: I) => Promise<O>
/** The ports a function has beyond the common ones. */
type Extra = Partial<Omit<Ports, keyof BasePorts>>

/** The parts of CloudBase's context that are used. A desk adds `afterwards`, to know when late work has ended. */
type Context = { request_id?: string; afterwards?: Promise<unknown>[] }

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

/** Whether this question is one of those: all of a verb's, or those of the actions named. */
function isAbout(asked: unknown, which: true | readonly string[] | undefined): boolean {
  if (which === true || !which) return which === true
  return typeof asked === 'object' && asked !== null && 'action' in asked && which.some((one) => one === asked.action)
}

/**
 * The only way in: works out who asks, checks the access, parses what goes in, runs the use case, parses what comes out,
 * logs one line, answers (in the manners of whoever asked, where they want their own). Work left for afterwards begins once the answer is on its way.
 */
export const serve =
  <I extends z.ZodType, O extends z.ZodType, E extends Extra = Record<never, never>>(
    { name, access, needsAgreement, input, output }: Contract<string, I, O>,
    useCase: UseCase<BasePorts & E, z.output<I>, z.output<O>>,
    extra?: E,
    manners?: Manners,
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
    if (request.by === 'http' && request.method === 'OPTIONS' && isForPeople(access)) return preflight()
    const greeting = manners?.greet?.(request)
    if (greeting !== undefined) return greeting
    let answer: Answer
    try {
      const caller = await callerFor(request, access)
      const asked = parsed(input, inputOf(request, access))
      if (caller.userId && caller.agreed !== AGREED && isAbout(asked, needsAgreement))
        throw new AppError('AGREEMENT_NEEDED')
      // `extra` is left out exactly when the use case needs none: then E is empty.
      const ports = Object.assign(portsFor({ afterwards, alert }), extra) as BasePorts & E
      answer = { ok: true, data: output.parse(await useCase(ports)(caller, asked)) }
    } catch (error) {
      answer = { ok: false, error: errorOf(error, requestId) }
    }
    const outcome = answer.ok ? { outcome: 'ok' } : { outcome: answer.error.code, facts: answer.error.facts }
    log({ verb: name, requestId, ms: Date.now() - started, ...outcome })
    return manners && request.by !== 'call' ? manners.reply(request, answer) : replyTo(request, access, answer)
  }
