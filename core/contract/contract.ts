import type * as z from 'zod'
import type { Role } from './shapes'

/**
 * Who may ask. `anyone` needs no identity; `learner` a session; `editor`, `support` (refunds, learners), `finance` (bills, payouts,
 * invoices) and `admin` a session with that role, and an admin may do what they may;
 * `weChatPay`, `alipay`, `weChatPush` and `timer` are doors that no client can open.
 */
export type Access = 'anyone' | Role | 'weChatPay' | 'alipay' | 'weChatPush' | 'timer'

export type Contract<Name extends string = string, I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  name: Name
  access: Access
  /**
   * Only for people who agreed to the terms and the privacy policy as they are now: for buying, and for what others will read. A
   * list names the actions that need it.
   */
  needsAgreement?: true | readonly string[]
  input: I
  output: O
}

/** One verb: its name, who may ask, what goes in, what comes out. The one description both sides are checked against. */
export const contract = <Name extends string, I extends z.ZodType, O extends z.ZodType>(
  described: Contract<Name, I, O>,
): Contract<Name, I, O> => described
