import { AppError } from '../../core/contract/errors'
import type { Doc, Store, Tx } from '../../core/ports'
import { copyOf } from './copy'

/** How often a body runs at most, as in CloudBase's adapter. */
const TRIES = 8

/** The documents as they are now; every write is reported to `wrote` below. */
type Kept = {
  read(collection: string, id: string): Doc | undefined
  write(collection: string, doc: Doc): void
  turn(): Promise<void>
}

/** What stood in a document before a write: what a transaction sees that began earlier. */
type Past = { write: number; before: Doc | undefined }

/**
 * Snapshot transactions with the cloud's manners: a body sees everything as it was when it began, and of two that write
 * the same document the later one to commit runs again. Immediate tries would lose to each other for ever, so once
 * somebody has lost, losers and newcomers go one after the other, first come first served, as on the desk.
 */
export function memoryTransactions({ read, write, turn }: Kept) {
  const past = new Map<string, Past[]>()
  let writes = 0
  let running = 0
  let waiting = 0
  let line: Promise<unknown> = Promise.resolve()

  const placeOf = (collection: string, id: string) => `${collection}/${id}`

  function wrote(collection: string, id: string, before: Doc | undefined): void {
    writes += 1
    if (!running) return
    const place = placeOf(collection, id)
    const history = past.get(place) ?? []
    history.push({ write: writes, before })
    past.set(place, history)
  }

  /** One run of the body; null when somebody else wrote one of its documents meanwhile. */
  async function attempt<T>(body: (tx: Tx) => Promise<T>): Promise<{ value: T } | null> {
    await turn()
    const began = writes
    const puts = new Map<string, { collection: string; doc: Doc }>()
    const firstSince = (place: string) => past.get(place)?.find((one) => one.write > began)
    let isOver = false

    const tx: Tx = {
      async get(collection, id) {
        await turn()
        if (isOver) throw new Error(`a get of ${collection} after its transaction`)
        const place = placeOf(collection, id)
        const own = puts.get(place)
        if (own) return copyOf(own.doc)
        const later = firstSince(place)
        return copyOf(later ? later.before : read(collection, id)) ?? null
      },
      async put(collection, doc) {
        if (isOver) throw new Error(`a put of ${collection} after its transaction`)
        puts.set(placeOf(collection, doc._id), { collection, doc: copyOf(doc) })
        await turn()
      },
    }

    running += 1
    try {
      const value = await body(tx)
      isOver = true
      await turn()
      if ([...puts.keys()].some(firstSince)) return null
      for (const { collection, doc } of puts.values()) write(collection, doc)
      return { value }
    } finally {
      isOver = true
      running -= 1
      if (!running) past.clear()
    }
  }

  async function inLine<T>(work: () => Promise<T>): Promise<T> {
    waiting += 1
    const mine = line.then(work)
    line = mine.catch(() => {})
    try {
      return await mine
    } finally {
      waiting -= 1
    }
  }

  const transaction: Store['transaction'] = async (body) => {
    for (let tries = 1; tries <= TRIES; tries++) {
      const done = tries > 1 || waiting ? await inLine(() => attempt(body)) : await attempt(body)
      if (done) return done.value
    }
    throw new AppError('BUSY', { tries: TRIES })
  }

  return { wrote, transaction }
}
