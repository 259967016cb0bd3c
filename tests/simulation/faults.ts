import { AppError } from '../../core/contract/errors'
import type { Gateway, Messages, Ports, Store, Transfers, Tx, VirtualItems } from '../../core/ports'
import type { Dice } from './dice'
import type { Story } from './story'

/** The function is no more: nothing after this point of it happens. */
export class Killed extends Error {}
/** Something outside did not answer. */
export class Outage extends Error {}

/** What can go wrong with one call, and with a function or a letter as a whole. */
export type Fault =
  | 'not done, and failed'
  | 'done, but answered with a failure'
  | 'done twice'
  | 'refused without reason'
  | 'killed before'
  | 'killed after'
  | 'killed after the answer'
  | 'killed when its time was over'
  | 'answer lost'
  | 'letter lost'
  | 'letter doubled'
  | 'letter late'
  | 'letter forged'
  | 'refund failed'

/** `reads` changes nothing, `writes` may be repeated by a network, `tells` is heard by a person each time. */
type Effect = 'reads' | 'writes' | 'tells' | 'inside'

const POSSIBLE: Record<Effect, readonly Fault[]> = {
  reads: ['not done, and failed', 'not done, and failed', 'killed before', 'killed after'],
  writes: [
    'not done, and failed',
    'done, but answered with a failure',
    'done, but answered with a failure',
    'done twice',
    'done twice',
    'killed before',
    'killed after',
  ],
  tells: ['not done, and failed', 'done, but answered with a failure', 'killed before', 'killed after'],
  // Of a transaction that is not committed nothing is done.
  inside: ['not done, and failed', 'killed before'],
}

/** One running function: from its call to its answer and what it does afterwards. */
export type Life = {
  who: string
  isDead: boolean
  /** When its time is over, in milliseconds: nobody lives longer, however slow what it waits for. */
  endsAt: number
  /** The order whose buyer it has told of a payment, and not yet ticked off. */
  telling: string | null
}

export type Faults = {
  mortal(ports: Ports, life: Life): Ports
  /** Rolls whether this goes wrong, and counts it. */
  strikes(fault: Fault, share: number): boolean
  /** From now on nothing goes wrong any more. */
  cease(): void
  counts: ReadonlyMap<Fault, number>
  /** How often a fault struck between telling an order's buyer and ticking that off. */
  hitWhileTelling: ReadonlyMap<string, number>
}

const gatewayCalls = {
  query: 'reads',
  refundOf: 'reads',
  prepay: 'writes',
  close: 'writes',
  refund: 'writes',
} as const
const transferCalls = { start: 'writes', transferOf: 'reads', cancel: 'writes' } as const
const itemCalls = { publish: 'writes', stateOf: 'reads' } as const

/** Every port of a function, behind which every call may fail, in the ways of `Fault`. `share` of all calls do. */
export function faults(dice: Dice, share: number, now: () => number, { tell, detail }: Story): Faults {
  const counts = new Map<Fault, number>()
  const hitWhileTelling = new Map<string, number>()
  let isOn = true

  const count = (fault: Fault) => void counts.set(fault, (counts.get(fault) ?? 0) + 1)
  const strikes = (fault: Fault, often: number): boolean => {
    const does = isOn && dice.chance(often)
    if (does) count(fault)
    return does
  }

  function hit({ telling }: Life): void {
    if (telling) hitWhileTelling.set(telling, (hitWhileTelling.get(telling) ?? 0) + 1)
  }

  function drawn(life: Life, name: string, possible: readonly Fault[]): Fault | undefined {
    const fault = isOn && dice.chance(share) ? dice.oneOf(possible) : undefined
    if (!fault) return undefined
    count(fault)
    hit(life)
    tell(`    ⚡ ${life.who}: ${name} ${fault}`)
    return fault
  }

  /** `struck`: what it was telling when the fault struck. It may have begun to tell of another order since, side by side. */
  function die(life: Life, struck: string | null): never {
    if (!life.isDead && life.telling !== struck) hit(life)
    life.isDead = true
    throw new Killed()
  }

  /** As in the cloud, which gives no function more than a minute. */
  function dieOfAge(life: Life, name: string): void {
    if (!isOn || life.isDead || now() < life.endsAt) return
    count('killed when its time was over')
    tell(`    ⚡ ${life.who}: ${name} killed when its time was over`)
    die(life, null)
  }

  async function call<T>(life: Life, name: string, possible: readonly Fault[], work: () => Promise<T>): Promise<T> {
    if (life.isDead) throw new Killed()
    dieOfAge(life, name)
    const struck = life.telling
    const fault = drawn(life, name, possible)
    if (fault === 'killed before') die(life, struck)
    const isOutside = !name.startsWith('store')
    const failure = () =>
      isOutside ? new AppError('PAYMENT_UNAVAILABLE', { reason: 'NO_ANSWER' }) : new Outage('no answer')
    if (fault === 'not done, and failed') throw failure()
    if (fault === 'refused without reason') throw new AppError('PAYMENT_REFUSED', { code: 'NOT_ENOUGH' })
    detail(() => `${life.who}: ${name}`)
    if (fault === 'done twice') await work()
    const answer = await work()
    if (fault === 'killed after') die(life, struck)
    if (life.isDead) throw new Killed()
    dieOfAge(life, name)
    if (fault === 'done, but answered with a failure') throw failure()
    return answer
  }

  const insideOf = (life: Life, tx: Tx): Tx => ({
    get: (collection, id) =>
      call(life, `store.tx.get ${collection} ${id}`, POSSIBLE.inside, () => tx.get(collection, id)),
    put: (collection, doc) =>
      call(life, `store.tx.put ${collection} ${doc._id}`, POSSIBLE.inside, () => tx.put(collection, doc)),
  })

  /** Of a transaction "twice" means that somebody else was faster: its body runs, is thrown away, and runs again. */
  async function twiceRun<T>(store: Store, body: (tx: Tx) => Promise<T>): Promise<void> {
    class Again extends Error {}
    await store
      .transaction(async (tx) => {
        await body(tx)
        throw new Again()
      })
      .catch((error: unknown) => {
        if (!(error instanceof Again)) throw error
      })
  }

  function mortalStore(store: Store, life: Life): Store {
    return {
      get: (collection, id) =>
        call(life, `store.get ${collection} ${id}`, POSSIBLE.reads, () => store.get(collection, id)),
      getWith: (collection, id, others) =>
        call(life, `store.getWith ${collection} ${id}`, POSSIBLE.reads, () => store.getWith(collection, id, others)),
      find: (collection, question) =>
        call(life, `store.find ${collection}`, POSSIBLE.reads, () => store.find(collection, question)),
      sum: (collection, sum) => call(life, `store.sum ${collection}`, POSSIBLE.reads, () => store.sum(collection, sum)),
      insert: (collection, doc) =>
        call(life, `store.insert ${collection} ${doc._id}`, POSSIBLE.writes, () => store.insert(collection, doc)),
      put: (collection, doc) =>
        call(life, `store.put ${collection} ${doc._id}`, POSSIBLE.writes, () => store.put(collection, doc)),
      remove: (collection, id, when) =>
        call(life, `store.remove ${collection} ${id}`, POSSIBLE.writes, () => store.remove(collection, id, when)),
      async change(collection, id, when, change) {
        const told = () => `store.change ${collection} ${id}`
        const changed = await call(life, told(), POSSIBLE.writes, () => store.change(collection, id, when, change))
        const list = change.set?.todo
        const isTold = change.pull?.todo === 'message' || (Array.isArray(list) && !list.includes('message'))
        if (collection === 'orders' && isTold && changed) life.telling = null
        return changed
      },
      async transaction<T>(body: (tx: Tx) => Promise<T>): Promise<T> {
        const runs = (tx: Tx) => body(insideOf(life, tx))
        if (strikes('done twice', share / 4)) await twiceRun(store, runs)
        const possible = POSSIBLE.writes.filter((fault) => fault !== 'done twice')
        return call(life, 'store.transaction', possible, () => store.transaction(runs))
      },
    }
  }

  /** The named methods may fail; everything else is as it is. */
  function guarded<T extends object>(service: T, name: string, calls: Record<string, Effect>, life: Life): T {
    return new Proxy(service, {
      get(target, key) {
        const member: unknown = Reflect.get(target, key)
        const effect = typeof key === 'string' ? calls[key] : undefined
        if (!effect || typeof member !== 'function') return member
        const possible: readonly Fault[] =
          key === 'refund' ? [...POSSIBLE[effect], 'refused without reason'] : POSSIBLE[effect]
        return (...given: unknown[]) =>
          call(life, `${name}.${String(key)}`, possible, () => Reflect.apply(member, target, given))
      },
    })
  }

  return {
    counts,
    hitWhileTelling,
    strikes,
    cease: () => {
      isOn = false
    },
    mortal(ports, life) {
      const gateways = new Map<Gateway, Gateway>()
      const gatewayOf = (gateway: Gateway): Gateway => {
        const known = gateways.get(gateway) ?? guarded(gateway, gateway.name, gatewayCalls, life)
        gateways.set(gateway, known)
        return known
      }
      const messages: Messages = {
        ...ports.messages,
        coursePaid(to) {
          life.telling = to.orderId
          return call(life, 'messages.coursePaid', POSSIBLE.tells, () => ports.messages.coursePaid(to))
        },
      }
      return {
        ...ports,
        store: mortalStore(ports.store, life),
        gateways: (name) => {
          const gateway = ports.gateways(name)
          return gateway && gatewayOf(gateway)
        },
        virtualItems: () => {
          const items = ports.virtualItems()
          return items && guarded<VirtualItems>(items, 'items', itemCalls, life)
        },
        transfers: guarded<Transfers>(ports.transfers, 'transfers', transferCalls, life),
        messages,
      }
    },
  }
}
