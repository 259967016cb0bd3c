import { topUpWallet as contract } from '../../core/contract/topUpWallet'
import { topUpWallet } from '../../core/wallet/topUpWallet'
import { messages } from '../../platform/cloudbase/messages'
import { serve } from '../../platform/cloudbase/serve'
import { gateways } from '../../platform/gateways'

export const main = serve(contract, topUpWallet, { gateways, messages })
