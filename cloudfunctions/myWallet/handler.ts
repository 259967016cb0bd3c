import { myWallet as contract } from '../../core/contract/myWallet'
import { myWallet } from '../../core/wallet/myWallet'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, myWallet)
