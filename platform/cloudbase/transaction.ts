import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '../../core/contract/errors'
import type { Doc, Store, Tx } from '../../core/ports'
import { app } from './app'

const database = app.database()

/** How often a body runs at most. */
const TRIES = 8

/** The longest pause before the second try, twice as long before each one after it: all seven together stay under 2 s. */
const FIRST_PAUSE_MS = 15

/** Between half and the whole of the pause, by chance: those who met once should not meet again. */
const pauseMs = (tries: number): number => FIRST_PAUSE_MS * 2 ** (tries - 1) * (1 - Math.random() / 2)

/** Somebody else wrote one of our documents first. Code: the tests of `@cloudbase/node-sdk`. */
const isConflict = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'DATABASE_TRANSACTION_CONFLICT'

/** Runs what it is given one after the other, in the order it was asked for. */
function queue() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work)
    last = next.catch(() => {})
    return next
  }
}

/** Locks taken in one order cannot cross: of two transactions over the same documents one loses, never both. */
const inOneOrder = ([a]: [place: string, ...unknown[]], [b]: [place: string, ...unknown[]]): number => (a < b ? -1 : 1)

/** One run of the body, up to its commit. */
async function attempt<T>(body: (tx: Tx) => Promise<T>): Promise<T> {
  const transaction = await database.startTransaction()
  const inTurn = queue()
  const known = new Map<string, Promise<Doc | null>>()
  const puts = new Map<string, { collection: string; doc: Doc }>()
  let isOver = false

  async function read(collection: string, id: string): Promise<Doc | null> {
    const { data } = await transaction.collection(collection).doc(id).get()
    // The SDK's types promise a list, as outside a transaction; inside one it answers the document itself, or null.
    return data as unknown as Doc | null
  }

  const tx: Tx = {
    async get(collection, id) {
      const place = `${collection}/${id}`
      const doc = known.get(place) ?? inTurn(() => read(collection, id))
      known.set(place, doc)
      return structuredClone(await doc)
    },
    async put(collection, doc) {
      if (isOver) throw new Error(`a put of ${collection} after its transaction`)
      const place = `${collection}/${doc._id}`
      const own = structuredClone(doc)
      known.set(place, Promise.resolve(own))
      puts.set(place, { collection, doc: own })
    },
  }

  try {
    const value = await body(tx)
    isOver = true
    for (const [, { collection, doc }] of [...puts].sort(inOneOrder)) {
      const { _id, ...fields } = doc
      await inTurn(() => transaction.collection(collection).doc(_id).set(fields))
    }
    await inTurn(() => transaction.commit())
    return value
  } catch (error) {
    isOver = true
    // A conflict has ended it already. Otherwise what went wrong first is what is told, whether or not this still succeeds.
    if (!isConflict(error)) await inTurn(() => transaction.rollback(undefined)).catch(() => {})
    throw error
  }
}

/**
 * Several documents together, on CloudBase's snapshot transactions. The cloud takes the operations of a transaction one
 * by one ("Transaction is busy" when two overlap), so a body may ask for several at once, and they are sent in turn. A
 * document is fetched once and put once, puts just before the commit. In round trips, all of them in sequence: the
 * start, one per document read, one per document put, the commit. Two of each are six.
 */
export const transaction: Store['transaction'] = async (body) => {
  for (let tries = 1; tries <= TRIES; tries++) {
    try {
      return await attempt(body)
    } catch (error) {
      if (!isConflict(error)) throw error
      if (tries < TRIES) await pause(pauseMs(tries))
    }
  }
  throw new AppError('BUSY', { tries: TRIES })
}
