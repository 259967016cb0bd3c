import { schoolIncome as contract } from '../../core/contract/schoolIncome'
import { schoolIncome } from '../../core/profit/schoolIncome'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, schoolIncome)
