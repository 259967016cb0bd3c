import { arrangeHome } from '../../core/catalog/arrangeHome'
import { arrangeHome as contract } from '../../core/contract/arrangeHome'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, arrangeHome)
