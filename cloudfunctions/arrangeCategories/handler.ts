import { arrangeCategories } from '../../core/catalog/arrangeCategories'
import { arrangeCategories as contract } from '../../core/contract/arrangeCategories'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, arrangeCategories)
