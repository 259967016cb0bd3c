import { withdraw as contract } from '../../core/contract/withdraw'
import { withdraw } from '../../core/profit/withdraw'
import { serve } from '../../platform/cloudbase/serve'
import { transfers } from '../../platform/wechatPay/lazy'

export const main = serve(contract, withdraw, { transfers })
