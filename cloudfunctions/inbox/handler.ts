import { inbox as contract } from '../../core/contract/inbox'
import { inbox } from '../../core/messages/inbox'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, inbox)
