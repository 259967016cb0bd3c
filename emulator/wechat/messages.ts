import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { Driver } from '../database/driver'
import { records } from '../records'
import type { OpenApiAnswer, OpenApiArguments } from './envelope'

/** A subscribe message that reached somebody. */
export type Message = {
  id: string
  openid: string
  templateId: string
  page?: string
  data: Record<string, { value: string }>
  sentAt: string
  read: boolean
}

export type Messages = {
  /** What `wx.requestSubscribeMessage` records: each acceptance is worth one message, a refusal takes nothing away. */
  decide(openid: string, templateIds: string[], decision: 'accept' | 'reject'): void
  consents(openid: string, templateId: string): number
  send(args: OpenApiArguments): OpenApiAnswer
  list(openid?: string): Message[]
  markRead(id: string, openid: string): boolean
}

const Send = z.object({
  touser: z.string(),
  template_id: z.string().min(1),
  page: z.string().optional(),
  data: z.record(z.string(), z.object({ value: z.union([z.string(), z.number()]).transform(String) })),
})

/**
 * What each kind of keyword may hold, from the table "订阅消息参数值内容限制说明" of the WeChat docs (subscribeMessage.send).
 * A value outside its rule is errcode 47003. Kinds that are not listed there are not known to WeChat either.
 */
const KEYWORDS: Record<string, RegExp> = {
  thing: /^[\s\S]{1,20}$/u,
  number: /^-?\d{1,32}(\.\d+)?$/,
  letter: /^[A-Za-z]{1,32}$/,
  symbol: /^[^\w\s\u4e00-\u9fff]{1,5}$/u,
  character_string: /^[\x20-\x7e]{1,32}$/,
  time: /^(\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日? ?)?\d{1,2}:\d{2}(:\d{2})?([~～-].+)?$/u,
  date: /^\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?( ?\d{1,2}:\d{2}(:\d{2})?)?([~～].+)?$/u,
  amount: /^[¥￥$€]?\d{1,10}(\.\d+)?元?$/u,
  phone_number: /^[\d+\-()（） ]{1,17}$/u,
  car_number: /^[\s\S]{1,8}$/u,
  name: /^([\u4e00-\u9fff·]{1,10}|[A-Za-z .]{1,20})$/u,
  phrase: /^[\u4e00-\u9fff]{1,5}$/u,
}

/** The first keyword whose value WeChat would refuse. */
function badKeyword(data: Record<string, { value: string }>): string | undefined {
  return Object.entries(data).find(([keyword, { value }]) => {
    const rule = KEYWORDS[keyword.replace(/\d+$/, '')]
    return !rule?.test(value)
  })?.[0]
}

const failed = (errcode: number, errmsg: string): OpenApiAnswer => ({ json: { errcode, errmsg } })

export function openMessages(
  driver: Driver,
  { now, exists }: { now(): number; exists(openid: string): boolean },
): Messages {
  const granted = records<{ count: number }>(driver, 'subscribeConsent')
  const messages = records<Message>(driver, 'message')
  const keyOf = (openid: string, templateId: string) => `${openid} ${templateId}`
  const consents = (openid: string, templateId: string) => granted.get(keyOf(openid, templateId))?.count ?? 0

  return {
    decide(openid, templateIds, decision) {
      if (decision === 'reject') return
      for (const templateId of templateIds) {
        granted.put(keyOf(openid, templateId), { count: consents(openid, templateId) + 1 })
      }
    },
    consents,
    send(args) {
      const parsed = Send.safeParse(args)
      if (!parsed.success) return failed(47003, `argument invalid! ${parsed.error.issues[0]?.path.join('.') ?? ''}`)
      const { touser, template_id, page, data } = parsed.data
      if (!exists(touser)) return failed(40003, 'invalid openid')
      const bad = badKeyword(data)
      if (bad) return failed(47003, `argument invalid! data.${bad}.value invalid`)
      const left = consents(touser, template_id)
      if (left === 0) return failed(43101, 'user refuse to accept the msg')
      granted.put(keyOf(touser, template_id), { count: left - 1 })
      const sentAt = new Date(now()).toISOString()
      const id = `${sentAt} ${randomUUID()}`
      messages.put(id, {
        id,
        openid: touser,
        templateId: template_id,
        ...(page ? { page } : {}),
        data,
        sentAt,
        read: false,
      })
      return { json: { errcode: 0, errmsg: 'ok' } }
    },
    list: (openid) =>
      messages
        .all()
        .map(({ value }) => value)
        .filter((message) => openid === undefined || message.openid === openid)
        .reverse(),
    markRead(id, openid) {
      const message = messages.get(id)
      if (message?.openid !== openid) return false
      messages.put(id, { ...message, read: true })
      return true
    },
  }
}
