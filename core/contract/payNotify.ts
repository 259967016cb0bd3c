import * as z from 'zod'
import { contract } from './contract'

/** WeChat Pay's notice, as it arrived: the signature is over these bytes, so nothing is parsed before it is checked. */
export const payNotify = contract({
  name: 'payNotify',
  access: 'weChatPay',
  input: z.strictObject({ headers: z.record(z.string(), z.string()), body: z.string() }),
  output: z.object({ outcome: z.enum(['settled', 'already', 'refunding', 'noted']) }),
})
