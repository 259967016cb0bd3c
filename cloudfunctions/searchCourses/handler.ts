import { searchCourses as contract } from '../../core/contract/searchCourses'
import { searchCourses } from '../../core/search/searchCourses'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, searchCourses)
