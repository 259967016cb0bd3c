import { tellNews as contract } from '../../core/contract/tellNews'
import { tellNews } from '../../core/messages/tellNews'
import { messages } from '../../platform/cloudbase/messages'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, tellNews, { messages })
