import { courses } from '../catalog/courses'
import { codes } from '../codes/codes'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import { studies } from '../learning/studies'
import { percentOf } from '../learning/study'
import type { Caller, Ports } from '../ports'
import { moneySettingsOf } from '../settings/moneySettings'
import { myOrder } from './checkOrder'
import type { OrderPorts } from './gateway'
import { type Order, viewOf } from './order'
import { beginRefund, endQuestion } from './refunding'
import { leftOf, policyOf, refundOf } from './refundRules'

export type RefundPorts = OrderPorts & Pick<Ports, 'files'>

/** How much of a course this buyer has watched, 0 to 100; of anything else nothing. */
export async function watchedOf(ports: RefundPorts, { goods, userId }: Order): Promise<number> {
  if (goods.kind !== 'course') return 0
  const [course, study] = await Promise.all([
    courses(ports).find(goods.courseId),
    studies(ports).find(userId, goods.courseId),
  ])
  return course ? percentOf(course.outline, study) : 0
}

async function isGiftClaimed(ports: RefundPorts, { giftCode }: Order): Promise<boolean> {
  return giftCode !== null && (await codes(ports).find(giftCode))?.state === 'redeemed'
}

/** What would happen if the buyer asked now. */
async function prospect(ports: RefundPorts, order: Order) {
  const [settings, watchedPercent, isClaimed] = await Promise.all([
    moneySettingsOf(ports),
    watchedOf(ports, order),
    isGiftClaimed(ports, order),
  ])
  const now = ports.clock.now()
  return {
    ...policyOf(order, { watchedPercent, isGiftClaimed: isClaimed, now }, settings),
    days: settings.refund.days,
    watchedPercent: settings.refund.watchedPercent,
  }
}

/**
 * A learner's refund: what would come back, asking for it, and taking the question back.
 * Refuses: ORDER_NOT_FOUND, REFUND_NOT_POSSIBLE {why}, BUSY.
 */
export const askRefund =
  (ports: RefundPorts) =>
  async ({ userId }: Caller, input: Input<'askRefund'>): Promise<Output<'askRefund'>> => {
    const order = await myOrder(ports, userId, input.orderId)
    if (input.action === 'withdraw') return { action: 'withdraw', order: viewOf(await endQuestion(ports, order, '')) }

    const seen = await prospect(ports, order)
    if (input.action === 'look') return { action: 'look', ...seen, ...leftOf(order) }

    if (seen.policy === 'no') throw new AppError('REFUND_NOT_POSSIBLE', { orderId: order._id, why: seen.why })
    const state = seen.policy === 'atOnce' ? 'going' : 'asked'
    const refund = refundOf(order, { reason: input.reason, by: 'buyer', state }, ports.clock.now().toISOString())
    if (!refund) throw new AppError('REFUND_NOT_POSSIBLE', { orderId: order._id, why: 'NOTHING_LEFT' })
    return { action: 'ask', order: viewOf(await beginRefund(ports, order, refund)) }
  }
