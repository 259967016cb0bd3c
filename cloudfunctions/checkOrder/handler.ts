import { checkOrder as contract } from '../../core/contract/checkOrder'
import { checkOrder } from '../../core/orders/checkOrder'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, checkOrder)
