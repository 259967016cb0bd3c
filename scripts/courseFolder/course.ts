import * as z from 'zod'
import { takeArticle } from './article'
import type { CourseDefaults, CourseDraft } from './draft'
import { NEEDS_FIELDS, oneOf, price, tags, text } from './fields'
import { readFrontMatter } from './frontMatter'
import { takeFile } from './media'
import { note, type Reading } from './reading'
import { bioOf } from './teachers'

/** The file that makes a folder a course; media paths are counted from where it lies. */
export const COURSE_FILE = 'course.md'

const MAX_DESCRIPTION = 20_000

/** What a course says of itself, by the names a teacher writes. */
export const CourseFields = z.strictObject(
  {
    title: text('title', '课程名', 255),
    teacher: text('teacher', '老师', 50),
    price,
    category: text('category', '分类', 30),
    summary: text('summary', '一句话介绍', 200),
    tags: tags.default([]),
    form: oneOf('form', '形式', ['single', 'series', 'column']).optional(),
    cover: text('cover', '封面', 500).optional(),
    status: oneOf('status', '状态', ['draft', 'published']).default('published'),
    for: text('for', '适合谁', 500).default(''),
  },
  { error: NEEDS_FIELDS },
)
export type CourseFields = z.infer<typeof CourseFields>

/** A course but for its id, lessons and questions. */
export type CourseHead = Omit<CourseDraft, 'id' | 'lessons' | 'quiz' | 'form'> & {
  form: CourseDraft['form'] | undefined
}

/** The command line under the names of the fields. What was not given is left out. */
export function givenFields(defaults: CourseDefaults): Record<string, unknown> {
  const { title, teacher, price, category, tags, form, summary, audience } = defaults
  const given = { title, teacher, price, category, tags, form, summary, for: audience }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

/** Reads `course.md`. Null when its mistakes, which are noted, leave no course. */
export async function readCourseFile(reading: Reading, defaults: CourseDefaults): Promise<CourseHead | null> {
  const withDefaults = z.preprocess(
    (written) => (isRecord(written) ? { ...givenFields(defaults), ...written } : written),
    CourseFields,
  )
  const course = await readFrontMatter(reading, COURSE_FILE, withDefaults)
  if (!course) return null
  const description = await takeArticle(reading, COURSE_FILE, course.body, course.bodyLine, MAX_DESCRIPTION)
  if (description === '') note(reading, COURSE_FILE, course.bodyLine, '字段下面要写课程介绍')
  if (!course.fields) return null
  const { value, written, lineOf } = course.fields
  const named = { file: COURSE_FILE, line: lineOf('cover'), from: COURSE_FILE }
  // Looked at even when another field is wrong.
  const said = z.object({ cover: CourseFields.shape.cover }).safeParse(written).data?.cover
  const cover = said === undefined ? null : await takeFile(reading, 'picture', said, named)
  return value && headOf(reading, value, description, cover?.path ?? null)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Checked fields as a course's head, the teacher's introduction looked up. */
export async function headOf(
  reading: Reading,
  fields: CourseFields,
  description: string,
  cover: string | null,
): Promise<CourseHead> {
  return {
    title: fields.title,
    summary: fields.summary,
    description,
    audience: fields.for,
    teacher: { name: fields.teacher, bio: await bioOf(reading, fields.teacher) },
    priceFen: fields.price,
    category: fields.category,
    tags: fields.tags,
    form: fields.form,
    status: fields.status,
    cover,
  }
}
