import * as z from 'zod'
import { contract } from './contract'
import { Bought, PayChoice } from './purchase'
import { Id } from './shapes'

/** Opens an order for a course, or resumes the one already open; `asGift` for somebody else. The price is the server's; what costs nothing opens at once. */
export const buyCourse = contract({
  name: 'buyCourse',
  access: 'learner',
  needsAgreement: true,
  input: PayChoice.extend({ courseId: Id, asGift: z.boolean().optional() }),
  output: Bought,
})
