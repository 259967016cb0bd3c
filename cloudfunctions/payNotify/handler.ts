import { payNotify as contract } from '../../core/contract/payNotify'
import { payNotify } from '../../core/payments/payNotify'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, payNotify)
