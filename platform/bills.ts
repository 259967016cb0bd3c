import type { GatewayName } from '../core/contract/shapes'
import type { Bills, BillsOf } from '../core/ports'
import { bills as alipay } from './alipay/lazy'
import { bills as virtualPay } from './virtualPay/lazy'
import { bills as weChatPay } from './wechatPay/lazy'

const known: Record<GatewayName, () => Bills | null> = { wechatPay: () => weChatPay, virtualPay, alipay }

/** The bills of this school's payment services, each set up from the environment when it is first asked for. */
export const bills: BillsOf = (name) => known[name]()
