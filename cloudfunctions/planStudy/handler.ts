import { planStudy as contract } from '../../core/contract/planStudy'
import { planStudy } from '../../core/learning/planStudy'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, planStudy)
