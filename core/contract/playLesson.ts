import * as z from 'zod'
import { Attachment } from './attachment'
import { contract } from './contract'
import { Chapter, Id, Instant, LessonProgress, OutlineLesson, Quality } from './shapes'

/**
 * Opens one lesson for somebody who may see it (bought, or a free preview): media addresses for minutes, the article, or pages.
 * `keep` says that the phone keeps it for days without a network: what is studied there counts when it is reported later.
 */
export const playLesson = contract({
  name: 'playLesson',
  access: 'learner',
  input: z.strictObject({
    courseId: Id,
    lessonId: Id,
    keep: z.boolean().optional(),
    /** Of a document: addresses are for the pages from this one (0 is the first); where the learner stopped when not said. */
    page: z.int().nonnegative().max(300).optional(),
  }),
  output: z.object({
    courseTitle: z.string(),
    lesson: OutlineLesson,
    /** Signed and short-lived; ask again when it has expired. Null for an article and a document. */
    media: z
      .object({
        url: z.string(),
        expiresAt: Instant,
        /** The film in its qualities, the best first; empty where there is only one. */
        renditions: z.array(z.object({ quality: Quality, url: z.string() })),
      })
      .nullable(),
    chapters: z.array(Chapter),
    /** A document's pages. Without an address: beyond the stretch asked for, or lost. */
    pages: z.array(z.object({ url: z.string().nullable(), width: z.int(), height: z.int(), seconds: z.number() })),
    /** Safe HTML: the article, or the notes beside a video or audio lesson. */
    articleHtml: z.string(),
    coverUrl: z.string().nullable(),
    /** Files to take along; `lessonFiles` gives each. */
    attachments: z.array(Attachment),
    progress: LessonProgress,
    previousLessonId: Id.nullable(),
    nextLessonId: Id.nullable(),
    owned: z.boolean(),
    /** Every lesson of the course by name, for what plays next. */
    outline: z.array(OutlineLesson.pick({ lessonId: true, title: true, kind: true, free: true })),
    /** Until when a phone may keep it; a membership's end may come before. */
    keptUntil: Instant,
    /** Who is looking, so that a copy tells whose it was and a stranger does not learn a name: 梅 · k3x9. */
    mark: z.string(),
  }),
})
