import * as z from 'zod'
import { contract } from './contract'
import {
  CategoryView,
  CourseCard,
  CourseDetail,
  CourseFilter,
  Id,
  Instant,
  PurchaseAgreement,
  PurchaseAgreementKind,
} from './shapes'

const Home = z.strictObject({ action: z.literal('home') })
const List = z.strictObject({
  action: z.literal('list'),
  ...CourseFilter.shape,
  sort: z.enum(['new', 'hot', 'cheap']).optional(),
  /** `next` of the page before. */
  after: z.string().max(100).optional(),
})
const Detail = z.strictObject({ action: z.literal('detail'), courseId: Id })
const Related = z.strictObject({ action: z.literal('related'), courseId: Id })
const Categories = z.strictObject({ action: z.literal('categories') })
/** One version of what buyers agree to. */
const Agreement = z.strictObject({ action: z.literal('agreement'), agreement: PurchaseAgreement })
const Teacher = z.strictObject({ action: z.literal('teacher'), name: z.string().min(1).max(50) })

/** A course that is shown because of one that is studied: the same teacher, a common tag, the same category. */
export const LikedCard = z.object({
  card: CourseCard,
  because: z.object({ kind: z.enum(['teacher', 'tag', 'category']), name: z.string(), courseTitle: z.string() }),
})
export type LikedCard = z.infer<typeof LikedCard>

const named = { id: z.string(), title: z.string() }

/** What is drawn on the home page, from the top. A block with nothing to show is not among them. */
export const DrawnBlock = z.discriminatedUnion('kind', [
  z.object({ ...named, kind: z.literal('banner'), cards: z.array(CourseCard) }),
  z.object({ ...named, kind: z.literal('categories'), categories: z.array(CategoryView) }),
  z.object({
    ...named,
    kind: z.literal('continue'),
    courseId: Id,
    courseTitle: z.string(),
    lessonId: Id,
    lessonTitle: z.string(),
    positionSeconds: z.number(),
  }),
  z.object({
    ...named,
    kind: z.enum(['new', 'hot', 'free', 'category']),
    cards: z.array(CourseCard),
    /** The path, where the block is one category's. */
    category: z.string(),
  }),
  z.object({ ...named, kind: z.literal('forYou'), liked: z.array(LikedCard) }),
  z.object({ ...named, kind: z.literal('text'), text: z.string(), pictureUrl: z.string().nullable() }),
])
export type DrawnBlock = z.infer<typeof DrawnBlock>

/** The colour itself, while it is pressed, as a gentle ground, and at rest where it cannot be pressed. */
const AccentColours = z.object({ blossom: z.string(), press: z.string(), wash: z.string(), faint: z.string() })

/** The shop's accent, worked out from the colour its owner chose so that every word on it and in it can be read. */
export const Accent = z.object({
  light: AccentColours,
  dark: AccentColours,
})
export type Accent = z.infer<typeof Accent>

/** The shop window: the home page as its owner arranged it, a filtered list of 20 a page, one course and what is like it, the tree of categories, one teacher, and what buyers agree to. */
export const browseCatalog = contract({
  name: 'browseCatalog',
  access: 'anyone',
  input: z.discriminatedUnion('action', [Home, List, Detail, Related, Categories, Teacher, Agreement]),
  output: z.discriminatedUnion('action', [
    z.object({
      action: z.literal('home'),
      schoolName: z.string(),
      /** Null: the house's own colour. */
      accent: Accent.nullable(),
      courseCount: z.int(),
      blocks: z.array(DrawnBlock),
    }),
    z.object({ action: z.literal('list'), courses: z.array(CourseCard), next: z.string().nullable() }),
    z.object({ action: z.literal('detail'), course: CourseDetail }),
    z.object({ action: z.literal('related'), courses: z.array(LikedCard) }),
    z.object({ action: z.literal('categories'), categories: z.array(CategoryView) }),
    z.object({
      action: z.literal('teacher'),
      name: z.string(),
      bio: z.string(),
      courses: z.array(CourseCard),
      /** Of the courses on the shelf. `joined`: who ever joined one of them. */
      courseCount: z.int(),
      lessonCount: z.int(),
      durationSeconds: z.number(),
      joined: z.int(),
    }),
    z.object({
      action: z.literal('agreement'),
      /** Its text as the school wrote it: a line that begins with `# ` opens a section. Null where there never was such a version. */
      agreement: z
        .object({ kind: PurchaseAgreementKind, version: z.int(), since: Instant, text: z.string() })
        .nullable(),
    }),
  ]),
})
