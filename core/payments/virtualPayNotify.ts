import { codes } from '../codes/codes'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import { watchedOf } from '../orders/askRefund'
import type { Order } from '../orders/order'
import { orders } from '../orders/orders'
import { policyOf } from '../orders/refundRules'
import type { Caller, Ports } from '../ports'
import { moneySettingsOf } from '../settings/moneySettings'
import { type NoticePorts, takeNotice } from './takeNotice'

type Needs = NoticePorts & Pick<Ports, 'files'>

/** What we tell Apple when it asks: the school's own rule, the same that a learner's wish would meet. */
async function answerToApple(ports: Needs, order: Order): Promise<{ agrees: boolean; words: string }> {
  // We are giving it back ourselves and only Apple can: that is what we have been waiting for.
  if (order.refund && order.refund.state !== 'asked') return { agrees: true, words: '' }
  const [settings, watchedPercent, code] = await Promise.all([
    moneySettingsOf(ports),
    watchedOf(ports, order),
    order.giftCode ? codes(ports).find(order.giftCode) : null,
  ])
  const isGiftClaimed = code?.state === 'redeemed'
  const { policy, why } = policyOf(
    { ...order, refund: null },
    { watchedPercent, isGiftClaimed, now: ports.clock.now() },
    settings,
  )
  return { agrees: policy === 'atOnce', words: policy === 'atOnce' ? '' : why || 'REVIEW' }
}

/**
 * WeChat's message push about virtual payment. It proves nothing by itself: what is booked is what WeChat answers when asked. Apple's question is
 * answered from the database alone, well within its three seconds.
 */
export const virtualPayNotify =
  (ports: Needs) =>
  async (_: Caller, { headers, body }: Input<'virtualPayNotify'>): Promise<Output<'virtualPayNotify'>> => {
    const gateway = ports.gateways('virtualPay')
    if (!gateway) throw new AppError('NOTICE_REFUSED', { reason: 'NOT_SET_UP' })
    const notice = await gateway.readNotice(headers, body)
    if (notice.kind !== 'iosRefund') return { outcome: await takeNotice(ports, notice), iosRefund: null }
    const order = await orders(ports).find(notice.outTradeNo)
    if (!order) throw new AppError('ORDER_NOT_FOUND', { orderId: notice.outTradeNo })
    return { outcome: 'noted', iosRefund: await answerToApple(ports, order) }
  }
