import { issueInvoices as contract } from '../../core/contract/issueInvoices'
import { issueInvoices } from '../../core/orders/issueInvoices'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, issueInvoices)
