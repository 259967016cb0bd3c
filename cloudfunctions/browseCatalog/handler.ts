import { browseCatalog } from '../../core/catalog/browseCatalog'
import { browseCatalog as contract } from '../../core/contract/browseCatalog'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, browseCatalog)
