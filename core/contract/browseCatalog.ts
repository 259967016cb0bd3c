import * as z from 'zod'
import { contract } from './contract'
import { CourseCard, CourseDetail, Id } from './shapes'

export const PriceBand = z.enum(['free', 'under50', 'over50'])

const Home = z.strictObject({ action: z.literal('home') })
const List = z.strictObject({
  action: z.literal('list'),
  /** Looked for in title, teacher, tags and summary. */
  keyword: z.string().trim().max(50).optional(),
  category: z.string().max(30).optional(),
  teacher: z.string().max(50).optional(),
  price: PriceBand.optional(),
  /** `next` of the page before. */
  after: z.string().max(100).optional(),
})
const Detail = z.strictObject({ action: z.literal('detail'), courseId: Id })

/** The shop window: home (banner, categories, newest, free), a filtered list of 20 a page, and one course with its outline. */
export const browseCatalog = contract({
  name: 'browseCatalog',
  access: 'anyone',
  input: z.discriminatedUnion('action', [Home, List, Detail]),
  output: z.discriminatedUnion('action', [
    z.object({
      action: z.literal('home'),
      schoolName: z.string(),
      categories: z.array(z.object({ name: z.string(), courseCount: z.int() })),
      featured: z.array(CourseCard),
      newest: z.array(CourseCard),
      free: z.array(CourseCard),
      /** The lesson a returning learner left last, where there is one. */
      resume: z
        .object({
          courseId: Id,
          courseTitle: z.string(),
          lessonId: Id,
          lessonTitle: z.string(),
          positionSeconds: z.number(),
        })
        .nullable(),
    }),
    z.object({ action: z.literal('list'), courses: z.array(CourseCard), next: z.string().nullable() }),
    z.object({ action: z.literal('detail'), course: CourseDetail }),
  ]),
})
