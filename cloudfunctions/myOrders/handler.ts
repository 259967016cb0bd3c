import { myOrders as contract } from '../../core/contract/myOrders'
import { myOrders } from '../../core/orders/myOrders'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, myOrders)
