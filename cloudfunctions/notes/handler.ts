import { notes as contract } from '../../core/contract/notes'
import { notes } from '../../core/learning/notes'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, notes)
