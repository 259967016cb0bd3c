import { reviews } from '../../core/community/reviews'
import { reviews as contract } from '../../core/contract/reviews'
import { messages } from '../../platform/cloudbase/messages'
import { serve } from '../../platform/cloudbase/serve'
import { regionOf } from '../../platform/regions/lazy'

export const main = serve(contract, reviews, { messages, regionOf })
