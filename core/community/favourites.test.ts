import { memoryReaders, refusal, SPRING } from '../../platform/memory/readers'
import { MEI, ZHOU } from '../../platform/memory/school'
import { editCourse } from '../catalog/editCourse'
import type { Input, Output } from '../contract'
import { tellNews } from '../messages/tellNews'
import type { Caller } from '../ports'
import { SPRING as DRAFT } from '../school.fixture'
import { favourites } from './favourites'

const EDITOR = { userId: 'office', openid: '', roles: ['editor'] as const }

async function given() {
  const readers = await memoryReaders()
  const { ports } = readers
  const ask = (who: Caller, input: Input<'favourites'>) => favourites(ports)(who, input)
  return {
    ...readers,
    ask,
    add: (who: Caller, courseId = 'spring-ink') => ask(who, { action: 'add', courseId }),
    remove: (who: Caller, courseId = 'spring-ink') => ask(who, { action: 'remove', courseId }),
    async list(who: Caller, after?: string) {
      const answer = await ask(who, { action: 'list', ...(after && { after }) })
      return answer as Extract<Output<'favourites'>, { action: 'list' }>
    },
    async costs(fen: number) {
      await editCourse(ports)(EDITOR, { action: 'save', course: { ...DRAFT, fen } })
    },
    tell: () => tellNews(ports)({ userId: '', openid: '', roles: [] }, {}),
  }
}

test('added and removed as often as one likes, also at once: it is there or it is not', async () => {
  const { add, remove, ask, list, store } = await given()
  await Promise.all([add(MEI), add(MEI), add(MEI)])
  expect((await list(MEI)).favourites.map(({ courseId, fellFen }) => [courseId, fellFen])).toEqual([['spring-ink', 0]])
  expect(await ask(MEI, { action: 'has', courseId: 'spring-ink' })).toEqual({ action: 'has', isFavourite: true })
  expect(await ask(ZHOU, { action: 'has', courseId: 'spring-ink' })).toEqual({ action: 'has', isFavourite: false })
  await remove(MEI)
  await remove(MEI)
  expect(await list(MEI)).toEqual({ action: 'list', favourites: [], next: null })
  await add(MEI)
  expect((await list(MEI)).favourites).toHaveLength(1)
  expect(store.all('favourites')).toHaveLength(1)
  expect(await refusal(add(MEI, 'no-such-course'))).toBe('COURSE_NOT_FOUND')
})

test('put back within the hour it is the same favourite; later it begins anew', async () => {
  const { add, remove, costs, list, clock } = await given()
  await add(MEI)
  await costs(9900)
  await remove(MEI)
  await add(MEI)
  expect((await list(MEI)).favourites[0]?.fellFen).toBe(10000)
  await remove(MEI)
  clock.advance(2 * 3_600_000)
  await add(MEI)
  expect((await list(MEI)).favourites[0]?.fellFen).toBe(0)
})

test('the newest first; one that was taken off the shelf stays, without a card', async () => {
  const { add, list, clock, ports } = await given()
  await add(MEI, 'water')
  clock.advance(1000)
  await add(MEI)
  await editCourse(ports)(EDITOR, { action: 'withdraw', courseId: 'water' })
  expect((await list(MEI)).favourites.map(({ courseId, card }) => [courseId, card?.title ?? null])).toEqual([
    ['spring-ink', '春日水墨'],
    ['water', null],
  ])
})

describe('a price that fell', () => {
  test('is told once to everybody who waits for it, and to nobody who has the course', async () => {
    const { add, costs, tell, store, paid, list, clock } = await given()
    await add(MEI)
    await add(ZHOU)
    await paid(ZHOU, SPRING)
    clock.advance(1000)
    await costs(9900)
    expect((await list(MEI)).favourites[0]?.fellFen).toBe(10000)
    expect((await tell()).written).toBe(1)
    expect((await tell()).written).toBe(0)
    const told = store.all('letters').filter(({ kind }) => kind === 'priceFell')
    expect(told.map(({ userId, facts }) => [userId, facts])).toEqual([
      ['mei', { title: '春日水墨', courseId: 'spring-ink', orderId: '', fen: 9900, words: '' }],
    ])
  })

  test('is not told when it rose again before anybody was told, nor to who added it cheaper', async () => {
    const { add, costs, tell, clock, store } = await given()
    await add(MEI)
    clock.advance(1000)
    await costs(9900)
    clock.advance(1000)
    await costs(19900)
    expect((await tell()).written).toBe(0)
    clock.advance(1000)
    await costs(5000)
    await add(ZHOU)
    expect((await tell()).written).toBe(1)
    expect(store.all('letters').filter(({ kind }) => kind === 'priceFell')).toHaveLength(1)
  })

  test('of two hundred and fifty people each hears once, though the work is cut into pieces', async () => {
    const { add, costs, tell, store, person, clock } = await given()
    for (let n = 0; n < 250; n++) await add(await person(`fan${n}`))
    clock.advance(1000)
    await costs(100)
    const counts = [await tell(), await tell(), await tell(), await tell()].map(({ written }) => written)
    expect(counts).toEqual([100, 100, 50, 0])
    const told = store.all('letters').filter(({ kind }) => kind === 'priceFell')
    expect(new Set(told.map(({ userId }) => userId)).size).toBe(250)
  })
})
