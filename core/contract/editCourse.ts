import * as z from 'zod'
import { AttachmentName, MOST_ATTACHMENT_BYTES, MOST_ATTACHMENTS } from './attachment'
import { contract } from './contract'
import { Chapter, CourseForm, CourseStatus, Fen, LessonKind, Quality } from './shapes'

const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
const FileId = z.string().regex(/^cloud:\/\/[^\s]+$/)

export const QuizQuestion = z.strictObject({
  kind: z.enum(['single', 'multiple', 'judge']),
  text: z.string().min(1),
  options: z.array(z.string().min(1)).max(8),
  /** Indexes into `options`; for `judge` 0 is right and 1 is wrong. */
  answer: z.array(z.int().nonnegative()).min(1),
  explanation: z.string(),
})

/** A course as its teacher hands it in. Who teaches it is decided by the office, not by the text (see `teacher.name`). */
export const CourseDraft = z.strictObject({
  courseId: Slug,
  title: z.string().trim().min(1).max(255),
  summary: z.string().trim().min(1).max(200),
  description: z.string().trim().min(1).max(20_000),
  audience: z.string().max(500),
  teacher: z.strictObject({ name: z.string().trim().min(1).max(50), bio: z.string().max(1000) }),
  fen: Fen.max(100_000_00),
  category: z.string().trim().min(1).max(30),
  tags: z.array(z.string().trim().min(1).max(20)).max(10),
  form: CourseForm,
  coverFileId: FileId.nullable(),
  lessons: z
    .array(
      z.strictObject({
        lessonId: Slug,
        title: z.string().trim().min(1).max(120),
        kind: LessonKind,
        free: z.boolean(),
        durationSeconds: z.number().positive().max(360_000),
        /** Film or sound; of a film in several qualities the one that plays first. */
        mediaFileId: FileId.nullable(),
        /** The film in each of its qualities, where it has several. */
        renditions: z
          .array(z.strictObject({ quality: Quality, fileId: FileId }))
          .max(4)
          .optional(),
        chapters: z
          .array(Chapter.extend({ title: z.string().trim().min(1).max(60) }).strict())
          .max(100)
          .optional(),
        /** A document's pages as pictures, in order; `seconds` is what an attentive reader needs for one. */
        pages: z
          .array(
            z.strictObject({
              fileId: FileId,
              width: z.int().positive().max(10_000),
              height: z.int().positive().max(10_000),
              seconds: z.number().positive().max(3600),
            }),
          )
          .max(300)
          .optional(),
        /** Files to take along, under the names they are kept by. */
        attachments: z
          .array(
            z.strictObject({
              name: AttachmentName,
              fileId: FileId,
              bytes: z.int().positive().max(MOST_ATTACHMENT_BYTES),
            }),
          )
          .max(MOST_ATTACHMENTS)
          .optional(),
        /** Markdown; pictures in it by fileID. */
        article: z.string().max(200_000),
      }),
    )
    .min(1)
    .max(300),
  quiz: z.array(QuizQuestion).max(200),
})
export type CourseDraft = z.infer<typeof CourseDraft>

/** Brings in or changes a course (a new one starts as a draft), publishes it, or takes it off the shelf. */
export const editCourse = contract({
  name: 'editCourse',
  access: 'editor',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('save'), course: CourseDraft }),
    z.strictObject({ action: z.literal('publish'), courseId: Slug }),
    z.strictObject({ action: z.literal('withdraw'), courseId: Slug }),
  ]),
  output: z.object({ courseId: Slug, status: CourseStatus, isNew: z.boolean() }),
})
