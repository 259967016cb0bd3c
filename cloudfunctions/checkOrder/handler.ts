import { checkOrder as contract } from '../../core/contract/checkOrder'
import { checkOrder } from '../../core/orders/checkOrder'
import { messages } from '../../platform/cloudbase/messages'
import { serve } from '../../platform/cloudbase/serve'
import { gateways } from '../../platform/gateways'

export const main = serve(contract, checkOrder, { gateways, messages })
