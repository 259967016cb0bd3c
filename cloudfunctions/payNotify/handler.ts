import { payNotify as contract } from '../../core/contract/payNotify'
import { payNotify } from '../../core/payments/payNotify'
import { messages } from '../../platform/cloudbase/messages'
import { weChatPayManners } from '../../platform/cloudbase/reply'
import { serve } from '../../platform/cloudbase/serve'
import { gateways } from '../../platform/gateways'
import { transfers } from '../../platform/wechatPay/lazy'

export const main = serve(contract, payNotify, { gateways, messages, transfers }, weChatPayManners)
