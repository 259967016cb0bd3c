import { askInvoice as contract } from '../../core/contract/askInvoice'
import { askInvoice } from '../../core/orders/askInvoice'
import { messages } from '../../platform/cloudbase/messages'
import { serve } from '../../platform/cloudbase/serve'
import { gateways } from '../../platform/gateways'

export const main = serve(contract, askInvoice, { gateways, messages })
