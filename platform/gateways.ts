import type { GatewayName } from '../core/contract/shapes'
import type { Gateway, Gateways } from '../core/ports'
import { gateway as alipay } from './alipay/lazy'
import { gateway as virtualPay } from './virtualPay/lazy'
import { gateway as weChatPay } from './wechatPay/lazy'

const known: Record<GatewayName, () => Gateway | null> = { wechatPay: () => weChatPay, virtualPay, alipay }

/** The gateways of this school, each set up from the environment when it is first asked for. */
export const gateways: Gateways = (name) => known[name]()
