import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import { plans } from '../membership/memberships'
import { planView } from '../membership/showMembership'
import { User } from '../people/user'
import type { Caller, Ports } from '../ports'
import { heldIn, type Seats, seating } from '../seats/seats'
import { agreementsInForce, writeAgreements } from '../settings/purchaseAgreements'
import type { Course } from './course'
import { courses } from './courses'
import { prepare } from './prepared'
import { shelf } from './shelf'
import { type CourseTerms, termsFrom } from './terms'

type Needs = Pick<Ports, 'store' | 'files' | 'ids' | 'clock' | 'virtualItems'>
type ItemState = Extract<Output<'officeTerms'>, { action: 'look' | 'course' | 'item' }>['itemState']

const audit = ({ store, ids, clock }: Needs, by: string, what: string, facts: object) =>
  store.insert('audits', { _id: ids.next(), at: clock.now().toISOString(), by, what, ...facts })

/** WeChat takes letters, digits and underscores as a product id; the course's own name is one with dashes. */
const productIdOf = (courseId: string): string => `course_${courseId.replaceAll('-', '_')}`

/**
 * Publishes the course as an item at its price of now, or learns how far that is. The item is written down only once WeChat
 * has it at this price: until then the course is sold with coins.
 */
async function publishItem(
  ports: Needs,
  course: Course,
  terms: CourseTerms,
): Promise<{ terms: CourseTerms; itemState: ItemState }> {
  const productId = productIdOf(course._id)
  if (course.fen === 0) return { terms: { ...terms, item: null }, itemState: 'none' }
  const items = ports.virtualItems()
  if (!items) throw new AppError('NO_WAY_TO_PAY', { goods: 'item' })
  const there = await items.stateOf(productId)
  if (there?.state === 'published' && there.fen === course.fen)
    return { terms: { ...terms, item: { productId, fen: there.fen, readyAt: there.readyAt } }, itemState: 'published' }
  if (there?.state === 'publishing' && there.fen === course.fen) return { terms, itemState: 'publishing' }
  if (there?.state === 'refused' && there.fen === course.fen)
    return { terms: { ...terms, item: null }, itemState: 'refused' }
  await items.publish({ productId, title: course.title, fen: course.fen })
  return { terms: { ...terms, item: null }, itemState: 'publishing' }
}

/** Places are counted from the next order on, and seen in every list when this answers. */
async function limitSeats(ports: Needs, courseId: string, limit: number | null): Promise<Seats | null> {
  const seats = await seating(ports).limit(courseId, limit)
  if (await shelf(ports).limit(courseId, limit !== null)) await prepare(ports)
  return seats
}

async function agreements(
  ports: Needs,
  action: 'agreements' | 'saveAgreements',
): Promise<Extract<Output<'officeTerms'>, { action: 'agreements' | 'saveAgreements' }>> {
  const { written, texts } = await agreementsInForce(ports)
  return {
    action,
    agreements: texts.map(({ _id, ...text }) => text),
    notes: written.notes,
    changedAt: written.changedAt,
  }
}

const itemStateOf = (course: Course, { item }: CourseTerms): ItemState =>
  !item ? 'none' : item.fen === course.fen ? 'published' : 'outdated'

/** What the office agrees about money. Refuses: COURSE_NOT_FOUND; CHANGED_MEANWHILE, for agreements; PAYMENT_UNAVAILABLE when WeChat cannot be asked about an item. */
export const officeTerms =
  (ports: Needs) =>
  async ({ userId }: Caller, input: Input<'officeTerms'>): Promise<Output<'officeTerms'>> => {
    if (input.action === 'plan') {
      const { planId, ...plan } = input.plan
      const kept = { _id: planId, ...plan, isOnSale: input.isOnSale, rank: input.rank }
      await audit(ports, userId, 'plan', { plan: kept })
      await plans(ports).put(kept)
      return { action: 'plan', plan: planView(kept) }
    }
    if (input.action === 'plans') {
      const all = await plans(ports).all()
      return {
        action: 'plans',
        plans: all.map((plan) => ({ plan: planView(plan), isOnSale: plan.isOnSale, rank: plan.rank })),
      }
    }
    if (input.action === 'agreements') return agreements(ports, 'agreements')
    if (input.action === 'saveAgreements') {
      const { action, changedAt, ...texts } = input
      await writeAgreements(ports, texts, { by: userId, since: changedAt })
      return agreements(ports, action)
    }
    if (input.action === 'teacher') {
      const user = User.nullable().parse(await ports.store.get('users', input.userId))
      return { action: 'teacher', userId: input.userId, nickname: user?.nickname ?? null }
    }

    const { courseId } = input
    const [course, doc, seatsBefore] = await Promise.all([
      courses(ports).find(courseId),
      ports.store.get('terms', courseId),
      seating(ports).find(courseId),
    ])
    if (!course) throw new AppError('COURSE_NOT_FOUND', { courseId })
    const before = termsFrom(courseId, doc)
    let [terms, itemState, seats] = [before, itemStateOf(course, before), seatsBefore]
    if (input.action === 'course') {
      const { share, forMembers, notes = before.notes } = input
      terms = { ...before, share, forMembers, notes }
    }
    if (input.action === 'item') ({ terms, itemState } = await publishItem(ports, course, before))
    if (input.action !== 'look') {
      await audit(ports, userId, 'terms', { terms })
      await ports.store.put('terms', terms)
    }
    if (input.action === 'course' && input.seats !== undefined) {
      await audit(ports, userId, 'seats', { courseId, seats: input.seats })
      seats = await limitSeats(ports, courseId, input.seats)
    }
    const { share, forMembers, item, notes } = terms
    return {
      action: input.action,
      courseId,
      share,
      forMembers,
      item,
      itemState,
      seats: {
        limit: seats?.limit ?? null,
        sold: seats?.sold.length ?? 0,
        held: seats ? heldIn(seats) : 0,
      },
      notes,
    }
  }
