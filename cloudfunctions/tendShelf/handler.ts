import { tendShelf } from '../../core/catalog/tendShelf'
import { tendShelf as contract } from '../../core/contract/tendShelf'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, tendShelf)
