import { sweepOrders as contract } from '../../core/contract/sweepOrders'
import { sweepOrders } from '../../core/orders/sweepOrders'
import { messages } from '../../platform/cloudbase/messages'
import { serve } from '../../platform/cloudbase/serve'
import { gateways } from '../../platform/gateways'
import { transfers } from '../../platform/wechatPay/lazy'

export const main = serve(contract, sweepOrders, { gateways, messages, transfers })
