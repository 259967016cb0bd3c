import * as z from 'zod'
import type { CourseCard as Card } from '../contract/shapes'
import { Chapter, CourseForm, CourseStatus, LessonKind, OutlineLesson, Quality } from '../contract/shapes'

/** A course as it stands on the shelf. Its lessons' media and texts are documents of their own. */
export const Course = z.object({
  _id: z.string(),
  title: z.string(),
  summary: z.string(),
  descriptionHtml: z.string(),
  audience: z.string(),
  teacher: z.object({ name: z.string(), bio: z.string() }),
  fen: z.int().nonnegative(),
  category: z.string(),
  tags: z.array(z.string()),
  form: CourseForm,
  status: CourseStatus,
  coverFileId: z.string().nullable(),
  outline: z.array(OutlineLesson),
  /** Time of publishing and id: sorts the shelf, newest first, with no two alike. Empty while never published. */
  shelfKey: z.string(),
  createdAt: z.string(),
  changedAt: z.string(),
})
export type Course = z.infer<typeof Course>

export const Lesson = z.object({
  _id: z.string(),
  courseId: z.string(),
  lessonId: z.string(),
  title: z.string(),
  kind: LessonKind,
  free: z.boolean(),
  durationSeconds: z.number(),
  mediaFileId: z.string().nullable(),
  articleHtml: z.string(),
  renditions: z.array(z.object({ quality: Quality, fileId: z.string() })).default([]),
  chapters: z.array(Chapter).default([]),
  pages: z.array(z.object({ fileId: z.string(), width: z.int(), height: z.int(), seconds: z.number() })).default([]),
  /** Files to take along, told apart by their names. */
  attachments: z.array(z.object({ name: z.string(), fileId: z.string(), bytes: z.int() })).default([]),
})
export type Lesson = z.infer<typeof Lesson>

export const lessonIdOf = (courseId: string, lessonId: string): string => `${courseId}:${lessonId}`

export const cardOf = (
  course: Course,
  { coverUrl = null, seats = null }: Partial<Pick<Card, 'coverUrl' | 'seats'>> = {},
): Card => ({
  courseId: course._id,
  title: course.title,
  summary: course.summary,
  teacherName: course.teacher.name,
  category: course.category,
  tags: course.tags,
  form: course.form,
  kinds: [...new Set(course.outline.map((lesson) => lesson.kind))],
  fen: course.fen,
  lessonCount: course.outline.length,
  durationSeconds: course.outline.reduce((sum, lesson) => sum + lesson.durationSeconds, 0),
  coverUrl,
  seats,
})
