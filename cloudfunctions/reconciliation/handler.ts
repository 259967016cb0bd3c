import { reconciliation as contract } from '../../core/contract/reconciliation'
import { reconciliation } from '../../core/payments/reconciliation'
import { bills } from '../../platform/bills'
import { messages } from '../../platform/cloudbase/messages'
import { serve } from '../../platform/cloudbase/serve'
import { gateways } from '../../platform/gateways'
import { transfers } from '../../platform/wechatPay/lazy'

export const main = serve(contract, reconciliation, { gateways, messages, transfers, bills })
