import * as z from 'zod'
import { contract } from './contract'
import { Id } from './shapes'

export const ComplaintWhy = z.enum(['illegal', 'insult', 'advertising', 'false', 'privacy', 'other'])
export type ComplaintWhy = z.infer<typeof ComplaintWhy>

/** What a complaint is about: something a learner wrote, or a course. */
export const ComplaintAbout = z.enum(['review', 'course'])

/** A reader says that something should not be here. The school looks at it; the same person and thing again is the same complaint. */
export const complain = contract({
  name: 'complain',
  access: 'learner',
  input: z.strictObject({
    about: ComplaintAbout,
    /** A review's id, or a course's. */
    id: Id,
    why: ComplaintWhy,
    words: z.string().trim().max(200),
  }),
  output: z.object({}),
})
