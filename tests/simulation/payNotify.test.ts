import { buyCourse } from '../../core/orders/buyCourse'
import { sweepOrders } from '../../core/orders/sweepOrders'
import { payNotify } from '../../core/payments/payNotify'
import type { Caller, Ports } from '../../core/ports'
import { MEI, memorySchool } from '../../platform/memory/school'

const NOBODY: Caller = { userId: '', openid: '', roles: [] }
const HOUR = 3_600_000

/** The process dies: nothing after this point of the function happens any more. */
class Killed extends Error {}

type Death = { call: number; when: 'before' | 'after' }

/** The same world, in which the process dies before or after its nth call to the outside. */
function mortal(ports: Ports, death: Death): { ports: Ports; calls: () => number } {
  let calls = 0
  const guarded = <T extends object>(service: T): T =>
    new Proxy(service, {
      get(target, name) {
        const member = Reflect.get(target, name)
        if (typeof member !== 'function') return member
        return async (...given: unknown[]) => {
          calls += 1
          if (calls > death.call) throw new Killed()
          if (calls === death.call && death.when === 'before') throw new Killed()
          const answer = await Reflect.apply(member, target, given)
          if (calls === death.call) throw new Killed()
          return answer
        }
      },
    })
  return {
    ports: {
      ...ports,
      store: guarded(ports.store),
      gateways: (name) => {
        const gateway = ports.gateways(name)
        return gateway && guarded(gateway)
      },
      messages: guarded(ports.messages),
    },
    calls: () => calls,
  }
}

/** A small generator with a seed, so that a world that fails can be seen again. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Everything a life does with one notice: the answer and the work after it. */
async function live(ports: Ports, notice: { headers: Record<string, string>; body: string }): Promise<boolean> {
  const late: Promise<void>[] = []
  try {
    await payNotify({ ...ports, afterwards: (work) => void late.push(work()) })(NOBODY, notice)
    await Promise.all(late)
    return true
  } catch (error) {
    if (error instanceof Killed) return false
    throw error
  }
}

async function given(closed: boolean) {
  const world = await memorySchool()
  const bought = await buyCourse(world.ports)(MEI, { courseId: 'spring-ink' })
  if (bought.status !== 'pay') throw new Error('nothing to pay')
  if (closed) {
    world.clock.advance(HOUR)
    await sweepOrders(world.ports)(NOBODY, {})
  }
  return { ...world, orderId: bought.orderId, notice: world.payments.pay(bought.orderId) }
}

/** What must be true in the end, whatever happened on the way. */
function expectWhole({ store, payments, orderId }: Awaited<ReturnType<typeof given>>, closed: boolean): void {
  expect(store.all('orders')).toMatchObject([
    { _id: orderId, state: closed ? 'refunded' : 'paid', todo: [], dueAt: null },
  ])
  expect(store.all('enrolments').map(({ grants }) => grants)).toEqual(
    closed ? [] : [[{ source: `order:${orderId}`, grantedAt: expect.any(String), until: null }]],
  )
  expect(payments.refunds().map(({ outRefundNo, fen }) => ({ outRefundNo, fen }))).toEqual(
    closed ? [{ outRefundNo: `${orderId}R1`, fen: 19900 }] : [],
  )
}

describe.each([
  { closed: false, story: 'an order waiting to be paid' },
  { closed: true, story: 'an order already closed' },
])('a notice for $story', ({ closed }) => {
  const deaths: Death[] = Array.from({ length: 12 }, (_, n) => n + 1).flatMap((call) => [
    { call, when: 'before' as const },
    { call, when: 'after' as const },
  ])

  test.each(deaths)('killed $when call $call: the next notice and the sweep make it whole', async (death) => {
    const world = await given(closed)
    await live(mortal(world.ports, death).ports, world.notice)
    await live(world.ports, world.notice)
    world.clock.advance(HOUR)
    await sweepOrders(world.ports)(NOBODY, {})
    expectWhole(world, closed)
  })

  test.each(deaths)('killed $when call $call and no other notice: the sweep alone makes it whole', async (death) => {
    const world = await given(closed)
    const isBooked = await live(mortal(world.ports, death).ports, world.notice)
    world.clock.advance(60_000)
    await sweepOrders(world.ports)(NOBODY, {})
    world.clock.advance(HOUR)
    await sweepOrders(world.ports)(NOBODY, {})
    // A late payment of a closed order is known to us only by its notice: when that died unread, it must come again.
    const wasRead = isBooked || world.store.all('orders')[0]?.state !== 'closed'
    if (!wasRead) await live(world.ports, world.notice)
    expectWhole(world, closed)
  })

  test('every call is covered: an unharmed life makes fewer than twelve', async () => {
    const world = await given(closed)
    const unharmed = mortal(world.ports, { call: Number.POSITIVE_INFINITY, when: 'before' })
    expect(await live(unharmed.ports, world.notice)).toBe(true)
    expect(unharmed.calls()).toBeLessThan(12)
    expectWhole(world, closed)
  })

  test('two hundred seeded worlds: many copies at once, each killed somewhere', async () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const roll = dice(seed)
      const world = await given(closed)
      const copies = Array.from({ length: 1 + Math.floor(roll() * 6) }, () => {
        const death: Death = { call: 1 + Math.floor(roll() * 11), when: roll() < 0.5 ? 'before' : 'after' }
        return live(mortal(world.ports, death).ports, world.notice)
      })
      const sweeper = roll() < 0.5 ? sweepOrders(world.ports)(NOBODY, {}) : undefined
      await Promise.all([...copies, sweeper])
      await live(world.ports, world.notice)
      world.clock.advance(HOUR)
      await sweepOrders(world.ports)(NOBODY, {})
      try {
        expectWhole(world, closed)
      } catch (error) {
        throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : error}`)
      }
    }
  })
})
