import { teacherIncome as contract } from '../../core/contract/teacherIncome'
import { teacherIncome } from '../../core/profit/teacherIncome'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, teacherIncome)
