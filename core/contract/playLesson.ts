import * as z from 'zod'
import { contract } from './contract'
import { Id, Instant, LessonProgress, OutlineLesson } from './shapes'

/** Opens one lesson for somebody who may see it (bought, or a free preview): a media address for minutes, or the article. */
export const playLesson = contract({
  name: 'playLesson',
  access: 'learner',
  input: z.strictObject({ courseId: Id, lessonId: Id }),
  output: z.object({
    courseTitle: z.string(),
    lesson: OutlineLesson,
    /** Signed and short-lived; ask again when it has expired. Null for an article. */
    media: z.object({ url: z.string(), expiresAt: Instant }).nullable(),
    /** Safe HTML: the article, or the notes beside a video or audio lesson. */
    articleHtml: z.string(),
    coverUrl: z.string().nullable(),
    progress: LessonProgress,
    previousLessonId: Id.nullable(),
    nextLessonId: Id.nullable(),
    owned: z.boolean(),
  }),
})
