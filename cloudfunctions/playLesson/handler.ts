import { playLesson as contract } from '../../core/contract/playLesson'
import { playLesson } from '../../core/learning/playLesson'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, playLesson)
