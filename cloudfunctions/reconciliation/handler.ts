import { reconciliation as contract } from '../../core/contract/reconciliation'
import { reconciliation } from '../../core/payments/reconciliation'
import { messages } from '../../platform/cloudbase/messages'
import { serve } from '../../platform/cloudbase/serve'
import { gateways } from '../../platform/gateways'
import { bills, transfers } from '../../platform/wechatPay/lazy'

export const main = serve(contract, reconciliation, { gateways, messages, transfers, bills })
