import { makeCodes } from '../../core/codes/makeCodes'
import { makeCodes as contract } from '../../core/contract/makeCodes'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, makeCodes)
