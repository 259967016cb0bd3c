import type { Clock, Payments, Ports } from '../../core/ports'
import { ids } from '../ids'
import { weChatPay } from '../wechatPay/gateway'
import { weChatPaySettings } from '../wechatPay/settings'
import { certificates } from './certificates'
import { files } from './files'
import { messages } from './messages'
import { sessions } from './sessions'
import { settings } from './settings'
import { store } from './store'

export const clock: Clock = { now: () => new Date() }

let payments: Payments | undefined

/** The core's world on CloudBase. What only some verbs need (payments, keys) is set up when first touched. */
export const portsFor = (invocation: Pick<Ports, 'afterwards' | 'alert'>): Ports => ({
  store,
  files,
  messages,
  certificates,
  clock,
  ids,
  sessions: sessions(clock),
  get payments() {
    payments ??= weChatPay(weChatPaySettings(process.env), clock)
    return payments
  },
  get shop() {
    const { SCHOOL_NAME, SHOP_URL, PAID_TEMPLATE_ID } = settings()
    return { schoolName: SCHOOL_NAME, shopUrl: SHOP_URL, paidTemplateId: PAID_TEMPLATE_ID ?? null }
  },
  ...invocation,
})
