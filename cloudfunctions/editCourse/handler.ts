import { editCourse } from '../../core/catalog/editCourse'
import { editCourse as contract } from '../../core/contract/editCourse'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, editCourse)
