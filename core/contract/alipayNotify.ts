import * as z from 'zod'
import { contract } from './contract'

/** Alipay's notice, a signed form, as it arrived. */
export const alipayNotify = contract({
  name: 'alipayNotify',
  access: 'alipay',
  input: z.strictObject({ headers: z.record(z.string(), z.string()), body: z.string() }),
  output: z.object({ outcome: z.enum(['settled', 'already', 'refunding', 'noted']) }),
})
