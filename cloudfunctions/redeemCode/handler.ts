import { redeemCode } from '../../core/codes/redeemCode'
import { redeemCode as contract } from '../../core/contract/redeemCode'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, redeemCode)
