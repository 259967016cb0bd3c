import { randomUUID } from 'node:crypto'
import { duplicateKey, transactionBusy, transactionConflict, transactionGone } from './errors'
import { fairGate } from './gate'
import { keyOf } from './keys'
import { ENDED_TRANSACTIONS_KEPT, TRANSACTION_HOLD_MS, TRANSACTION_LIFETIME_MS } from './limits'
import type { Collection, Store } from './store'
import type { Doc, Value } from './values'
import { Held } from './writes'

/** One document's place: collection and id. */
type Place = string
type Change = { of: Collection; id: Value; doc: Doc | null }

type Transaction = {
  id: string
  /** The number of the last commit this transaction sees; fixed by its first operation. */
  sees: number | undefined
  changes: Map<Place, Change>
  /** Once the commit has begun nothing else may happen. */
  committing: boolean
  /** An operation is under way: a second one is refused. */
  busy: boolean
  released: Promise<void>
  release(): void
  timer: NodeJS.Timeout
}

/** A document one write is about to change, and what stands in it. */
type Touched = { place: Place; before: Doc | null }

/** Announces that a plain write is about to change a document. */
export type Touch = (of: Collection, id: Value, before: Doc | null) => void

/** What stood in a document before a commit, kept while somebody may still look at the past. */
type Past = { commit: number; before: Doc | null }

/** So many places with a past before it is worth looking for what nobody needs. */
const PAST_SWEPT_AT = 256

const placeOf = (of: Collection, id: Value): Place => `${of.table}:${keyOf(id).toString('latin1')}`

export type Transactions = ReturnType<typeof transactions>

/**
 * Snapshot transactions as the WeChat cloud-development guide describes them: reads come from the snapshot, a written
 * document is locked, another transaction's write to it fails at once, a plain write waits. Only documents by id.
 */
export function transactions(store: Store) {
  const running = new Map<string, Transaction>()
  const ended = new Map<string, string>()
  const locks = new Map<Place, Transaction>()
  const past = new Map<Place, Past[]>()
  const gate = fairGate(() => running.size)
  let commits = 0

  function end(transaction: Transaction, why: string): void {
    if (!running.delete(transaction.id)) return
    clearTimeout(transaction.timer)
    for (const place of transaction.changes.keys()) if (locks.get(place) === transaction) locks.delete(place)
    forgetPast()
    ended.set(transaction.id, why)
    if (ended.size > ENDED_TRANSACTIONS_KEPT) ended.delete(ended.keys().next().value ?? '')
    transaction.release()
    gate.left()
  }

  /** The past that no open snapshot can see is dropped: at once when nobody looks, else now and then. */
  function forgetPast(): void {
    if (running.size === 0) past.clear()
    if (past.size < PAST_SWEPT_AT) return
    const oldest = Math.min(...[...running.values()].map(({ sees }) => sees ?? commits))
    for (const [place, history] of past) {
      const needed = history.filter(({ commit }) => commit > oldest)
      if (needed.length === 0) past.delete(place)
      else past.set(place, needed)
    }
  }

  function lost(transaction: Transaction): never {
    gate.close()
    end(transaction, 'lost a conflict and was rolled back')
    throw transactionConflict()
  }

  function named(id: string): Transaction {
    const transaction = running.get(id)
    if (!transaction) throw transactionGone(ended.get(id) ?? 'is not known')
    if (transaction.committing) throw transactionGone('is being committed')
    transaction.sees ??= commits
    return transaction
  }

  /** The first change after the snapshot holds what the snapshot saw. */
  const afterSnapshot = (transaction: Transaction, place: Place): Past | undefined =>
    past.get(place)?.find(({ commit }) => commit > (transaction.sees ?? 0))

  function read(transaction: Transaction, of: Collection, id: Value): Doc | null {
    const place = placeOf(of, id)
    const own = transaction.changes.get(place)
    if (own) return own.doc
    const earlier = afterSnapshot(transaction, place)
    return earlier ? earlier.before : (store.byId(of, id)?.doc ?? null)
  }

  function write(transaction: Transaction, of: Collection, id: Value, doc: Doc | null): void {
    const place = placeOf(of, id)
    const holder = locks.get(place)
    if ((holder && holder !== transaction) || afterSnapshot(transaction, place)) lost(transaction)
    locks.set(place, transaction)
    transaction.changes.set(place, { of, id, doc })
  }

  /** Replays the private changes; runs inside the commit of the write queue. */
  function replay(transaction: Transaction, touched: Touched[]): void {
    if (!running.has(transaction.id)) throw transactionGone(ended.get(transaction.id) ?? 'is not known')
    const changes = [...transaction.changes.values()].map((change) => ({
      ...change,
      there: store.byId(change.of, change.id),
    }))
    // Removals first: a document may give up the unique value that another one takes.
    for (const { of, there, doc } of changes) if (there && !doc) store.remove(of, there)
    for (const { of, there, doc } of changes) {
      if (doc && there) store.replace(of, there, doc)
      else if (doc) store.insert(of, doc)
    }
    for (const { of, id, there } of changes) touched.push({ place: placeOf(of, id), before: there?.doc ?? null })
  }

  /** Runs one write; only when it succeeded does it count as a commit and enter the past of open snapshots. */
  function counted<T>(job: (touched: Touched[]) => T): T {
    const touched: Touched[] = []
    const result = job(touched)
    commits++
    if (running.size === 0) return result
    for (const { place, before } of touched) {
      const history = past.get(place) ?? []
      history.push({ commit: commits, before })
      past.set(place, history)
    }
    return result
  }

  return {
    /** Waits its turn at the gate when transactions are fighting, then begins. Answers the id. */
    async start(): Promise<string> {
      await gate.enter()
      let release = () => {}
      const released = new Promise<void>((resolve) => {
        release = resolve
      })
      const id = randomUUID()
      const timer = setTimeout(() => {
        const late = running.get(id)
        if (late) end(late, 'outlived its time and was rolled back')
      }, TRANSACTION_LIFETIME_MS)
      timer.unref()
      running.set(id, {
        id,
        sees: undefined,
        changes: new Map(),
        committing: false,
        busy: false,
        released,
        release,
        timer,
      })
      return id
    },

    /**
     * One operation of a transaction. The cloud takes them one after the other and refuses one that overlaps, so each
     * holds its transaction for a moment: without that, an overlap would hardly ever be noticed on a desk this fast.
     */
    async inTurn<T>(id: string, operation: () => T): Promise<T> {
      const transaction = named(id)
      if (transaction.busy) throw transactionBusy()
      transaction.busy = true
      try {
        await new Promise((resolve) => setTimeout(resolve, TRANSACTION_HOLD_MS))
        return operation()
      } finally {
        transaction.busy = false
      }
    },

    get: (id: string, of: Collection, docId: Value): Doc | null => read(named(id), of, docId),

    /** A new document; its id must be free in the snapshot. */
    insert(id: string, of: Collection, doc: Doc): void {
      const transaction = named(id)
      const docId = doc._id as Value
      if (read(transaction, of, docId)) {
        end(transaction, 'met a duplicate key and was rolled back')
        throw duplicateKey(of.name, '_id_', `{ _id: ${JSON.stringify(docId)} }`)
      }
      write(transaction, of, docId, doc)
    },

    /** A changed (or, with null, removed) document. */
    put(id: string, of: Collection, docId: Value, doc: Doc | null): void {
      write(named(id), of, docId, doc)
    },

    /** For the write queue: makes all changes real, or throws and leaves none. */
    commitJob(id: string): () => void {
      const transaction = named(id)
      if (transaction.busy) throw transactionBusy()
      // From here on the timer must not end what is being committed.
      clearTimeout(transaction.timer)
      transaction.committing = true
      return () => counted((touched) => replay(transaction, touched))
    },

    /** Ends a transaction whose commit is done or was refused. */
    finish(id: string, why: string): void {
      const transaction = running.get(id)
      if (transaction) end(transaction, why)
    },

    /** Rolls back. One that already ended by conflict or time is quietly the same; a committed one is refused. */
    abort(id: string): void {
      const transaction = running.get(id)
      const why = ended.get(id)
      if (transaction) end(transaction, 'was rolled back')
      else if (why === undefined || why === COMMITTED) throw transactionGone(why ?? 'is not known')
    },

    /**
     * For the write queue: a write outside transactions. It calls `touch` for every document before changing it, which
     * throws `Held` when a transaction holds that document.
     */
    plain:
      <T>(job: (touch: Touch) => T): (() => T) =>
      () =>
        counted((touched) =>
          job((of, id, before) => {
            const place = placeOf(of, id)
            const holder = locks.get(place)
            if (holder) throw new Held(holder.released)
            touched.push({ place, before })
          }),
        ),

    close(): void {
      for (const one of [...running.values()]) end(one, 'was rolled back because the database closed')
      gate.open()
    },
  }
}

/** Why a committed transaction is no longer there. */
export const COMMITTED = 'is committed'
