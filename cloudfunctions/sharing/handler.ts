import { sharing as contract } from '../../core/contract/sharing'
import { sharing } from '../../core/sharing/sharing'
import { miniProgramCodes } from '../../platform/cloudbase/miniProgramCodes'
import { miniProgramLinks } from '../../platform/cloudbase/miniProgramLinks'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, sharing, { miniProgramCodes, miniProgramLinks })
