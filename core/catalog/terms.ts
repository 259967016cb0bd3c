import * as z from 'zod'
import type { Doc, Ports } from '../ports'

/** What the office agreed about a course, apart from what its teacher writes. Money is decided here and nowhere else. */
export const CourseTerms = z.object({
  /** The courseId. */
  _id: z.string(),
  /** The teacher's account, and their part of what is paid. Null: everything is the school's. */
  share: z.object({ userId: z.string(), percent: z.int().min(0).max(100) }).nullable(),
  /** What membership means here. */
  forMembers: z.enum(['free', 'discount', 'none']),
  /** The item (道具) published at WeChat for it. */
  item: z.object({ productId: z.string(), fen: z.int().positive(), readyAt: z.string() }).nullable(),
  /** What is to be read before it is bought; empty: what the school says of all its courses. */
  notes: z.string().default(''),
})
export type CourseTerms = z.infer<typeof CourseTerms>

/** Where the office said nothing, members pay their discounted price and nobody shares. */
export const termsFrom = (courseId: string, doc: Doc | null): CourseTerms =>
  doc ? CourseTerms.parse(doc) : { _id: courseId, share: null, forMembers: 'discount', item: null, notes: '' }

/** Whether any course shares its income with this person. */
export const sharesWith = async ({ store }: Pick<Ports, 'store'>, userId: string): Promise<boolean> =>
  (await store.find('terms', { where: { 'share.userId': userId }, limit: 1 })).length > 0
