import { quotePrice as contract } from '../../core/contract/quotePrice'
import { quotePrice } from '../../core/orders/quotePrice'
import { serve } from '../../platform/cloudbase/serve'
import { gateways } from '../../platform/gateways'

export const main = serve(contract, quotePrice, { gateways })
