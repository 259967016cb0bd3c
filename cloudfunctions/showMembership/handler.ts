import { showMembership as contract } from '../../core/contract/showMembership'
import { showMembership } from '../../core/membership/showMembership'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, showMembership)
