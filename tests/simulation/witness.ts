import type { CourseTerms } from '../../core/catalog/terms'
import type { MoneySettings } from '../../core/contract/moneySettings'
import type { OrderState } from '../../core/contract/shapes'
import type { Order } from '../../core/orders/order'
import type { Doc, Store } from '../../core/ports'
import { Seats } from '../../core/seats/seats'
import { settingsFrom } from '../../core/settings/moneySettings'
import { copyOf } from '../../platform/memory/copy'

/** What held at some moment of the step in which an order was opened: a price may change while somebody buys. */
export type Known = { listFen: number[]; terms: CourseTerms[]; settings: MoneySettings[] }
export type Opened = { order: Order; known: Known }

/** Sees every write of the store below all faults, and remembers what nobody could tell afterwards. */
export type Witness = {
  store: Store
  /** The states each order has been in, in order. */
  paths: ReadonlyMap<string, readonly OrderState[]>
  /** Orders as they were opened, with what could be known then. */
  opened: ReadonlyMap<string, Opened>
  /** What was wrong with the places of a course at some moment, however it ended. */
  crowded: readonly string[]
  /** A new step begins: what was overwritten in the last one is past. */
  step(): void
}

const keyOf = (collection: string, id: string): string => `${collection}/${id}`
/** What prices are made of. */
const WATCHED = ['courses', 'plans', 'terms', 'settings']

export function witness(store: Store): Witness {
  const paths = new Map<string, OrderState[]>()
  const opened = new Map<string, Opened>()
  const recent = new Map<string, Doc[]>()
  const taken = new Map<string, number>()
  const crowded: string[] = []

  /** A limit may be lowered under what is taken; then nobody else gets in. */
  function seeSeats({ _id, limit, left, odd, even, sold }: Seats): void {
    const names = [...odd, ...even, ...sold]
    const before = taken.get(_id) ?? 0
    taken.set(_id, names.length)
    if (limit !== null && names.length > before && names.length > limit)
      crowded.push(`${_id} has ${limit} places, and ${names.length} are taken`)
    if (left !== (limit ?? 0) - names.length)
      crowded.push(`${_id} says that ${left} of ${limit} places are left, and ${names.length} are taken`)
  }

  const recentOf = (collection: string, id: string): Doc[] => recent.get(keyOf(collection, id)) ?? []

  function knownOf({ goods }: Order): Known {
    const isCourse = goods.kind === 'course' || goods.kind === 'gift'
    const docs = isCourse
      ? recentOf('courses', goods.courseId)
      : goods.kind === 'membership'
        ? recentOf('plans', goods.planId)
        : []
    return {
      listFen: goods.kind === 'topUp' ? [goods.fen] : docs.map(({ fen }) => Number(fen)),
      // Written by the core's own verbs, which parse what they write.
      terms: isCourse ? (recentOf('terms', goods.courseId) as unknown as CourseTerms[]) : [],
      settings: recentOf('settings', 'money').map(settingsFrom),
    }
  }

  function see(collection: string, doc: Doc): void {
    if (WATCHED.includes(collection)) {
      const key = keyOf(collection, doc._id)
      recent.set(key, [...(recent.get(key) ?? []), doc])
    }
    if (collection === 'seats') seeSeats(Seats.parse(doc))
    if (collection !== 'orders') return
    const order = doc as unknown as Order // written by the core
    if (!opened.has(order._id)) opened.set(order._id, { order: copyOf(order), known: knownOf(order) })
    const path = paths.get(order._id) ?? []
    if (path.at(-1) !== order.state) path.push(order.state)
    paths.set(order._id, path)
  }

  return {
    paths,
    opened,
    crowded,
    step() {
      for (const [key, docs] of recent) recent.set(key, docs.slice(-1))
    },
    store: {
      ...store,
      async insert(collection, doc) {
        const isNew = await store.insert(collection, doc)
        if (isNew) see(collection, doc)
        return isNew
      },
      async change(collection, id, when, change) {
        const changed = await store.change(collection, id, when, change)
        if (changed) see(collection, changed)
        return changed
      },
      async put(collection, doc) {
        await store.put(collection, doc)
        see(collection, doc)
      },
    },
  }
}
