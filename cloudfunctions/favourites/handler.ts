import { favourites } from '../../core/community/favourites'
import { favourites as contract } from '../../core/contract/favourites'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, favourites)
