import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import { AppError } from '../../core/contract/errors'
import type { Clock } from '../../core/ports'
import type { VirtualPaySettings } from './settings'
import { paySignature, userSignature } from './signature'
import { exchange, NoAnswer, type Patience } from './transport'
import {
  DATA_GENERATING,
  LOGIN_CODE_OVER,
  REFUND_RUNNING,
  SESSION_OVER,
  SessionReply,
  SYSTEM_BUSY,
  TASK_RUNNING,
  TOKEN_OVER,
  TOO_MANY_LOGINS,
  TOO_OFTEN,
  TokenReply,
  Verdict,
} from './wire'

/** A decided answer: the body, or WeChat's number and words for no. */
export type Answer<Body> = { ok: true; body: Body } | { ok: false; errcode: number; errmsg: string }

/** An access_token is renewed this long before its end: a request under way must not meet the end. */
const RENEW_BEFORE_MS = 5 * 60_000

export const loginAgain = (): AppError => new AppError('PAYMENT_UNAVAILABLE', { reason: 'LOGIN_AGAIN' })

export const refusalOf = ({ errcode }: { errcode: number }): AppError =>
  new AppError('PAYMENT_REFUSED', { code: String(errcode) })

/** Not now: the same request may be repeated later. */
const LATER: readonly number[] = [DATA_GENERATING, TASK_RUNNING, REFUND_RUNNING, TOO_OFTEN]

const unavailable = (errcode: number): AppError => new AppError('PAYMENT_UNAVAILABLE', { code: String(errcode) })

/**
 * api.weixin.qq.com as virtual payment needs it. Every call may be repeated with the same fields and is repeated here until
 * there is an answer that decides something; AppError PAYMENT_UNAVAILABLE otherwise.
 */
export function weChatApi(settings: VirtualPaySettings, clock: Clock, patience: Patience) {
  const { apiBaseUrl, appid, appSecret, appKey } = settings
  let token: { value: Promise<string>; renewAt: number } | undefined

  async function answered(
    url: () => Promise<string>,
    body?: string,
  ): Promise<{ errcode: number; errmsg: string; json: object }> {
    for (let attempt = 1; ; attempt++) {
      const isLast = attempt >= patience.tries
      try {
        const json = await exchange(await url(), body, patience.timeoutMs)
        const { errcode, errmsg } = Verdict.parse(json)
        if (errcode !== SYSTEM_BUSY) return { errcode, errmsg, json }
        if (isLast) throw unavailable(errcode)
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error
        const { reason, status } = error
        // Asking again at once would be one request more, where there were too many.
        if (isLast || status === 429) throw new AppError('PAYMENT_UNAVAILABLE', status ? { status } : { reason })
      }
      await pause(patience.pauseMs * attempt)
    }
  }

  function bodyOf<Shape extends z.ZodType>(json: object, shape: Shape): z.output<Shape> {
    const body = shape.safeParse(json)
    // What cannot be read decides nothing.
    if (!body.success) throw new AppError('PAYMENT_UNAVAILABLE', { reason: 'REPLY_SHAPE' })
    return body.data
  }

  /** Never with force_refresh: that would end the token of every other function of this mini-program. */
  async function freshToken(): Promise<{ value: string; renewAt: number }> {
    const body = JSON.stringify({ grant_type: 'client_credential', appid, secret: appSecret })
    const { errcode, json } = await answered(async () => `${apiBaseUrl}/cgi-bin/stable_token`, body)
    // A wrong secret or an address not on the list: somebody must set it right, then the same request goes through.
    if (errcode !== 0) throw new AppError('PAYMENT_UNAVAILABLE', { reason: 'ACCESS_TOKEN', code: String(errcode) })
    const { access_token, expires_in } = bodyOf(json, TokenReply)
    return { value: access_token, renewAt: clock.now().getTime() + expires_in * 1000 - RENEW_BEFORE_MS }
  }

  /** Many requests at once ask for one token. */
  function accessToken(): Promise<string> {
    if (token && clock.now().getTime() < token.renewAt) return token.value
    const asked = freshToken()
    const held = { value: asked.then(({ value }) => value), renewAt: Number.POSITIVE_INFINITY }
    token = held
    asked.then(
      ({ renewAt }) => {
        held.renewAt = renewAt
      },
      () => {
        if (token === held) token = undefined
      },
    )
    return held.value
  }

  return {
    /** Whom a code of `wx.login` stands for; it works once. PAYMENT_UNAVAILABLE {reason: LOGIN_AGAIN} when it does not. */
    async session(loginCode: string): Promise<{ openid: string; sessionKey: string }> {
      const query = new URLSearchParams({
        appid,
        secret: appSecret,
        js_code: loginCode,
        grant_type: 'authorization_code',
      })
      const { errcode, json } = await answered(async () => `${apiBaseUrl}/sns/jscode2session?${query}`)
      if (LOGIN_CODE_OVER.includes(errcode)) throw loginAgain()
      if (errcode === TOO_MANY_LOGINS) throw unavailable(errcode)
      if (errcode !== 0) throw refusalOf({ errcode })
      const { openid, session_key } = bodyOf(json, SessionReply)
      return { openid, sessionKey: session_key }
    },

    /** One call of /xpay/, signed over the very body that is sent; with `sessionKey` also for its user. */
    async xpay<Shape extends z.ZodType>(
      name: string,
      fields: object,
      shape: Shape,
      sessionKey?: string,
    ): Promise<Answer<z.output<Shape>>> {
      const path = `/xpay/${name}`
      const body = JSON.stringify(fields)
      const url = async () => {
        const query = new URLSearchParams({
          access_token: await accessToken(),
          pay_sig: paySignature(appKey, path, body),
          ...(sessionKey === undefined ? {} : { signature: userSignature(sessionKey, body) }),
        })
        return `${apiBaseUrl}${path}?${query}`
      }
      let said = await answered(url, body)
      if (TOKEN_OVER.includes(said.errcode)) {
        token = undefined
        said = await answered(url, body)
      }
      const { errcode, errmsg, json } = said
      if (errcode === 0) return { ok: true, body: bodyOf(json, shape) }
      if (errcode === SESSION_OVER) throw loginAgain()
      if (LATER.includes(errcode) || TOKEN_OVER.includes(errcode)) throw unavailable(errcode)
      return { ok: false, errcode, errmsg }
    },
  }
}
export type WeChatApi = ReturnType<typeof weChatApi>

/** Where a reply says nothing but yes. */
export const Nothing = z.object({})
