import { sweepOrders as contract } from '../../core/contract/sweepOrders'
import { sweepOrders } from '../../core/orders/sweepOrders'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, sweepOrders)
