import type { Answer, Input, Output, Verb } from '../../core/contract'
import type { ErrorCode, Facts } from '../../core/contract/errors'
import { askToAgree } from './agree'
import { kept } from './kept'
import { type ClientCode, SHOP, words } from './words'

/** A call that was refused or did not come through. `requestId` finds it in the log; '' when the cloud was not reached. */
export class CallError extends Error {
  constructor(
    readonly code: ErrorCode | ClientCode,
    readonly requestId = '',
    readonly facts: Facts = {},
  ) {
    super(code)
    this.name = 'CallError'
  }
}

/** The code of whatever was thrown; a fault of our own is UNEXPECTED. */
export const codeOf = (error: unknown): ErrorCode | ClientCode =>
  error instanceof CallError ? error.code : 'UNEXPECTED'

/** As the home page last heard it. */
const schoolName = (): string => kept<{ schoolName?: string }>('home')?.schoolName || SHOP

/** The words for whatever was thrown. A fault of our own is told to the console as well, where somebody can find it. */
export function wordsFor(error: unknown): string {
  if (!(error instanceof CallError)) console.error(error)
  const code = codeOf(error)
  return code === 'OPEN_IN_WECHAT' ? words()[code].replace(SHOP, schoolName()) : words()[code]
}

/** Of several answers the one that is given to this action; one answer may serve several. */
export type AnswerTo<O, A> = O extends { action: infer B } ? ([A] extends [B] ? O : never) : never

/** The output that belongs to this input: `{ action: 'detail' }` is answered by `{ action: 'detail' }`. */
export type OutputFor<V extends Verb, I> = I extends { action: infer A }
  ? Output<V> extends { action: string }
    ? AnswerTo<Output<V>, A>
    : Output<V>
  : Output<V>

export type Call = <V extends Verb, const I extends Input<V>>(verb: V, input: I) => Promise<OutputFor<V, I>>

/**
 * What `wx.cloud.callFunction` does: our payload travels as `data.input`, the session as `data.session`. `isUnasked` tells the
 * storefront on the web that nobody asked to sign in, so that nobody is disturbed; in WeChat signing in disturbs nobody.
 */
export type Transport = (request: {
  name: string
  data: { input: unknown; session?: string; isUnasked?: true }
}) => Promise<{ result?: unknown }>

export type Session = Output<'login'>['session']

/** Where the session is kept between starts. */
export type SessionPlace = { read(): Session | undefined; write(session: Session | undefined): void }

/** Verbs that a stranger may ask: they do not make anybody sign in. */
const openToAll: ReadonlySet<Verb> = new Set<Verb>([
  'login',
  'browseCatalog',
  'searchCourses',
  'reviews',
  'verifyCertificate',
  'showMembership',
])
/** Open to all, and yet saying what is mine: a course, and the membership. */
const saysWhatIsMine = (verb: Verb, input: unknown): boolean =>
  verb === 'showMembership' || (verb === 'browseCatalog' && (input as Input<'browseCatalog'>).action === 'detail') // this verb's own input
/** Longer than any function may run. */
const PATIENCE_MS = 20_000
/** Signing in may wait for a person, where WeChat does not know them: on the web a code is shown, for five minutes. */
const PERSONS_PATIENCE_MS = 10 * 60_000
/** A session this close to its end is renewed before it is used. */
const MARGIN_MS = 60_000

/** The answer, or TIMEOUT when it does not come in time. */
function inTime<T>(answer: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new CallError('TIMEOUT')), ms)
  })
  return Promise.race([answer, late]).finally(() => {
    if (timer !== undefined) clearTimeout(timer)
  })
}

/** Reads WeChat's own failure: the line, the clock, or the function itself. */
function failureOf(error: unknown): CallError {
  if (error instanceof CallError) return error
  const { errCode, errMsg } = (error ?? {}) as { errCode?: unknown; errMsg?: unknown } // WeChat's, fields checked here
  const text = typeof errMsg === 'string' ? errMsg : String(error)
  // The storefront on the web says so (web/runtime/wx/storefront.ts) of what only WeChat can do.
  if (/only inside WeChat/.test(text)) return new CallError('OPEN_IN_WECHAT')
  if (/timeout|TIME_LIMIT|-504003/i.test(text)) return new CallError('TIMEOUT')
  if (errCode === -1 || errCode === undefined || /request:fail/.test(text)) return new CallError('OFFLINE')
  return new CallError('UNEXPECTED')
}

const isAnswer = (value: unknown): value is Answer<Verb> =>
  typeof value === 'object' && value !== null && 'ok' in value && typeof value.ok === 'boolean'

/** Shows somebody the agreements before they go on; false when they would rather not, or read them first. */
export type AskToAgree = () => Promise<boolean>

/**
 * The way to the cloud over `transport`: signs in once when needed, however many ask at the same time, and lets a person agree to what must be agreed
 * to before the question is asked again.
 */
export function caller(
  transport: Transport,
  place: SessionPlace,
  { now = Date.now, askToAgree = async () => false }: { now?: () => number; askToAgree?: AskToAgree } = {},
): Call {
  let signingIn: Promise<string> | null = null
  let agreeing: Promise<boolean> | null = null

  async function ask(verb: Verb, input: unknown, more: { session?: string; isUnasked?: true }): Promise<Answer<Verb>> {
    const request = { name: verb, data: { input, ...more } }
    const patience = verb === 'login' ? PERSONS_PATIENCE_MS : PATIENCE_MS
    const reply = await inTime(transport(request), patience).catch((error: unknown) => {
      throw failureOf(error)
    })
    if (!isAnswer(reply.result)) throw new CallError('UNEXPECTED')
    return reply.result
  }

  async function signIn(more: { isUnasked?: true } = {}): Promise<string> {
    const answer = await ask('login', {}, more)
    if (!answer.ok) throw new CallError(answer.error.code, answer.error.requestId, answer.error.facts)
    const { session } = answer.data as Output<'login'> // the answer to `login`
    place.write(session)
    return session.token
  }

  function signInOnce(): Promise<string> {
    signingIn ??= signIn().finally(() => {
      signingIn = null
    })
    return signingIn
  }

  async function sessionFor(verb: Verb, input: unknown): Promise<string | undefined> {
    if (verb === 'login') return undefined
    const held = place.read()
    if (held && Date.parse(held.expiresAt) - MARGIN_MS > now()) return held.token
    // Somebody we have met before is met again; a stranger may look around unasked.
    if (held || !openToAll.has(verb)) return signInOnce()
    // What is mine is told on a new phone as well; where nobody can sign in the page is shown all the same.
    if (!saysWhatIsMine(verb, input)) return undefined
    return (signingIn ?? signIn({ isUnasked: true })).catch(() => undefined)
  }

  /** Agrees in the cloud if the person does; the next session says so. */
  async function agree(token: string): Promise<boolean> {
    const seen = await ask('account', { action: 'look' }, { session: token })
    const agreements = seen.ok ? (seen.data as { agreements?: unknown }).agreements : undefined // of this action's answer
    if (!agreements || !(await askToAgree())) return false
    const agreed = await ask('account', { action: 'agree', agreements }, { session: token })
    if (agreed.ok) place.write(undefined)
    return agreed.ok
  }

  function agreeOnce(token: string): Promise<boolean> {
    agreeing ??= agree(token).finally(() => {
      agreeing = null
    })
    return agreeing
  }

  return async <V extends Verb, const I extends Input<V>>(verb: V, input: I) => {
    let used = await sessionFor(verb, input)
    const askAs = (session: string | undefined) => {
      used = session
      return ask(verb, input, session ? { session } : {})
    }
    const refusedFor = (answer: Answer<Verb>, code: ErrorCode): boolean => !answer.ok && answer.error.code === code
    /** The session that another call may have found while this one was under way. */
    const newer = (): string | undefined => {
      const held = place.read()?.token
      return held === used ? undefined : held
    }
    let answer = await askAs(used)
    if (refusedFor(answer, 'NEED_LOGIN') && verb !== 'login') answer = await askAs(newer() ?? (await signInOnce()))
    if (refusedFor(answer, 'AGREEMENT_NEEDED') && newer()) answer = await askAs(newer())
    if (refusedFor(answer, 'AGREEMENT_NEEDED') && used && (await agreeOnce(used)))
      answer = await askAs(newer() ?? (await signInOnce()))
    if (!answer.ok) throw new CallError(answer.error.code, answer.error.requestId, answer.error.facts)
    if (verb === 'login') place.write((answer.data as Output<'login'>).session)
    return answer.data as OutputFor<V, I> // the contract: this verb's answer to this input
  }
}

const SESSION_KEY = 'session'

const waiting: (() => void)[] = []

/** Does this each time the cloud has said who this is. */
export const whenSignedIn = (then: () => void): void => void waiting.push(then)

/** The session in the phone's storage. */
const inStorage: SessionPlace = {
  read: () => (wx.getStorageSync(SESSION_KEY) || undefined) as Session | undefined, // '' when there is none
  write(session) {
    if (session) wx.setStorageSync(SESSION_KEY, session)
    else wx.removeStorageSync(SESSION_KEY)
    if (session) for (const then of waiting) then()
  },
}

/** Whether this phone has met the school before: then the cloud may be asked for what is mine. */
export const hasSession = (): boolean => inStorage.read() !== undefined

/** Asks the cloud. Throws CallError. */
export const call: Call = caller((request) => wx.cloud.callFunction(request), inStorage, { askToAgree })

/** What the session says of its person has changed (they agreed, took it back, joined another account): the next call signs in anew. */
export const forgetSession = (): void => inStorage.write(undefined)
