import { setTimeout as pause } from 'node:timers/promises'
import type * as z from 'zod'
import { AppError, type Facts } from '../../core/contract/errors'
import type { Clock } from '../../core/ports'
import { type Business, type Signer, signer } from './client'
import { type Witness, witnessOf } from './proof'
import type { AlipaySettings } from './settings'
import { NoAnswer, proven } from './transport'
import { DONE, Head } from './wire'

/** How long one request may take, how often it is sent at most, and how long to wait before the first repetition. */
export type Patience = { timeoutMs: number; tries: number; pauseMs: number }

export const PATIENCE: Patience = { timeoutMs: 4_000, tries: 3, pauseMs: 150 }

/** The body of a call that was carried out, or the `sub_code` that says why not. */
export type Answer = { done: unknown } | { refusal: string }

type Outcome = { answer: Answer } | { undecided: Facts; again: boolean }

/** What a proven reply decides. `20000` and system errors decide nothing: the work may have been done or not. */
function outcomeIn(body: unknown): Outcome {
  const head = Head.safeParse(body)
  if (!head.success) return { undecided: { reason: 'REPLY_SHAPE' }, again: false }
  const { code, sub_code = '' } = head.data
  if (code === DONE) return { answer: { done: body } }
  // Too many calls is no verdict on this order, but asking again at once would be one more.
  if (code === '40005') return { undecided: { code: sub_code }, again: false }
  if (code === '20000' || sub_code.endsWith('.SYSTEM_ERROR')) return { undecided: { code: sub_code }, again: true }
  return { answer: { refusal: sub_code || code } }
}

async function outcomeOf(send: () => Promise<unknown>): Promise<Outcome> {
  try {
    return outcomeIn(await send())
  } catch (error) {
    if (error instanceof NoAnswer) return { undecided: { reason: error.reason, ...error.facts }, again: true }
    throw error
  }
}

/**
 * Sends until there is an answer that decides something. Every call here may be repeated with the same parameters (same
 * order number, same refund number), and is signed afresh each time. Throws AppError PAYMENT_UNAVAILABLE.
 */
async function answerOf(send: () => Promise<unknown>, { tries, pauseMs }: Patience): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await outcomeOf(send)
    if ('answer' in outcome) return outcome.answer
    if (!outcome.again || attempt >= tries) throw new AppError('PAYMENT_UNAVAILABLE', outcome.undecided)
    await pause(pauseMs * attempt)
  }
}

/** The body of a good reply about this order. What cannot be read, or speaks of another, decides nothing. */
export function bodyOf<Body>(body: unknown, shape: z.ZodType<Body>, isAbout: (read: Body) => boolean): Body {
  const read = shape.safeParse(body)
  if (read.success && isAbout(read.data)) return read.data
  throw new AppError('PAYMENT_UNAVAILABLE', { reason: 'REPLY_SHAPE' })
}

/** The line to Alipay: signed requests, proven replies. `client` is the signer itself, loaded when it is first needed. */
export function lineTo(settings: AlipaySettings, clock: Clock, patience: Patience) {
  let loading: Promise<Signer> | undefined
  let isSigned: Witness | undefined
  const client = (): Promise<Signer> => {
    loading ??= signer(settings, clock)
    return loading
  }

  async function ask(method: string, business: Business): Promise<Answer> {
    const sign = await client()
    isSigned ??= witnessOf(settings.publicKey)
    const witness = isSigned
    return answerOf(() => proven(sign.call(method, business), witness, patience.timeoutMs), patience)
  }
  return { client, ask }
}
