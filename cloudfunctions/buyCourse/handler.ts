import { buyCourse as contract } from '../../core/contract/buyCourse'
import { buyCourse } from '../../core/orders/buyCourse'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, buyCourse)
