import * as z from 'zod'
import { contract } from './contract'
import { Fen, Id, Instant, PurchaseAgreementKind } from './shapes'
import { PlanView } from './showMembership'

/** The names of all who have a place stand in one document. */
const MOST_SEATS = 1000

/** As it is typed. A line that begins with `# ` opens a section of an agreement. */
const Text = z.string().trim().max(20_000)
const Notes = z.string().trim().max(2000)

/**
 * What the office agrees about money, apart from settings: a teacher's share of a course, what membership means there, its
 * published item (道具), how many places it has and what is to be read before it is bought, the plans on sale, and what buyers agree to. Every change is kept with who made it.
 */
export const officeTerms = contract({
  name: 'officeTerms',
  access: 'admin',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('look'), courseId: Id }),
    z.strictObject({
      action: z.literal('course'),
      courseId: Id,
      share: z.strictObject({ userId: Id, percent: z.int().min(0).max(100) }).nullable(),
      forMembers: z.enum(['free', 'discount', 'none']),
      /** How many places there are from now on; null: as many as people want. Left out: as it is. */
      seats: z.int().min(1).max(MOST_SEATS).nullable().optional(),
      /** What is to be read before it is bought; empty: what the school says of all courses. Left out: as it is. */
      notes: Notes.optional(),
    }),
    /** Publishes the course at its price as an item at WeChat, or asks how far that is. */
    z.strictObject({ action: z.literal('item'), courseId: Id }),
    /** Whose account this is, before anything is shared with them. */
    z.strictObject({ action: z.literal('teacher'), userId: Id }),
    /** Every plan, also those off the shelf. */
    z.strictObject({ action: z.literal('plans') }),
    z.strictObject({ action: z.literal('agreements') }),
    /** All three at once. Words that changed are a new version from now on; empty: no agreement. `changedAt`: as `agreements` told it. */
    z.strictObject({
      action: z.literal('saveAgreements'),
      paid: Text,
      membership: Text,
      notes: Notes,
      changedAt: z.string().nullable(),
    }),
    z.strictObject({ action: z.literal('plan'), plan: PlanView, isOnSale: z.boolean(), rank: z.int().min(0).max(100) }),
  ]),
  output: z.discriminatedUnion('action', [
    z.object({
      action: z.enum(['look', 'course', 'item']),
      courseId: Id,
      share: z.object({ userId: Id, percent: z.int() }).nullable(),
      forMembers: z.enum(['free', 'discount', 'none']),
      item: z.object({ productId: z.string(), fen: Fen, readyAt: Instant }).nullable(),
      itemState: z.enum(['none', 'publishing', 'published', 'refused', 'outdated']),
      /** Places: how many there are (null: no limit), how many are sold since there is one, and how many orders that wait hold. */
      seats: z.object({ limit: z.int().nullable(), sold: z.int(), held: z.int() }),
      notes: z.string(),
    }),
    z.object({ action: z.literal('plan'), plan: PlanView }),
    z.object({
      action: z.literal('plans'),
      plans: z.array(z.object({ plan: PlanView, isOnSale: z.boolean(), rank: z.int() })),
    }),
    z.object({
      action: z.enum(['agreements', 'saveAgreements']),
      /** Those in force. */
      agreements: z.array(
        z.object({ kind: PurchaseAgreementKind, version: z.int(), since: Instant, text: z.string() }),
      ),
      /** For every course that has none of its own. */
      notes: z.string(),
      changedAt: z.string().nullable(),
    }),
    /** Null: nobody has this account. */
    z.object({ action: z.literal('teacher'), userId: Id, nickname: z.string().nullable() }),
  ]),
})
