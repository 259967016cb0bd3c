import { memorySchool } from '../../platform/memory/school'
import type { Caller } from '../ports'
import { makeCodes } from './makeCodes'

const ADMIN: Caller = { userId: 'office', openid: '', roles: ['admin'] }
const SPRING = { kind: 'course', courseId: 'spring-ink' } as const

test('the office finds the batches it made, the newest first, each with what it opens', async () => {
  const { ports, clock } = await memorySchool()
  const make = (batch: string, count: number) =>
    makeCodes(ports)(ADMIN, { action: 'make', batch, count, goods: SPRING, expiresAt: null })
  const firstAt = clock.now().toISOString()
  await make('new-year', 2)
  clock.advance(60_000)
  await make('autumn', 3)
  const autumn = { batch: 'autumn', title: '春日水墨', count: 3, madeAt: clock.now().toISOString() }
  const list = () => makeCodes(ports)(ADMIN, { action: 'batches' })
  expect(await list()).toEqual({
    batch: '',
    codes: [],
    next: null,
    batches: [autumn, { batch: 'new-year', title: '春日水墨', count: 2, madeAt: firstAt }],
  })
  // The same name again goes on with the same batch.
  await make('autumn', 3)
  expect(await list()).toMatchObject({ batches: [autumn, { batch: 'new-year' }] })
})

test('a batch for a course that is not there is not made', async () => {
  const { ports } = await memorySchool()
  const goods = { kind: 'course', courseId: 'no-such-course' } as const
  await expect(
    makeCodes(ports)(ADMIN, { action: 'make', batch: 'lost', count: 1, goods, expiresAt: null }),
  ).rejects.toMatchObject({ code: 'COURSE_NOT_FOUND' })
  expect(await makeCodes(ports)(ADMIN, { action: 'batches' })).toEqual({
    batch: '',
    codes: [],
    next: null,
    batches: [],
  })
})
