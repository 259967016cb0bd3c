import * as z from 'zod'
import { contract } from './contract'
import { CourseCard, CourseFilter, Id } from './shapes'

const Text = z.string().trim().min(1).max(50)

export const SearchHit = z.object({
  card: CourseCard,
  /** Pieces of title, teacher, tags and summary that were meant, as they stand there. */
  marks: z.array(z.string()),
  /** Where in the course it is spoken of. The words themselves only where everybody may read them. */
  passage: z.object({ lessonId: Id.nullable(), lessonTitle: z.string(), text: z.string() }).nullable(),
})
export type SearchHit = z.infer<typeof SearchHit>

/**
 * Finds courses by title, teacher, tags, description and the text of lessons, and forgives a slip of the finger; completes what is being
 * typed; and says what is searched for these days.
 */
export const searchCourses = contract({
  name: 'searchCourses',
  access: 'anyone',
  input: z.discriminatedUnion('action', [
    z.strictObject({
      action: z.literal('search'),
      text: Text,
      filter: CourseFilter.optional(),
      sort: z.enum(['fit', 'new', 'hot', 'cheap']).optional(),
      /** How many hits the pages before had. */
      from: z.int().min(0).max(80).optional(),
    }),
    z.strictObject({ action: z.literal('suggest'), text: Text }),
    z.strictObject({ action: z.literal('words') }),
  ]),
  output: z.discriminatedUnion('action', [
    z.object({
      action: z.literal('search'),
      hits: z.array(SearchHit),
      /** Goes into `from` of the next page. */
      next: z.int().nullable(),
      total: z.int(),
      /** What was searched for instead, where nothing has exactly these words; '' otherwise. */
      meant: z.string(),
    }),
    z.object({
      action: z.literal('suggest'),
      suggestions: z.array(
        z.object({ text: z.string(), kind: z.enum(['tag', 'teacher', 'category', 'course']), courseId: Id.nullable() }),
      ),
    }),
    z.object({
      action: z.literal('words'),
      hot: z.array(z.string()),
      /** With how many courses have it, and 1–5 by how much they are studied. */
      tags: z.array(z.object({ name: z.string(), courseCount: z.int(), weight: z.int() })),
    }),
  ]),
})
