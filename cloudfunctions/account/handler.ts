import { account as contract } from '../../core/contract/account'
import { account } from '../../core/people/account'
import { serve } from '../../platform/cloudbase/serve'
import { vault } from '../../platform/cloudbase/vault'
import { weChatPhones } from '../../platform/cloudbase/weChatPhones'
import { identityProviders } from '../../platform/identityProviders/lazy'
import { courier } from '../../platform/tencentCloud/lazy'

export const main = serve(contract, account, { vault, weChatPhones, courier, identityProviders })
