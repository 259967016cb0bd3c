import { askRefund as contract } from '../../core/contract/askRefund'
import { askRefund } from '../../core/orders/askRefund'
import { messages } from '../../platform/cloudbase/messages'
import { serve } from '../../platform/cloudbase/serve'
import { gateways } from '../../platform/gateways'

export const main = serve(contract, askRefund, { gateways, messages })
