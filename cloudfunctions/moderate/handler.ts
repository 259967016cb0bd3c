import { moderate } from '../../core/community/moderate'
import { moderate as contract } from '../../core/contract/moderate'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, moderate)
