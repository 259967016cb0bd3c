import { cancelOrder as contract } from '../../core/contract/cancelOrder'
import { cancelOrder } from '../../core/orders/cancelOrder'
import { messages } from '../../platform/cloudbase/messages'
import { serve } from '../../platform/cloudbase/serve'
import { gateways } from '../../platform/gateways'

export const main = serve(contract, cancelOrder, { gateways, messages })
