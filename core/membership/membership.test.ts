import { DAY, memoryMarket } from '../../platform/memory/market'
import { MEI } from '../../platform/memory/school'
import { memberSource } from '../entitlements/enrolment'
import { enrolments } from '../entitlements/enrolments'
import { alignMemberCourses } from '../orders/delivery'
import type { Store } from '../ports'
import { type Spell, standingOf } from './membership'
import { memberships } from './memberships'

const NOW = new Date('2026-11-21T02:00:00.000Z')
const day = (n: number) => new Date(NOW.getTime() + n * DAY).toISOString()
const spell = (source: string, from: number, days: number, percent = 80): Spell => ({
  source,
  days,
  percent,
  grantedAt: day(from),
})
const standing = (spells: Spell[], at: number, revoked: string[] = []) =>
  standingOf({ _id: 'mei', spells, revoked, rev: 0 }, new Date(day(at)))

test('a member is one until the days are over', () => {
  expect(standing([spell('a', 0, 30)], 0)).toEqual({ until: day(30), percent: 80 })
  expect(standing([spell('a', 0, 30)], 29.9)).toEqual({ until: day(30), percent: 80 })
  expect(standing([spell('a', 0, 30)], 30)).toBeNull()
  expect(standingOf(null, NOW)).toBeNull()
})

test('days bought meanwhile begin when those before are over, whichever was written down first', () => {
  const spells = [spell('b', 10, 30, 90), spell('a', 0, 30, 80)]
  expect(standing(spells, 15)).toEqual({ until: day(60), percent: 80 })
  expect(standing(spells, 45)).toEqual({ until: day(60), percent: 90 })
})

test('days bought after a gap begin when they were bought', () => {
  const spells = [spell('a', 0, 30), spell('b', 40, 30)]
  expect(standing(spells, 20)).toEqual({ until: day(30), percent: 80 })
  expect(standing(spells, 35)).toBeNull()
  expect(standing(spells, 50)).toEqual({ until: day(70), percent: 80 })
})

test('days taken back are as if they had never been, and those after them move up', () => {
  const spells = [spell('a', 0, 30), spell('b', 10, 30)]
  expect(standing(spells, 15, ['a'])).toEqual({ until: day(40), percent: 80 })
  expect(standing(spells, 5, ['a'])).toBeNull()
})

test('a spell is added once, and one that was taken back before it came never counts', async () => {
  const { ports } = await memoryMarket()
  const book = memberships(ports)
  await Promise.all([
    book.add('mei', spell('a', 0, 30)),
    book.add('mei', spell('a', 0, 30)),
    book.add('mei', spell('b', 0, 30)),
  ])
  await book.revoke('mei', 'c')
  await book.add('mei', spell('c', 0, 30))
  expect(standingOf(await book.find('mei'), NOW)?.until).toBe(day(60))
})

test('a renewal and an older look at the same time leave the later end', async () => {
  const { ports, store } = await memoryMarket()
  const book = memberships(ports)
  const source = memberSource('mei')
  await book.add('mei', { ...spell('a', 0, 30), grantedAt: ports.clock.now().toISOString() })
  await enrolments(ports).grant('mei', 'spring-ink', source, day(0), day(30))
  const until = async () => (await enrolments(ports).find('mei', 'spring-ink'))?.accessUntil
  // One worker has read the membership as it was; before it writes, the renewal comes and is written out whole.
  let hasRenewed = false
  const slow: Store = {
    ...store,
    async change(collection, id, when, change) {
      if (collection === 'enrolments' && !hasRenewed) {
        hasRenewed = true
        await book.add('mei', { ...spell('b', 0, 30), grantedAt: ports.clock.now().toISOString() })
        await alignMemberCourses(ports, 'mei')
      }
      return store.change(collection, id, when, change)
    },
  }
  await alignMemberCourses({ ...ports, store: slow }, 'mei')
  expect(await until()).toBe(new Date(ports.clock.now().getTime() + 60 * DAY).toISOString())
})

test('a member who was let into more courses than a list shows keeps all of them with a renewal', async () => {
  const { ports, store, paid, pass, clock } = await memoryMarket()
  const at = clock.now().toISOString()
  for (let n = 0; n < 130; n += 1)
    await enrolments(ports).grant('mei', `course-${n}`, memberSource('mei'), n % 2 ? at : day(-n), at)
  await pass(DAY)
  await paid(MEI, { kind: 'membership', planId: 'year' })
  const until = new Date(clock.now().getTime() + 365 * DAY).toISOString()
  expect(store.all('enrolments').filter(({ accessUntil }) => accessUntil === until)).toHaveLength(130)
})
