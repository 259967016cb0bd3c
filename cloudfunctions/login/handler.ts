import { login as contract } from '../../core/contract/login'
import { login } from '../../core/people/login'
import { serve } from '../../platform/cloudbase/serve'
import { sessions } from '../../platform/cloudbase/sessions'

export const main = serve(contract, login, { sessions })
