import { complain } from '../../core/community/complain'
import { complain as contract } from '../../core/contract/complain'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, complain)
