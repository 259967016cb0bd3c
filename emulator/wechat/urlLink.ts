import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { Driver } from '../database/driver'
import { type DeskRequest, json, type Route } from '../http'
import { records } from '../records'
import type { OpenApiAnswer, OpenApiArguments } from './envelope'

/** Limits of urllink.generate from the WeChat docs (openApi/urllink.generate): a query of 1024 characters, thirty days at most. */
const MOST_QUERY = 1024
const MOST_DAYS = 30
const DAY_MS = 24 * 3_600_000
const BY_TIME = 0
const BY_DAYS = 1

const Ask = z.object({
  path: z.string().default(''),
  query: z.string().default(''),
  expire_type: z.union([z.literal(BY_TIME), z.literal(BY_DAYS)]).default(BY_TIME),
  /** In seconds since 1970. */
  expire_time: z.number().optional(),
  expire_interval: z.number().int().optional(),
})

/** A page of the mini-program without its query; WeChat takes it with and without a slash in front. */
const PATH = /^\/?[A-Za-z0-9_\-/]*$/
/** What a query may consist of, from the same page of the docs. */
const QUERY = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~%]*$/

type Link = { path: string; query: string; endsAt: number }

const failed = (errcode: number, errmsg: string): OpenApiAnswer => ({ json: { errcode, errmsg } })

/** Links into the mini-program that work from anywhere and end. On this desk they lead to its shop. */
export function openUrlLinks(
  driver: Driver,
  { now, deskUrl }: { now(): number; deskUrl: string },
): { generate(args: OpenApiArguments): OpenApiAnswer; route: Route } {
  const kept = records<Link>(driver, 'urlLink')

  function endOf({ expire_type, expire_time, expire_interval }: z.infer<typeof Ask>): number | undefined {
    const endsAt = expire_type === BY_DAYS ? now() + (expire_interval ?? 0) * DAY_MS : (expire_time ?? 0) * 1000
    return endsAt > now() && endsAt <= now() + MOST_DAYS * DAY_MS ? endsAt : undefined
  }

  return {
    generate(args) {
      const asked = Ask.safeParse(args)
      if (!asked.success) return failed(40097, `invalid args: ${asked.error.issues[0]?.path.join('.') ?? ''}`)
      const { path, query } = asked.data
      if (!PATH.test(path)) return failed(40165, 'invalid weapp pagepath')
      if (query.length > MOST_QUERY || !QUERY.test(query)) return failed(40212, 'invalid query')
      const endsAt = endOf(asked.data)
      if (endsAt === undefined) return failed(85401, 'invalid expire time')
      const ticket = randomUUID().replaceAll('-', '').slice(0, 12)
      kept.put(ticket, { path: path.replace(/^\//, ''), query, endsAt })
      return { json: { errcode: 0, errmsg: 'ok', url_link: `${deskUrl}/wechat/link?t=${ticket}` } }
    },
    route: {
      method: 'GET',
      path: '/wechat/link',
      handle({ url }: DeskRequest) {
        const link = kept.get(url.searchParams.get('t') ?? '')
        if (!link || link.endsAt <= now()) return json({ code: 'LINK_ENDED', message: 'this link has ended' }, 410)
        return { status: 302, headers: { location: `${deskUrl}/#/${link.path}${link.query && `?${link.query}`}` } }
      },
    },
  }
}
