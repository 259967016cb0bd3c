import { sweepOrders as contract } from '../../core/contract/sweepOrders'
import { sweepOrders } from '../../core/orders/sweepOrders'
import { messages } from '../../platform/cloudbase/messages'
import { serve } from '../../platform/cloudbase/serve'
import { payments } from '../../platform/wechatPay/payments'

export const main = serve(contract, sweepOrders, { messages, payments })
