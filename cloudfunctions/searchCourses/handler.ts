import { searchCourses as contract } from '../../core/contract/searchCourses'
import { searchCourses } from '../../core/search/searchCourses'
import { messages } from '../../platform/cloudbase/messages'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, searchCourses, { messages })
