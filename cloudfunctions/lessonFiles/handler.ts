import { lessonFiles as contract } from '../../core/contract/lessonFiles'
import { lessonFiles } from '../../core/learning/lessonFiles'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, lessonFiles)
