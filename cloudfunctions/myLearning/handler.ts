import { myLearning as contract } from '../../core/contract/myLearning'
import { myLearning } from '../../core/learning/myLearning'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, myLearning)
