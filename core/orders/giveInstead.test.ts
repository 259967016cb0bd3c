import { MEI, memorySchool } from '../../platform/memory/school'
import { payNotify } from '../payments/payNotify'
import type { Caller } from '../ports'
import { askRefund } from './askRefund'
import { buyCourse } from './buyCourse'
import { reviewRefunds } from './reviewRefunds'

const NOBODY: Caller = { userId: '', openid: '', roles: [] }
const LAN: Caller = { userId: 'lan', openid: 'o-lan', roles: ['learner', 'support'] }
const DAY = 24 * 3_600_000

/** Mei bought the course for ¥199, and after the refund days she asks for it back. */
async function given() {
  const world = await memorySchool()
  const { ports, payments, settled, clock } = world
  const bought = await buyCourse(ports)(MEI, { courseId: 'spring-ink' })
  if (bought.status !== 'pay') throw new Error('nothing to pay')
  await payNotify(ports)(NOBODY, payments.pay(bought.orderId))
  await settled()
  clock.advance(8 * DAY)
  const { orderId } = bought
  await askRefund(ports)(MEI, { action: 'ask', orderId, reason: '太难了' })
  const give = async (fen: number) => {
    const answer = await reviewRefunds(ports)(LAN, { action: 'give', orderId, fen, reason: '退一半,课留着慢慢学' })
    await settled()
    return answer
  }
  const order = async () => {
    const answer = await reviewRefunds(ports)(LAN, { action: 'look', orderId })
    if (!('reviewed' in answer)) throw new Error('not one order')
    return answer.reviewed.order
  }
  return { ...world, give, order, orderId }
}

test('a part given in place of what was asked for ends the question with its reason, in one write', async () => {
  const { give, order, orderId, ports } = await given()
  await give(9900)
  const refund = { balanceFen: 0, points: 0, askedAt: expect.any(String), doneAt: expect.any(String) }
  expect((await order()).refunds).toEqual([
    {
      ...refund,
      refundNo: `${orderId}R1`,
      fen: 19900,
      reason: '太难了',
      by: 'buyer',
      state: 'refused',
      answer: '退一半,课留着慢慢学',
    },
    {
      ...refund,
      refundNo: `${orderId}R2`,
      fen: 9900,
      reason: '退一半,课留着慢慢学',
      by: 'staff',
      state: 'done',
      answer: '',
    },
  ])
  expect((await order()).state).toBe('partlyRefunded')
  expect(await reviewRefunds(ports)(LAN, { action: 'waiting' })).toEqual({ action: 'waiting', orders: [], next: null })
})

test('of a part given twice at once one is given', async () => {
  const { give, order } = await given()
  const answers = await Promise.allSettled([give(9900), give(9900)])
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect((await order()).refunds.map(({ state, fen }) => [state, fen])).toEqual([
    ['refused', 19900],
    ['done', 9900],
  ])
})

test('more than was paid is not given, and the question waits on', async () => {
  const { give, order } = await given()
  await expect(give(20000)).rejects.toMatchObject({ code: 'REFUND_NOT_POSSIBLE' })
  expect((await order()).refunds.map(({ state }) => state)).toEqual(['asked'])
})
