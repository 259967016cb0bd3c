import { certificates } from '../certificates/certificates'
import { codes } from '../codes/codes'
import { withdrawReview } from '../community/reviewTurn'
import type { Goods } from '../contract/shapes'
import { codeSource, isOpen, memberSource, orderSource, otherOrderOf } from '../entitlements/enrolment'
import { enrolments } from '../entitlements/enrolments'
import { studies } from '../learning/studies'
import { standingOf } from '../membership/membership'
import { memberships } from '../membership/memberships'
import type { Ports } from '../ports'
import type { Order } from './order'

type Needs = Pick<Ports, 'store' | 'ids' | 'clock'>

/** Shuts a course that one source opened: lessons and certificate with it, unless something else still opens it. */
export async function shutCourse(ports: Needs, userId: string, courseId: string, source: string): Promise<void> {
  const at = ports.clock.now().toISOString()
  const isOut = await enrolments(ports).revoke(userId, courseId, source, at)
  if (isOut)
    await Promise.all([
      studies(ports).shut(userId, courseId),
      certificates(ports).revoke(userId, courseId, at),
      withdrawReview(ports, userId, courseId),
    ])
}

/**
 * Lets a member into courses for as long as the membership lasts, and answers those that are shut now. Done again when the membership
 * changed meanwhile, so that of two at once the end that counts is written last.
 */
async function letMemberIn(ports: Needs, userId: string, courseIds: string[]): Promise<string[]> {
  const read = () => memberships(ports).find(userId)
  for (let membership = await read(); ; ) {
    const now = ports.clock.now()
    const at = now.toISOString()
    const until = standingOf(membership, now)?.until ?? at
    const shut: string[] = []
    for (const courseId of courseIds) {
      const enrolment = await enrolments(ports).grant(userId, courseId, memberSource(userId), at, until)
      if (!isOpen(enrolment, now)) shut.push(courseId)
    }
    const after = courseIds.length ? await read() : membership
    if (after?.rev === membership?.rev) return shut
    membership = after
  }
}

/** What a member was let into lasts as long as the membership, whether that was renewed or ended early. Answers what is shut now. */
export async function alignMemberCourses(ports: Needs, userId: string): Promise<string[]> {
  const source = memberSource(userId)
  const mine = await enrolments(ports).everyOf(userId)
  const letIn = mine.filter(({ grants }) => grants.some((grant) => grant.source === source))
  return letMemberIn(
    ports,
    userId,
    letIn.map(({ courseId }) => courseId),
  )
}

/** A membership was given back: what it alone had opened is shut, and what was certified during it is withdrawn. */
async function endMembership(ports: Needs, { _id, userId, paidAt }: Order): Promise<void> {
  await memberships(ports).revoke(userId, orderSource(_id))
  const at = ports.clock.now().toISOString()
  for (const courseId of await alignMemberCourses(ports, userId)) {
    await studies(ports).shut(userId, courseId)
    const certificate = await certificates(ports).ofLearner(userId, courseId)
    if (certificate && paidAt && (certificate.validSince || certificate.issuedAt) >= paidAt)
      await certificates(ports).revoke(userId, courseId, at)
  }
}

/**
 * Hands over what was bought; twice is once. `duplicate`: this learner has the course by another paid order already, so that this one
 * must go back. The other's grant is never touched.
 */
export async function deliver(ports: Needs, order: Order): Promise<'done' | 'duplicate'> {
  const { userId, goods, membership, giftCode } = order
  const at = ports.clock.now().toISOString()
  const source = orderSource(order._id)
  switch (goods.kind) {
    case 'course': {
      const isMembers = order.price.goodsFen === 0 && order.price.steps.some(({ kind }) => kind === 'member')
      if (isMembers) {
        await letMemberIn(ports, userId, [goods.courseId])
        return 'done'
      }
      const known = await enrolments(ports).grant(userId, goods.courseId, source, at)
      const other = otherOrderOf(known, source)
      const isSecond =
        other !== undefined &&
        known.grants.findIndex((grant) => grant.source === other) <
          known.grants.findIndex((grant) => grant.source === source)
      return isSecond && order.price.goodsFen > 0 ? 'duplicate' : 'done'
    }
    case 'gift':
      if (giftCode)
        await codes(ports).add({
          _id: giftCode,
          goods: { kind: 'course', courseId: goods.courseId },
          title: order.title,
          origin: source,
          giverId: userId,
          state: 'open',
          redeemedBy: '',
          redeemedAt: null,
          expiresAt: null,
          createdAt: at,
          dueAt: null,
        })
      return 'done'
    case 'membership':
      if (membership) await memberships(ports).add(userId, { source, ...membership, grantedAt: order.paidAt ?? at })
      await alignMemberCourses(ports, userId)
      return 'done'
    case 'topUp':
      // The ledger's entry is the delivery.
      return 'done'
  }
}

/** Takes back what an order handed over, and nothing that came from elsewhere. */
export async function takeBack(ports: Needs, order: Order): Promise<void> {
  const { userId, goods, giftCode } = order
  const source = orderSource(order._id)
  const work: Record<Goods['kind'], () => Promise<unknown>> = {
    async course() {
      if (goods.kind === 'course') await shutCourse(ports, userId, goods.courseId, source)
    },
    async gift() {
      if (!giftCode || goods.kind !== 'gift') return
      const at = ports.clock.now().toISOString()
      // Crossed out also when it is not there yet: an opening that comes late finds it taken.
      await codes(ports).add({
        _id: giftCode,
        goods: { kind: 'course', courseId: goods.courseId },
        title: order.title,
        origin: source,
        giverId: userId,
        state: 'cancelled',
        redeemedBy: '',
        redeemedAt: null,
        expiresAt: null,
        createdAt: at,
        dueAt: null,
      })
      const cancelled = await codes(ports).change(giftCode, { state: 'open' }, { set: { state: 'cancelled' } })
      const code = cancelled ?? (await codes(ports).find(giftCode))
      if (code?.state === 'redeemed') await shutCourse(ports, code.redeemedBy, goods.courseId, codeSource(giftCode))
    },
    membership: () => endMembership(ports, order),
    topUp: async () => {},
  }
  await work[goods.kind]()
}
