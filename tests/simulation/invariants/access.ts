import { isKept, type Order } from '../../../core/orders/order'
import { counting, isGiving, twice } from '../facts'
import type { Invariant } from '../invariants'

const hasHadRefunds = ({ refund, refunds }: Order): boolean => refund !== null || refunds.length > 0

const seatNameOf = ({ _id, seat }: Order): string => (seat === 'late' ? `${_id}L` : _id)

/** Who has what, and why. */
export const access: Invariant[] = [
  {
    sentence:
      'No paid order is without access, and no access without a grant that something paid, given or redeemed stands behind.',
    contradictions({ enrolments, expected }) {
      const actual = new Set(enrolments.flatMap((one) => counting(one).map(({ source }) => `${one._id} by ${source}`)))
      return [
        ...[...expected].filter((one) => !actual.has(one)).map((one) => `${one}: paid for, and no access`),
        ...[...actual].filter((one) => !expected.has(one)).map((one) => `${one}: access, and nothing behind it`),
        ...enrolments
          .filter((one) => one.hasAccess !== counting(one).length > 0)
          .map(({ _id }) => `${_id}: hasAccess does not follow from its grants`),
      ]
    },
  },
  {
    sentence: 'Each source grants once.',
    contradictions: ({ enrolments, memberships }) => [
      ...enrolments.flatMap(({ _id, grants }) =>
        twice(grants.map(({ source }) => source)).map((source) => `${_id} twice by ${source}`),
      ),
      ...memberships.flatMap(({ _id, spells }) =>
        twice(spells.map(({ source }) => source)).map((source) => `membership of ${_id} twice by ${source}`),
      ),
    ],
  },
  {
    sentence:
      'No course is paid twice by the same learner, unless a person who decides about a refund of it has been told.',
    contradictions: ({ orders, world }) =>
      twice(
        orders.flatMap((order) =>
          order.goods.kind === 'course' &&
          isKept(order) &&
          isGiving(order) &&
          order.price.goodsFen > 0 &&
          !(
            hasHadRefunds(order) &&
            world.alerts.some(({ code, facts }) => code === 'PAID_TWICE' && facts.orderId === order._id)
          )
            ? [`${order.userId}:${order.goods.courseId}`]
            : [],
        ),
      ).map((one) => `${one} is paid twice`),
  },
  {
    sentence: 'Each code opens one thing for one person.',
    contradictions: ({ enrolments, memberships }) =>
      twice([
        ...enrolments.flatMap(({ grants }) =>
          grants.map(({ source }) => source).filter((one) => one.startsWith('code:')),
        ),
        ...memberships.flatMap(({ spells }) =>
          spells.map(({ source }) => source).filter((one) => one.startsWith('code:')),
        ),
      ]).map((source) => `${source} opened twice`),
  },
  {
    sentence: 'A gift that was paid has its code, and one that was given back has none that opens anything.',
    contradictions({ orders, codes }) {
      const byId = new Map(codes.map((code) => [code._id, code]))
      return orders.flatMap((order) => {
        if (order.goods.kind !== 'gift' || !order.giftCode) return []
        const code = byId.get(order.giftCode)
        if (isGiving(order))
          return code && code.state !== 'cancelled'
            ? []
            : [`${order._id} is paid, its code is ${code?.state ?? 'missing'}`]
        return code?.state === 'open' ? [`${order._id} is ${order.state}, its code is open`] : []
      })
    },
  },
  {
    sentence: 'Membership is what was bought and redeemed, and nothing that was given back.',
    contradictions({ orders, codes, memberships }) {
      const expected = [
        ...orders
          .filter((order) => order.goods.kind === 'membership' && isGiving(order))
          .map(({ _id, userId }) => `${userId} by order:${_id}`),
        ...codes
          .filter(({ state, goods }) => state === 'redeemed' && goods.kind === 'membership')
          .map(({ _id, redeemedBy }) => `${redeemedBy} by code:${_id}`),
      ]
      const actual = memberships.flatMap(({ _id, spells, revoked }) =>
        spells.filter(({ source }) => !revoked.includes(source)).map(({ source }) => `${_id} by ${source}`),
      )
      return [
        ...expected.filter((one) => !actual.includes(one)).map((one) => `membership of ${one} is missing`),
        ...actual.filter((one) => !expected.includes(one)).map((one) => `membership of ${one} has nothing behind it`),
      ]
    },
  },
  {
    sentence: 'What a member was let into lasts as long as the membership.',
    contradictions: ({ enrolments, standings, now }) =>
      enrolments.flatMap((enrolment) =>
        counting(enrolment)
          .filter(({ source }) => source.startsWith('member:'))
          .flatMap(({ until }) => {
            const end = standings.get(enrolment.userId)?.until ?? null
            const fits = end === null ? until !== null && until <= now : until === end
            return fits ? [] : [`${enrolment._id} is open until ${until}, the membership until ${end}`]
          }),
      ),
  },
  {
    sentence: 'Never are more places taken than there are, whoever asks at the same moment.',
    contradictions: ({ world }) => [...world.witness.crowded],
  },
  {
    sentence:
      'Whoever has a course by an order that takes a place has one, and no place is lost to an order that was given up.',
    contradictions: ({ seats, orders, world }) =>
      seats.flatMap(({ _id, odd, even, sold }) => {
        const wanted = orders.filter(
          ({ goods, seat }) => seat !== null && 'courseId' in goods && goods.courseId === _id,
        )
        const owed = wanted.filter(isGiving).map((order) => ({ order, name: seatNameOf(order) }))
        // Paid when all was taken, or twice: somebody knows, and gives back what the gateway would not.
        const isTold = ({ _id: orderId, seat }: Order) =>
          seat === 'late' &&
          world.alerts.some(
            ({ code, facts }) => ['PAID_WHEN_FULL', 'PAID_TWICE'].includes(code) && facts.orderId === orderId,
          )
        const names = owed.map(({ name }) => name)
        return [
          ...owed
            .filter(({ order, name }) => !sold.includes(name) && !isTold(order))
            .map(({ name }) => `${name} has ${_id} without a place`),
          ...[...odd, ...even].map((name) => `${name} still holds a place of ${_id}`),
          ...sold.filter((name) => !names.includes(name)).map((name) => `a place of ${_id} is lost to ${name}`),
          ...twice(sold).map((name) => `${name} has two places of ${_id}`),
        ]
      }),
  },
  {
    sentence: 'Nobody keeps a certificate of a course they have no grant for.',
    contradictions: ({ certificates, enrolments }) =>
      certificates
        .filter(({ revokedAt, userId, courseId }) => {
          const enrolment = enrolments.find(({ _id }) => _id === `${userId}:${courseId}`)
          return revokedAt === null && !(enrolment && counting(enrolment).length)
        })
        .map(({ userId, courseId }) => `${userId} keeps the certificate of ${courseId}`),
  },
]
