import { webLogin as contract } from '../../core/contract/webLogin'
import { webLogin } from '../../core/people/webLogin'
import { miniProgramCodes } from '../../platform/cloudbase/miniProgramCodes'
import { serve } from '../../platform/cloudbase/serve'
import { sessions } from '../../platform/cloudbase/sessions'
import { vault } from '../../platform/cloudbase/vault'
import { identityProviders } from '../../platform/identityProviders/lazy'
import { courier } from '../../platform/tencentCloud/lazy'

export const main = serve(contract, webLogin, { sessions, miniProgramCodes, vault, courier, identityProviders })
