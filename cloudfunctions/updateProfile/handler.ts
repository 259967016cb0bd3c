import { updateProfile as contract } from '../../core/contract/updateProfile'
import { updateProfile } from '../../core/people/updateProfile'
import { messages } from '../../platform/cloudbase/messages'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, updateProfile, { messages })
