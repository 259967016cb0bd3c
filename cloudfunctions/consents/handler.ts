import { consents as contract } from '../../core/contract/consents'
import { consents } from '../../core/messages/consents'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, consents)
