import { memoryMarket, OFFICE } from '../../platform/memory/market'
import { MEI } from '../../platform/memory/school'
import type { Input } from '../contract'
import { showMembership } from '../membership/showMembership'
import type { Caller } from '../ports'
import { browseCatalog } from './browseCatalog'
import { officeTerms } from './officeTerms'

const SPRING = { courseId: 'spring-ink' }
const STRANGER: Caller = { userId: '', openid: '', roles: [] }

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
    notes: '',
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
    notes: '',
  })
  expect(store.all('audits').filter(({ what }) => what === 'terms')).toEqual([
    {
      _id: expect.any(String),
      at: clock.now().toISOString(),
      by: 'office',
      what: 'terms',
      terms: { _id: 'spring-ink', share, forMembers: 'none', item: null, notes: '' },
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

describe('what buyers read', () => {
  const save = { action: 'saveAgreements', paid: '', membership: '', notes: '', changedAt: null } as const

  test('each change of words is a version of its own, and every version can be read for good', async () => {
    const { office, ports, store, clock } = await given()
    const first = clock.now().toISOString()
    expect(await office({ action: 'agreements' })).toEqual({
      action: 'agreements',
      agreements: [],
      notes: '',
      changedAt: null,
    })
    const written = { ...save, paid: '# 退款\n七天内可退', notes: '拍下七天内可退' }
    expect(await office(written)).toEqual({
      action: 'saveAgreements',
      agreements: [{ kind: 'paid', version: 1, since: first, text: '# 退款\n七天内可退' }],
      notes: '拍下七天内可退',
      changedAt: first,
    })
    clock.advance(1000)
    const second = clock.now().toISOString()
    const membership = { kind: 'membership', version: 1, since: second, text: '会员' } as const
    // Only the words that changed are new.
    expect(await office({ ...written, membership: '会员', changedAt: first })).toMatchObject({
      agreements: [{ kind: 'paid', version: 1, since: first }, membership],
    })
    clock.advance(1000)
    await office({ ...written, paid: '', membership: '会员', changedAt: second })
    expect(await office({ action: 'agreements' })).toMatchObject({ agreements: [membership] })
    const withdrawn = clock.now().toISOString()
    clock.advance(1000)
    const third = clock.now().toISOString()
    await office({ ...written, paid: '新的', membership: '会员', changedAt: withdrawn })
    const paid = { kind: 'paid', version: 2, since: third, text: '新的' } as const
    expect(await office({ action: 'agreements' })).toMatchObject({ agreements: [paid, membership] })
    const read = async (version: number) =>
      browseCatalog(ports)(STRANGER, { action: 'agreement', agreement: { kind: 'paid', version } })
    expect([await read(1), await read(2), await read(3)]).toEqual([
      { action: 'agreement', agreement: expect.objectContaining({ version: 1, text: '# 退款\n七天内可退' }) },
      { action: 'agreement', agreement: expect.objectContaining(paid) },
      { action: 'agreement', agreement: null },
    ])
    expect(
      store
        .all('audits')
        .filter(({ what }) => what === 'agreements')
        .at(-1),
    ).toEqual({
      _id: expect.any(String),
      at: third,
      by: 'office',
      what: 'agreements',
      paid: { version: 2, since: third, isInForce: true },
      membership: { version: 1, since: second, isInForce: true },
      notes: '拍下七天内可退',
    })
  })

  test('of two who write at once the second is told, and nothing of theirs is kept', async () => {
    const { office, store } = await given()
    await office({ ...save, paid: '先来的' })
    await expect(office({ ...save, paid: '后到的' })).rejects.toMatchObject({ code: 'CHANGED_MEANWHILE' })
    expect(store.all('agreements').map(({ text }) => text)).toEqual(['先来的'])
  })

  test('a course has the notes of the school until it has its own', async () => {
    const { office, ports } = await given()
    const notes = async () => {
      const answer = await browseCatalog(ports)(STRANGER, { action: 'detail', ...SPRING })
      return answer.action === 'detail' ? answer.course.notes : null
    }
    expect(await notes()).toBe('')
    await office({ ...save, notes: '拍下七天内可退' })
    expect(await notes()).toBe('拍下七天内可退')
    const terms = { action: 'course', ...SPRING, share: null, forMembers: 'discount' } as const
    await office({ ...terms, notes: '自备毛笔' })
    expect(await notes()).toBe('自备毛笔')
    // Whoever changes the share only leaves the notes.
    expect(await office(terms)).toMatchObject({ notes: '自备毛笔' })
  })
})
