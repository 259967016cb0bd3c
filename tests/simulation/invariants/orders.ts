import { transitions } from '../../../core/orders/order'
import type { Invariant } from '../invariants'
import { priceFaults } from '../prices'

/** Orders, prices, and what was seen while the world lived. */
export const orders: Invariant[] = [
  {
    sentence: 'Nothing breaks: whatever is refused is refused by a code.',
    contradictions: ({ world }) => [...world.wrong.broke],
  },
  {
    sentence: 'No notice is believed that is forged, or does not fit its order.',
    contradictions: ({ world }) => [...world.wrong.believed],
  },
  {
    sentence: 'An order number belongs to one buyer and one wish.',
    contradictions: ({ world }) => [...world.wrong.mixedUp],
  },
  {
    sentence: 'Every price is what the rules make of what held when it was ordered, and never changes afterwards.',
    contradictions: priceFaults,
  },
  {
    sentence: 'Every outbox is empty.',
    contradictions: ({ orders, codes, withdrawals }) => [
      ...orders.filter(({ todo }) => todo.length).map(({ _id, todo }) => `${_id} still owes ${todo.join(', ')}`),
      ...orders.filter(({ dueAt }) => dueAt !== null).map(({ _id, dueAt }) => `${_id} is still due, ${dueAt}`),
      ...orders
        .filter(({ refund }) => refund?.state === 'going')
        .map(({ _id }) => `${_id}: its refund is still under way`),
      ...codes.filter(({ dueAt }) => dueAt !== null).map(({ _id }) => `the code ${_id} has not opened what it should`),
      ...withdrawals.filter(({ endedAt }) => endedAt === null).map(({ _id, state }) => `${_id} is still ${state}`),
    ],
  },
  {
    sentence: 'No order waits for its payment for ever.',
    contradictions: ({ orders }) =>
      orders.filter(({ state }) => state === 'pending').map(({ _id }) => `${_id} is still pending`),
  },
  {
    sentence: 'An order goes only where an order may go.',
    contradictions: ({ world }) =>
      [...world.witness.paths].flatMap(([orderId, path]) =>
        path[0] !== 'pending' || path.some((to, at) => at > 0 && !transitions[path[at - 1] ?? 'refunded'].includes(to))
          ? [`${orderId} went ${path.join(' → ')}`]
          : [],
      ),
  },
  {
    // A message cannot be taken back, and WeChat takes no number for it: what was sent before a death or a lost answer is sent again.
    sentence: 'No buyer is told twice of one order, unless a fault struck between telling and ticking off.',
    contradictions({ world }) {
      const told = new Map<string, number>()
      for (const { orderId } of world.sent) told.set(orderId, (told.get(orderId) ?? 0) + 1)
      return [...told].flatMap(([orderId, times]) =>
        times > 1 + (world.faults.hitWhileTelling.get(orderId) ?? 0)
          ? [`the buyer of ${orderId} was told ${times} times`]
          : [],
      )
    },
  },
]
