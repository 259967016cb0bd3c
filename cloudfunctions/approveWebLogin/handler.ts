import { approveWebLogin as contract } from '../../core/contract/approveWebLogin'
import { approveWebLogin } from '../../core/people/approveWebLogin'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, approveWebLogin)
