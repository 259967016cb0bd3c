import { sweepAccounts as contract } from '../../core/contract/sweepAccounts'
import { sweepAccounts } from '../../core/people/sweepAccounts'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, sweepAccounts)
