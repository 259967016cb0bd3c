import * as z from 'zod'
import { ComplaintAbout, ComplaintWhy } from '../contract/complain'

/** One person's complaint about one thing. The id is made of both. */
export const ComplaintDoc = z.object({
  _id: z.string(),
  userId: z.string(),
  about: ComplaintAbout,
  targetId: z.string(),
  courseId: z.string(),
  why: ComplaintWhy,
  words: z.string(),
  at: z.string(),
  key: z.string(),
  state: z.enum(['open', 'closed']),
  closedBy: z.string(),
  note: z.string(),
})
export type ComplaintDoc = z.infer<typeof ComplaintDoc>
