import { AppError } from '../../core/contract/errors'
import { buyCourse } from '../../core/orders/buyCourse'
import { sweepOrders } from '../../core/orders/sweepOrders'
import { payNotify } from '../../core/payments/payNotify'
import type { Caller } from '../../core/ports'
import { MEI, memorySchool } from './school'
import { learner } from './world'

const DAY_MS = 24 * 3_600_000

/** Teaches SPRING, for half of what it sells for: 99.50 yuan of each 199. */
export const LIN: Caller = learner('lin')

/** The school, with a teacher who shares in SPRING. */
export async function teachersSchool() {
  const world = await memorySchool()
  const { ports, clock, payments, settled, store } = world
  await store.put('terms', {
    _id: 'spring-ink',
    share: { userId: LIN.userId, percent: 50 },
    forMembers: 'discount',
    item: null,
  })
  const sweep = async () => sweepOrders(ports)({ userId: '', openid: '', roles: [] }, {})
  return {
    ...world,
    sweep,
    /** Somebody buys SPRING; answers the order's number. */
    async sell(buyer: Caller = MEI): Promise<string> {
      const bought = await buyCourse(ports)(buyer, { courseId: 'spring-ink' })
      if (bought.status !== 'pay') throw new Error('nothing to pay')
      await payNotify(ports)({ userId: '', openid: '', roles: [] }, payments.pay(bought.orderId))
      await settled()
      return bought.orderId
    },
    /** The refund days pass and shares are handed over. */
    async ripen(): Promise<void> {
      clock.advance(8 * DAY_MS)
      await sweep()
    },
  }
}

/** By which code something was refused, or what it answered. */
export const refusalOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.catch((error: unknown) => {
    if (error instanceof AppError) return [error.code, error.facts.why ?? error.facts.code ?? ''].join(' ').trim()
    throw error
  })
