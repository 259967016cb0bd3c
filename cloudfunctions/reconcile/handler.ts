import { reconcile as contract } from '../../core/contract/reconcile'
import { reconcile } from '../../core/payments/reconcile'
import { bills } from '../../platform/bills'
import { messages } from '../../platform/cloudbase/messages'
import { serve } from '../../platform/cloudbase/serve'
import { gateways } from '../../platform/gateways'
import { transfers } from '../../platform/wechatPay/lazy'

export const main = serve(contract, reconcile, { gateways, messages, transfers, bills })
