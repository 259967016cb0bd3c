import * as z from 'zod'
import { contract } from './contract'

/**
 * WeChat's message push about virtual payment. It only says where to look: what is booked is what WeChat answers when asked. When Apple
 * asks whether to give money back, `iosRefund` is our answer.
 */
export const virtualPayNotify = contract({
  name: 'virtualPayNotify',
  access: 'weChatPush',
  input: z.strictObject({ headers: z.record(z.string(), z.string()), body: z.string() }),
  output: z.object({
    outcome: z.enum(['settled', 'already', 'refunding', 'noted']),
    iosRefund: z.object({ agrees: z.boolean(), words: z.string() }).nullable(),
  }),
})
