import { virtualPayNotify as contract } from '../../core/contract/virtualPayNotify'
import { virtualPayNotify } from '../../core/payments/virtualPayNotify'
import { messages } from '../../platform/cloudbase/messages'
import { serve } from '../../platform/cloudbase/serve'
import { gateways } from '../../platform/gateways'
import { pushManners } from '../../platform/virtualPay/manners'
import { transfers } from '../../platform/wechatPay/lazy'

export const main = serve(contract, virtualPayNotify, { gateways, messages, transfers }, pushManners)
