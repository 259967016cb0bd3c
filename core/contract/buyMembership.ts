import { contract } from './contract'
import { Bought, PayChoice } from './purchase'
import { Id } from './shapes'

/** Buys or renews a membership: the days are added to those that are left. */
export const buyMembership = contract({
  name: 'buyMembership',
  access: 'learner',
  needsAgreement: true,
  input: PayChoice.extend({ planId: Id }),
  output: Bought,
})
