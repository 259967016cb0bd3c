import { buyCourse as contract } from '../../core/contract/buyCourse'
import { buyCourse } from '../../core/orders/buyCourse'
import { messages } from '../../platform/cloudbase/messages'
import { serve } from '../../platform/cloudbase/serve'
import { gateways } from '../../platform/gateways'

export const main = serve(contract, buyCourse, { gateways, messages })
