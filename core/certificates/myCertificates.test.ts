import { MEI, memorySchool, ZHOU } from '../../platform/memory/school'
import type { Certificate } from './certificate'
import { myCertificates } from './myCertificates'

test('mine only, the newest first, twenty a page, with those that were withdrawn', async () => {
  const { ports } = await memorySchool()
  const given = (n: number, userId: string, revokedAt: string | null = null): Certificate => ({
    _id: `XT-${userId}-${n}`,
    userId,
    courseId: `course-${n}`,
    learnerName: '小梅',
    courseTitle: `第 ${n} 门`,
    teacherName: '林疏影',
    lessonCount: 3,
    studiedMinutes: 10,
    issuedAt: `2026-11-21T02:00:${String(n).padStart(2, '0')}.000Z`,
    validSince: '2026-11-21T02:00:00.000Z',
    signature: 's',
    imageFileId: null,
    revokedAt,
  })
  for (let n = 0; n < 25; n++)
    await ports.store.put('certificates', given(n, 'mei', n === 24 ? '2026-11-22T02:00:00.000Z' : null))
  await ports.store.put('certificates', given(3, 'zhou'))

  const first = await myCertificates(ports)(MEI, {})
  expect(first.certificates).toHaveLength(20)
  expect(first.certificates[0]).toEqual({
    number: 'XT-mei-24',
    courseId: 'course-24',
    courseTitle: '第 24 门',
    teacherName: '林疏影',
    learnerName: '小梅',
    issuedAt: '2026-11-21T02:00:24.000Z',
    revokedAt: '2026-11-22T02:00:00.000Z',
  })
  const second = await myCertificates(ports)(MEI, { after: first.next ?? '' })
  expect([second.certificates.map(({ number }) => number), second.next]).toEqual([
    ['XT-mei-4', 'XT-mei-3', 'XT-mei-2', 'XT-mei-1', 'XT-mei-0'],
    null,
  ])
  expect((await myCertificates(ports)(ZHOU, {})).certificates).toHaveLength(1)
})
