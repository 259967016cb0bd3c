import { recordProgress as contract } from '../../core/contract/recordProgress'
import { recordProgress } from '../../core/learning/recordProgress'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, recordProgress)
