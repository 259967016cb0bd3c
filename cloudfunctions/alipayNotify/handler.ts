import { alipayNotify as contract } from '../../core/contract/alipayNotify'
import { alipayNotify } from '../../core/payments/alipayNotify'
import { alipayManners } from '../../platform/alipay/manners'
import { messages } from '../../platform/cloudbase/messages'
import { serve } from '../../platform/cloudbase/serve'
import { gateways } from '../../platform/gateways'
import { transfers } from '../../platform/wechatPay/lazy'

export const main = serve(contract, alipayNotify, { gateways, messages, transfers }, alipayManners)
