import { buyMembership as contract } from '../../core/contract/buyMembership'
import { buyMembership } from '../../core/membership/buyMembership'
import { messages } from '../../platform/cloudbase/messages'
import { serve } from '../../platform/cloudbase/serve'
import { gateways } from '../../platform/gateways'

export const main = serve(contract, buyMembership, { gateways, messages })
