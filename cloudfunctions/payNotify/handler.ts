import { payNotify as contract } from '../../core/contract/payNotify'
import { payNotify } from '../../core/payments/payNotify'
import { messages } from '../../platform/cloudbase/messages'
import { serve } from '../../platform/cloudbase/serve'
import { payments } from '../../platform/wechatPay/payments'

export const main = serve(contract, payNotify, { messages, payments })
