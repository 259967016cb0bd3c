import * as z from 'zod'

/** Shapes that several verbs speak of. Money is fen (1/100 yuan), times are ISO strings in UTC, lengths are seconds. */
export const Id = z.string().min(1).max(64)
export const Fen = z.int().nonnegative()
export const Instant = z.iso.datetime()

export const CourseForm = z.enum(['single', 'series', 'column'])
export const LessonKind = z.enum(['video', 'audio', 'article'])
export const CourseStatus = z.enum(['draft', 'published', 'withdrawn'])

export const CourseCard = z.object({
  courseId: Id,
  title: z.string(),
  summary: z.string(),
  teacherName: z.string(),
  category: z.string(),
  tags: z.array(z.string()),
  form: CourseForm,
  kinds: z.array(LessonKind),
  fen: Fen,
  lessonCount: z.int(),
  durationSeconds: z.number(),
  coverUrl: z.string().nullable(),
})
export type CourseCard = z.infer<typeof CourseCard>

export const OutlineLesson = z.object({
  lessonId: Id,
  title: z.string(),
  kind: LessonKind,
  free: z.boolean(),
  durationSeconds: z.number(),
})
export type OutlineLesson = z.infer<typeof OutlineLesson>

/** How far a learner is in one lesson. `watchedSeconds` is the union of what was really played, by the server's clock. */
export const LessonProgress = z.object({
  lessonId: Id,
  watchedSeconds: z.number(),
  positionSeconds: z.number(),
  finished: z.boolean(),
})
export type LessonProgress = z.infer<typeof LessonProgress>

export const CourseDetail = z.object({
  card: CourseCard,
  /** Safe HTML, made on the server from the teacher's Markdown. */
  descriptionHtml: z.string(),
  audience: z.string(),
  teacher: z.object({ name: z.string(), bio: z.string() }),
  outline: z.array(OutlineLesson),
  owned: z.boolean(),
  progress: z.array(LessonProgress),
  certificateNumber: z.string().nullable(),
})
export type CourseDetail = z.infer<typeof CourseDetail>

export const OrderState = z.enum(['pending', 'paid', 'closed', 'refunding', 'refunded'])
export type OrderState = z.infer<typeof OrderState>

export const OrderView = z.object({
  orderId: Id,
  courseId: Id,
  title: z.string(),
  fen: Fen,
  state: OrderState,
  /** The course is open to the learner; follows `paid` by a moment. */
  opened: z.boolean(),
  openedAt: Instant,
  expiresAt: Instant,
  paidAt: Instant.nullable(),
  /** The payment service's own number, for the receipt. */
  transactionId: z.string().nullable(),
})
export type OrderView = z.infer<typeof OrderView>

/** What `wx.requestPayment` takes, signed by the merchant. */
export const PayParams = z.object({
  timeStamp: z.string(),
  nonceStr: z.string(),
  package: z.string(),
  signType: z.literal('RSA'),
  paySign: z.string(),
})
export type PayParams = z.infer<typeof PayParams>

export const Profile = z.object({
  userId: Id,
  nickname: z.string(),
  avatarUrl: z.string().nullable(),
})
export type Profile = z.infer<typeof Profile>
