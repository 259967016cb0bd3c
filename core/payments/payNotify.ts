import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { Caller, GatewayName } from '../ports'
import { type NoticePorts, takeNotice } from './takeNotice'

/** A gateway's own door: the notice is proven on the raw bytes, booked, answered. */
export const notified =
  (name: GatewayName) =>
  (ports: NoticePorts) =>
  async (_: Caller, { headers, body }: Input<'payNotify'>): Promise<Output<'payNotify'>> => {
    const gateway = ports.gateways(name)
    if (!gateway) throw new AppError('NOTICE_REFUSED', { reason: 'NOT_SET_UP' })
    return { outcome: await takeNotice(ports, await gateway.readNotice(headers, body)) }
  }

/**
 * WeChat Pay says that somebody paid, that a refund arrived, or that a payout ended. Compared with our order, booked
 * with one conditional write, answered; the course is opened right after the answer (and by the sweep, should we die).
 */
export const payNotify = notified('wechatPay')
