import * as z from 'zod'

/** Shapes that several verbs speak of. Money is fen (1/100 yuan), times are ISO strings in UTC, lengths are seconds. */
export const Id = z.string().min(1).max(64)
export const Fen = z.int().nonnegative()
export const Instant = z.iso.datetime()
/** A Shanghai month: `2026-11`. */
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)

/** What somebody may do. `admin` may do everything the office can; the others a part of it. */
export const Role = z.enum(['learner', 'editor', 'support', 'finance', 'admin'])
export type Role = z.infer<typeof Role>

export const CourseForm = z.enum(['single', 'series', 'column'])
export const LessonKind = z.enum(['video', 'audio', 'article', 'document'])
/** A place in a film or a sound that has a name. */
export const Chapter = z.object({ title: z.string(), at: z.number().nonnegative() })
export type Chapter = z.infer<typeof Chapter>
/** How many lines a film's picture has: what a weak network can choose from. */
export const Quality = z.enum(['1080p', '720p', '480p', '360p'])
export type Quality = z.infer<typeof Quality>
export const CourseStatus = z.enum(['draft', 'published', 'withdrawn'])

/** Of a course with a limited number of places: how many are left, and how many of the others are held by orders that wait to be paid. */
export const SeatsView = z.object({ left: z.int().nonnegative(), held: z.int().nonnegative() })
export type SeatsView = z.infer<typeof SeatsView>

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
  /** Null where there is no limit. */
  seats: SeatsView.nullable(),
})
export type CourseCard = z.infer<typeof CourseCard>

/** A place in the tree of categories. `path` (`生活/茶`) is its handle and never changes; the name may. */
export const CategoryView = z.object({
  path: z.string(),
  name: z.string(),
  description: z.string(),
  /** The path of the one it stands under; '' at the top. */
  parent: z.string(),
  /** Courses on the shelf in it and beneath it. */
  courseCount: z.int(),
})
export type CategoryView = z.infer<typeof CategoryView>

/** What a list or a search is narrowed by. All that is given must hold. */
export const CourseFilter = z.strictObject({
  /** A category's path: what stands beneath it counts as well. */
  category: z.string().max(60).optional(),
  teacher: z.string().max(50).optional(),
  tag: z.string().max(20).optional(),
  price: z.enum(['free', 'under50', 'over50']).optional(),
  kind: LessonKind.optional(),
  /** Some lesson of it is open to everybody. */
  trial: z.literal(true).optional(),
  /** The whole course: under half an hour, up to three hours, longer. */
  length: z.enum(['short', 'medium', 'long']).optional(),
})
export type CourseFilter = z.infer<typeof CourseFilter>

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
  /** Who ever joined, counted every hour. */
  joined: z.int(),
  /** An order of mine that waits to be paid holds a place: I may go on although the course is full. */
  holdsSeat: z.boolean(),
  /** What is to be read before it is bought (购买须知), as the school wrote it; empty where it wrote nothing. */
  notes: z.string(),
})
export type CourseDetail = z.infer<typeof CourseDetail>

export const GatewayName = z.enum(['wechatPay', 'virtualPay', 'alipay'])
export type GatewayName = z.infer<typeof GatewayName>

/**
 * How a buyer pays. WeChat Pay: `jsapi` inside WeChat, `native` by scanning a code on a computer, `h5` from a phone's
 * browser. WeChat's virtual payment, for virtual goods in a mini-program: `virtualGoods` (a published item), `virtualCoins`.
 * Alipay: `alipayPage` on a computer, `alipayWap` on a phone.
 */
export const PayMethod = z.enum(['jsapi', 'native', 'h5', 'virtualGoods', 'virtualCoins', 'alipayPage', 'alipayWap'])
export type PayMethod = z.infer<typeof PayMethod>

/** What an order is for. A `gift` is a course for somebody else: paying it makes a code that one person may redeem. */
export const Goods = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('course'), courseId: Id }),
  z.object({ kind: z.literal('gift'), courseId: Id }),
  z.object({ kind: z.literal('membership'), planId: Id }),
  z.object({ kind: z.literal('topUp'), fen: Fen.min(1) }),
])
export type Goods = z.infer<typeof Goods>

/** What the school may have written for those who buy: about what is paid for once, and about a membership. */
export const PurchaseAgreementKind = z.enum(['paid', 'membership'])
export type PurchaseAgreementKind = z.infer<typeof PurchaseAgreementKind>
export const PurchaseAgreement = z.strictObject({ kind: PurchaseAgreementKind, version: z.int().positive() })
export type PurchaseAgreement = z.infer<typeof PurchaseAgreement>

/**
 * How a price came about, in the order of the rules: the list price, then what took something off it (below zero), each
 * once at the most. `points` and `balance` are ways of paying; what is left is paid through a gateway.
 */
export const PriceStep = z.object({
  kind: z.enum(['list', 'flash', 'group', 'member', 'coupon', 'points', 'balance']),
  fen: z.int(),
})
export type PriceStep = z.infer<typeof PriceStep>

export const Price = z.object({
  steps: z.array(PriceStep),
  /** What the goods cost this buyer, whatever it is paid with. */
  goodsFen: Fen,
  /** Points spent, and what they are worth. */
  points: z.int().nonnegative(),
  pointsFen: Fen,
  balanceFen: Fen,
  /** What is left to pay through a gateway. */
  payFen: Fen,
})
export type Price = z.infer<typeof Price>

export const OrderState = z.enum(['pending', 'paid', 'closed', 'refunding', 'partlyRefunded', 'refunded'])
export type OrderState = z.infer<typeof OrderState>

/** A refund as its buyer sees it. `fen` goes back the way it was paid, `balanceFen` to the wallet. */
export const RefundView = z.object({
  refundNo: z.string(),
  fen: Fen,
  balanceFen: Fen,
  points: z.int().nonnegative(),
  reason: z.string(),
  by: z.enum(['buyer', 'staff', 'system', 'elsewhere']),
  state: z.enum(['asked', 'going', 'stuck', 'done', 'refused']),
  /** What staff says to the buyer about a decision. */
  answer: z.string(),
  askedAt: Instant,
  doneAt: Instant.nullable(),
})
export type RefundView = z.infer<typeof RefundView>

export const InvoiceView = z.object({
  /** `toCorrect`: issued, and then money was given back: the school owes a red invoice (红字发票). `cancelled`: corrected to nothing. */
  state: z.enum(['asked', 'issued', 'toCorrect', 'cancelled']),
  title: z.string(),
  /** The tax number of a company; empty for a person. */
  taxNo: z.string(),
  email: z.string(),
  /** What it is written for, or will be: what was paid and has stayed, whatever it was paid with but points. */
  fen: Fen,
  /** What has stayed by now; less than `fen` by what a red invoice must take back. */
  keptFen: Fen,
  askedAt: Instant,
  issuedAt: Instant.nullable(),
  /** The number on the issued invoice. */
  number: z.string(),
  /** Red invoices, the oldest first. */
  corrections: z.array(z.object({ number: z.string(), fen: Fen, issuedAt: Instant })),
})
export type InvoiceView = z.infer<typeof InvoiceView>

/** How an order is paid: through whom, and in which of their ways. Null where nothing is left to pay. */
export const Way = z.object({ gateway: GatewayName, method: PayMethod })
export type Way = z.infer<typeof Way>

export const OrderView = z.object({
  orderId: Id,
  goods: Goods,
  title: z.string(),
  price: Price,
  /** What goes through the gateway: `price.payFen`. */
  fen: Fen,
  way: Way.nullable(),
  state: OrderState,
  /** What was bought is there; follows `paid` by a moment. */
  opened: z.boolean(),
  openedAt: Instant,
  /** What the buyer agreed to with this order; null where there was nothing to agree to. */
  agreed: PurchaseAgreement.nullable(),
  expiresAt: Instant,
  paidAt: Instant.nullable(),
  /** The payment service's own number, for the receipt. */
  transactionId: z.string().nullable(),
  /** The oldest first; one under way is the last. */
  refunds: z.array(RefundView),
  invoice: InvoiceView.nullable(),
  /** Of a paid gift: what the friend redeems. */
  giftCode: z.string().nullable(),
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

/** What `wx.requestVirtualPayment` takes. `signData` is a text that was signed as it stands: pass it on unchanged. */
export const VirtualPayParams = z.object({
  mode: z.enum(['short_series_goods', 'short_series_coin']),
  signData: z.string(),
  paySig: z.string(),
  signature: z.string(),
})
export type VirtualPayParams = z.infer<typeof VirtualPayParams>

/** What the client needs to let its person pay. */
export const PaySheet = z.discriminatedUnion('method', [
  z.object({ method: z.literal('jsapi'), params: PayParams }),
  z.object({ method: z.enum(['virtualGoods', 'virtualCoins']), params: VirtualPayParams }),
  /** Shown as a QR code, to be scanned with WeChat. */
  z.object({ method: z.literal('native'), codeUrl: z.string() }),
  /** Where the browser goes. */
  z.object({ method: z.enum(['h5', 'alipayPage', 'alipayWap']), url: z.url() }),
])
export type PaySheet = z.infer<typeof PaySheet>

export const Profile = z.object({
  userId: Id,
  nickname: z.string(),
  avatarUrl: z.string().nullable(),
})
export type Profile = z.infer<typeof Profile>
