import { memoryMarket, OFFICE } from '../../platform/memory/market'
import { MEI } from '../../platform/memory/school'
import type { Input } from '../contract'
import { showMembership } from '../membership/showMembership'
import { officeTerms } from './officeTerms'

const SPRING = { courseId: 'spring-ink' }

async function given() {
  const market = await memoryMarket({})
  return { ...market, office: (input: Input<'officeTerms'>) => officeTerms(market.ports)(OFFICE, input) }
}

test('where the office said nothing, members pay less and nobody shares', async () => {
  const { office } = await given()
  expect(await office({ action: 'look', ...SPRING })).toEqual({
    action: 'look',
    ...SPRING,
    share: null,
    forMembers: 'discount',
    item: null,
    itemState: 'none',
    seats: { limit: null, sold: 0, held: 0 },
  })
})

test('what is agreed about a course is kept, with who agreed to it and when', async () => {
  const { office, store, clock } = await given()
  const share = { userId: 'lin', percent: 60 }
  const agreed = { ...SPRING, share, forMembers: 'none' as const }
  expect(await office({ action: 'course', ...agreed })).toEqual({
    action: 'course',
    ...agreed,
    item: null,
    itemState: 'none',
    seats: { limit: null, sold: 0, held: 0 },
  })
  expect(store.all('audits').filter(({ what }) => what === 'terms')).toEqual([
    {
      _id: expect.any(String),
      at: clock.now().toISOString(),
      by: 'office',
      what: 'terms',
      terms: { _id: 'spring-ink', share, forMembers: 'none', item: null },
    },
  ])
})

test('a course is published as an item at its price of now; at another price it is outdated until it is published again', async () => {
  const { office, store, items } = await given()
  expect(await office({ action: 'item', ...SPRING })).toMatchObject({ item: null, itemState: 'publishing' })
  const published = await office({ action: 'item', ...SPRING })
  expect(published).toMatchObject({ itemState: 'published', item: { productId: 'course_spring_ink', fen: 19900 } })
  await store.change('courses', 'spring-ink', {}, { set: { fen: 9900 } })
  expect(await office({ action: 'look', ...SPRING })).toMatchObject({ itemState: 'outdated', item: { fen: 19900 } })
  await office({ action: 'item', ...SPRING })
  expect(await office({ action: 'item', ...SPRING })).toMatchObject({ itemState: 'published', item: { fen: 9900 } })
  items.refuse('course_spring_ink')
  expect(await office({ action: 'item', ...SPRING })).toMatchObject({ itemState: 'refused', item: null })
})

test('a school without virtual payment publishes no items, and nobody agrees about a course that is not there', async () => {
  const { ports, office } = await given()
  await expect(
    officeTerms({ ...ports, virtualItems: () => null })(OFFICE, { action: 'item', ...SPRING }),
  ).rejects.toMatchObject({ code: 'NO_WAY_TO_PAY' })
  await expect(office({ action: 'look', courseId: 'none' })).rejects.toMatchObject({ code: 'COURSE_NOT_FOUND' })
})

test('a plan is sold as the office wrote it, in the order it wants, and kept with who wrote it', async () => {
  const { office, ports, store } = await given()
  const month = { planId: 'month', title: '月度会员', days: 30, fen: 3900, percent: 90, rights: ['课程九折'] }
  await office({ action: 'plan', plan: month, isOnSale: true, rank: 0 })
  const { plans, mine } = await showMembership(ports)(MEI, {})
  expect(plans.map(({ planId }) => planId)).toEqual(['month', 'year'])
  expect(plans[0]).toEqual(month)
  expect(mine).toBeNull()
  await office({ action: 'plan', plan: month, isOnSale: false, rank: 0 })
  expect((await showMembership(ports)(MEI, {})).plans.map(({ planId }) => planId)).toEqual(['year'])
  expect(store.all('audits').filter(({ what }) => what === 'plan')).toHaveLength(2)
})
