import { setTimeout as pause } from 'node:timers/promises'
import type * as z from 'zod'
import { AppError, type Facts } from '../../core/contract/errors'
import type { Clock } from '../../core/ports'
import { type PayClient, payClient } from './client'
import type { WeChatPaySettings } from './settings'
import { NoAnswer } from './transport'
import { RefusalReply } from './wire'

/** How long one request may take, how often it is sent at most, and how long to wait before the first repetition. */
export type Patience = { timeoutMs: number; tries: number; pauseMs: number }

export const PATIENCE: Patience = { timeoutMs: 4_000, tries: 3, pauseMs: 150 }

/** `data` is the body's text as it came. */
export type Reply = { status: number; data?: unknown }

/** A number of ours, if WeChat Pay takes it; PAYMENT_REFUSED names the field otherwise. */
export function checked(number: string, pattern: RegExp, name: string): string {
  if (!pattern.test(number)) throw new AppError('PAYMENT_REFUSED', { code: 'PARAM_ERROR', field: name })
  return number
}

/** Texts are cut to what WeChat Pay takes, counted in characters as people do. */
export const cut = (text: string, longest: number): string => [...text].slice(0, longest).join('')

function jsonOf(reply: Reply): unknown {
  try {
    return JSON.parse(String(reply.data))
  } catch {
    return undefined
  }
}

export const codeOf = (reply: Reply): string => RefusalReply.safeParse(jsonOf(reply)).data?.code ?? 'UNKNOWN'

/** A refusal is one only when it has a code; a page of some machine in between decides nothing. */
export const refusalIn = (reply: Reply): AppError => {
  const { status } = reply
  const code = codeOf(reply)
  return new AppError(code === 'UNKNOWN' ? 'PAYMENT_UNAVAILABLE' : 'PAYMENT_REFUSED', { status, code })
}

/** The body of a good reply. What cannot be read decides nothing, so it is the same as no answer. */
export function bodyOf<Shape extends z.ZodType>(reply: Reply, shape: Shape): z.output<Shape> {
  if (reply.status !== 200) throw refusalIn(reply)
  const body = shape.safeParse(jsonOf(reply))
  if (!body.success) throw new AppError('PAYMENT_UNAVAILABLE', { reason: 'REPLY_SHAPE' })
  return body.data
}

type Outcome<R> = { reply: R } | { undecided: Facts; again: boolean }

async function outcomeOf<R extends Reply>(send: () => Promise<R>): Promise<Outcome<R>> {
  try {
    const reply = await send()
    if (reply.status < 500 && reply.status !== 429) return { reply }
    // Too many requests is no verdict on this order, but asking again at once would be one more.
    return { undecided: { status: reply.status, code: codeOf(reply) }, again: reply.status !== 429 }
  } catch (error) {
    if (error instanceof NoAnswer) return { undecided: { reason: error.reason }, again: true }
    throw error
  }
}

/**
 * Sends until there is an answer that decides something. Every call here may be repeated with the same parameters (same
 * order number, same refund number), and is signed afresh each time. Throws AppError PAYMENT_UNAVAILABLE.
 */
async function answerOf<R extends Reply>(send: () => Promise<R>, { tries, pauseMs }: Patience): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await outcomeOf(send)
    if ('reply' in outcome) return outcome.reply
    if (!outcome.again || attempt >= tries) throw new AppError('PAYMENT_UNAVAILABLE', outcome.undecided)
    await pause(pauseMs * attempt)
  }
}

/** One merchant's line to WeChat Pay: the library is loaded at the first call, and every call is patient. */
export function lineTo(settings: WeChatPaySettings, clock: Clock, patience: Patience) {
  let loading: Promise<PayClient> | undefined
  const client = (): Promise<PayClient> => {
    loading ??= payClient(settings, clock, patience.timeoutMs)
    return loading
  }
  return {
    client,
    async ask<R extends Reply>(send: (pay: PayClient) => Promise<R>): Promise<R> {
      const pay = await client()
      return answerOf(() => send(pay), patience)
    },
  }
}
