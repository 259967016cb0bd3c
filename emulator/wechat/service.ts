import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { DeskClock } from '../clock'
import type { Driver } from '../database/driver'
import type { Catalog } from '../functions/catalog'
import type { Invocations } from '../functions/invocations'
import { type DeskReply, type DeskRequest, json, type Route } from '../http'
import { records } from '../records'
import type { Actions } from '../wire'
import type { AccessTokens } from './accessTokens'
import { type Account, type Accounts, SESSION_HEADER } from './accounts'
import { checkText, DEFAULT_RISKY_WORDS } from './contentCheck'
import { type Messages, openMessages } from './messages'
import { miniProgramCode } from './miniProgramCode'
import { type OpenApiDoor, openApiDoor } from './openApi'
import { openPhoneNumbers } from './phoneNumbers'
import type { SessionKeys } from './sessionKeys'
import { openUrlLinks } from './urlLink'

export type WeChatOptions = {
  driver: Driver
  clock: DeskClock
  appId: string
  invocations: Invocations
  catalog: Catalog
  accounts: Accounts
  sessions: SessionKeys
  /** Knows the app's secret. */
  tokens: AccessTokens
  deskUrl: string
  /** The address a mini-program code of this page opens in the shop of this desk. */
  codeAddress(page: string, scene: string): string
  riskyWords?: readonly string[]
}

export type WeChatService = {
  actions: Actions
  routes: Route[]
  accounts: Accounts
  messages: Messages
  openApiCalls: OpenApiDoor['calls']
  /** The openid a request comes from, by its session header. */
  identify(request: Pick<DeskRequest, 'headers'>): string | undefined
}

const NewAccount = z.object({
  nickname: z.string().trim().min(1).max(32),
  colour: z.string().optional(),
  avatar: z.string().optional(),
})
const NewSession = z.object({ openid: z.string().min(1) })
const Decision = z.object({
  templateIds: z.array(z.string().min(1)).min(1).max(3),
  decision: z.enum(['accept', 'reject']),
})
const Reading = z.object({ id: z.string() })
/** What a learner says through the capsule's 反馈, and the page it was said on. */
const Feedback = z.object({ words: z.string().trim().min(1).max(500), path: z.string().max(200) })

const refused = (status: number, code: string, message: string): DeskReply => json({ code, message }, status)

/** Reads a JSON body of this shape, or answers what is wrong with it. */
function withBody<T>({ body }: DeskRequest, shape: z.ZodType<T>, then: (value: T) => DeskReply): DeskReply {
  let value: unknown
  try {
    value = JSON.parse(body.toString('utf8'))
  } catch {
    return refused(400, 'INVALID_PARAM', 'the body is not JSON')
  }
  const parsed = shape.safeParse(value)
  return parsed.success ? then(parsed.data) : refused(400, 'INVALID_PARAM', z.prettifyError(parsed.error))
}

/** WeChat as far as the shop meets it: who is there, what they allow, what reaches them, and `cloud.openapi`. */
export function openWeChat(options: WeChatOptions): WeChatService {
  const {
    driver,
    clock,
    appId,
    invocations,
    catalog,
    accounts,
    sessions,
    tokens,
    deskUrl,
    codeAddress,
    riskyWords = DEFAULT_RISKY_WORDS,
  } = options
  const exists = (openid: string) => accounts.find(openid) !== undefined
  const messages = openMessages(driver, { now: clock.now, exists })
  const links = openUrlLinks(driver, { now: clock.now, deskUrl })
  const phones = openPhoneNumbers(driver, { now: clock.now, appId })
  const feedback = records<z.infer<typeof Feedback> & { openid: string; at: string }>(driver, 'feedback')
  const door = openApiDoor({
    driver,
    now: clock.now,
    invocations,
    catalog,
    apis: {
      'subscribeMessage.send': messages.send,
      'wxacode.getUnlimited': (args) => miniProgramCode(args, codeAddress),
      'urllink.generate': links.generate,
      'security.msgSecCheck': (args) => checkText(args, riskyWords),
      'phonenumber.getPhoneNumber': phones.getPhoneNumber,
    },
  })

  const signedIn = (then: (account: Account, request: DeskRequest) => DeskReply) => (request: DeskRequest) => {
    const account = accounts.identify(request)
    return account
      ? then(account, request)
      : refused(401, 'NO_SESSION', `the header ${SESSION_HEADER} names no session`)
  }

  /** https://developers.weixin.qq.com/miniprogram/dev/api-backend/open-api/login/auth.code2Session.html */
  function code2Session({ url }: DeskRequest): DeskReply {
    if (url.searchParams.get('appid') !== appId) return json({ errcode: 40013, errmsg: 'invalid appid' })
    if (url.searchParams.get('secret') !== tokens.secret) return json({ errcode: 40125, errmsg: 'invalid appsecret' })
    const account = accounts.redeemCode(url.searchParams.get('js_code') ?? '')
    if (!account) return json({ errcode: 40029, errmsg: 'invalid code' })
    const { openid, unionid } = account
    return json({ openid, session_key: sessions.current(openid), unionid })
  }

  const routes: Route[] = [
    { method: 'GET', path: '/wechat/accounts', handle: () => json({ accounts: accounts.all() }) },
    {
      method: 'POST',
      path: '/wechat/accounts',
      handle: (request) =>
        withBody(request, NewAccount, ({ nickname, ...looks }) => json(accounts.create(nickname, looks), 201)),
    },
    {
      method: 'POST',
      path: '/wechat/session',
      handle: (request) =>
        withBody(request, NewSession, ({ openid }) => {
          const session = accounts.openSession(openid)
          return session
            ? json({ session, account: accounts.find(openid) })
            : refused(404, 'NO_ACCOUNT', 'nobody on this desk has this openid')
        }),
    },
    { method: 'GET', path: '/wechat/session', handle: signedIn((account) => json({ account })) },
    {
      method: 'DELETE',
      path: '/wechat/session',
      handle(request) {
        accounts.endSession(request.headers[SESSION_HEADER] ?? '')
        return { status: 204 }
      },
    },
    {
      method: 'POST',
      path: '/wechat/login',
      handle: signedIn(({ openid }) => json({ code: accounts.loginCode(openid), errMsg: 'login:ok' })),
    },
    {
      method: 'POST',
      path: '/wechat/phone/look',
      handle: signedIn(({ openid }) => json({ number: phones.numberOf(openid) })),
    },
    {
      method: 'POST',
      path: '/wechat/phone',
      handle: signedIn(({ openid }) => json({ code: phones.code(openid), errMsg: 'getPhoneNumber:ok' })),
    },
    { method: 'GET', path: '/sns/jscode2session', handle: code2Session },
    {
      method: 'POST',
      path: '/wechat/subscribe',
      handle: signedIn(({ openid }, request) =>
        withBody(request, Decision, ({ templateIds, decision }) => {
          messages.decide(openid, templateIds, decision)
          const each = Object.fromEntries(templateIds.map((id) => [id, decision]))
          return json({ ...each, errMsg: 'requestSubscribeMessage:ok' })
        }),
      ),
    },
    {
      method: 'GET',
      path: '/wechat/messages',
      handle: signedIn(({ openid }) => json({ messages: messages.list(openid) })),
    },
    {
      method: 'POST',
      path: '/wechat/messages/read',
      handle: signedIn(({ openid }, request) =>
        withBody(request, Reading, ({ id }) =>
          messages.markRead(id, openid)
            ? json({ id, read: true })
            : refused(404, 'NO_MESSAGE', 'no such message of this account'),
        ),
      ),
    },
    {
      method: 'POST',
      path: '/wechat/feedback',
      handle: signedIn(({ openid }, request) =>
        withBody(request, Feedback, (said) => {
          const at = new Date(clock.now()).toISOString()
          feedback.put(`${at}:${randomUUID()}`, { ...said, openid, at })
          return json({ errMsg: 'feedback:ok' })
        }),
      ),
    },
    {
      method: 'GET',
      path: '/desk/feedback',
      handle: () => json({ feedback: feedback.all().map(({ value }) => value) }),
    },
    links.route,
    { method: 'GET', path: '/desk/messages', handle: () => json({ messages: messages.list() }) },
    { method: 'GET', path: '/desk/openapi', handle: () => json({ calls: door.calls() }) },
  ]

  return {
    actions: { 'wx.openApi': door.action },
    routes,
    accounts,
    messages,
    openApiCalls: door.calls,
    identify: (request) => accounts.identify(request)?.openid,
  }
}
