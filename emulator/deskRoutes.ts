import * as z from 'zod'
import type { DeskClock } from './clock'
import type { Database } from './database/service'
import { longestChain } from './functions/chain'
import type { FunctionHost } from './functions/host'
import type { Invocation } from './functions/invocations'
import { type DeskReply, json, type Route } from './http'
import type { Timers } from './timers/timers'

const Advance = z.strictObject({ advanceMs: z.number().positive() })
const Fire = z.strictObject({ function: z.string(), name: z.string() })

function parsed<T>(body: Buffer, shape: z.ZodType<T>): T | undefined {
  try {
    return shape.parse(JSON.parse(body.toString('utf8')))
  } catch {
    return undefined
  }
}

const wrong = (message: string, status = 400): DeskReply => json({ code: 'INVALID_PARAM', message }, status)

const timeOf = (clock: DeskClock) => ({ now: new Date(clock.now()).toISOString(), offsetMs: clock.offsetMs() })

/** `GET` tells the desk's time, `POST { advanceMs }` moves it forward. */
export const clockRoutes = (clock: DeskClock): Route[] => [
  { method: 'GET', path: '/desk/clock', handle: () => json(timeOf(clock)) },
  {
    method: 'POST',
    path: '/desk/clock',
    handle({ body }) {
      const asked = parsed(body, Advance)
      if (!asked) return wrong('the body is {"advanceMs": n} with n > 0: time on this desk moves forward only')
      clock.advance(asked.advanceMs)
      return json(timeOf(clock))
    },
  },
]

// A list that is asked for every two seconds does without what only the detail shows.
const brief = ({ logs: _logs, operations: _operations, ...rest }: Invocation) => rest

/** The longest chain of round trips to the database, as places among all operations. */
function databaseChain({ operations }: Invocation): number[] {
  const places = operations.flatMap(({ action }, place) => (action.startsWith('database.') ? [place] : []))
  return longestChain(places.flatMap((place) => operations[place] ?? [])).flatMap((nth) => places[nth] ?? [])
}

/**
 * `/desk/invocations` (newest first; `?function=` and `?limit=` narrow it, `?brief` leaves logs and operations out) and
 * `/desk/invocations/<requestId>`, which adds the longest `chain` of its database operations in sequence.
 */
export const invocationRoutes = ({ invocations, catalog, quiet }: FunctionHost): Route[] => [
  {
    method: 'GET',
    path: '/desk/invocations',
    handle({ url }) {
      const name = url.searchParams.get('function')
      const limit = Number(url.searchParams.get('limit') ?? 200)
      const all = invocations.list().filter((one) => name === null || one.function === name)
      const shown = all.slice(0, limit)
      return json({
        total: all.length,
        functions: catalog.all().map((one) => one.name),
        invocations: url.searchParams.has('brief') ? shown.map(brief) : shown,
      })
    },
  },
  {
    method: 'GET',
    path: '/desk/invocations/',
    handle({ url }) {
      const found = invocations.get(url.pathname.slice('/desk/invocations/'.length))
      return found ? json({ ...found, chain: databaseChain(found) }) : wrong('no invocation has this requestId', 404)
    },
  },
  {
    // Tests wait here until nothing runs any more, instead of sleeping.
    method: 'GET',
    path: '/desk/quiet',
    async handle() {
      await quiet()
      return json({ quiet: true })
    },
  },
]

/** `GET` lists the timers and when each is next due, `POST { function, name }` fires one now. */
export const timerRoutes = (timers: Timers): Route[] => [
  { method: 'GET', path: '/desk/timers', handle: () => json({ timers: timers.list() }) },
  {
    method: 'POST',
    path: '/desk/timers',
    handle({ body }) {
      const asked = parsed(body, Fire)
      if (!asked) return wrong('the body is {"function": name, "name": trigger}')
      return timers.fire(asked.function, asked.name)
        ? json({ fired: asked })
        : wrong('no function has this trigger', 404)
    },
  },
]

const MOST_DOCUMENTS = 200

/** `GET /desk/database` lists the collections, `/desk/database/<collection>?offset=&limit=` a page of documents, `?id=` one. */
export const databaseRoutes = (database: Database): Route[] => [
  { method: 'GET', path: '/desk/database', handle: () => json({ collections: database.look() }) },
  {
    method: 'GET',
    path: '/desk/database/',
    handle({ url }) {
      const name = decodeURIComponent(url.pathname.slice('/desk/database/'.length))
      if (!database.look().some((collection) => collection.name === name)) return wrong('no such collection', 404)
      const number = (key: string, otherwise: number) => Number(url.searchParams.get(key) ?? otherwise)
      const limit = Math.min(MOST_DOCUMENTS, Math.max(1, number('limit', 20)))
      const id = url.searchParams.get('id') ?? undefined
      return json({ collection: name, ...database.look(name, { offset: Math.max(0, number('offset', 0)), limit, id }) })
    },
  },
]
