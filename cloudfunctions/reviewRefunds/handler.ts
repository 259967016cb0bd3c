import { reviewRefunds as contract } from '../../core/contract/reviewRefunds'
import { reviewRefunds } from '../../core/orders/reviewRefunds'
import { messages } from '../../platform/cloudbase/messages'
import { serve } from '../../platform/cloudbase/serve'
import { gateways } from '../../platform/gateways'

export const main = serve(contract, reviewRefunds, { gateways, messages })
