import type { Download } from '../../../study/downloads'
import { sizeWords } from '../../size'
import { bytesOf, groupsOf } from './rows'

const NOW = Date.parse('2026-11-26T01:00:00.000Z')
const kept = (lessonId: string, more: Partial<Download> = {}): Download => ({
  courseId: 'tea',
  lessonId,
  courseTitle: '十分钟喝懂一杯茶',
  title: lessonId,
  kind: 'audio',
  free: false,
  bytes: 120_000,
  keptAt: NOW,
  until: '2026-12-26T01:00:00.000Z',
  progress: { lessonId, watchedSeconds: 0, positionSeconds: 0, finished: false },
  ...more,
})

test('kept lessons stand by course, each with its size and until when it may be studied offline', () => {
  const list = [
    kept('look', { kind: 'video', bytes: 3_500_000 }),
    kept('sky', { courseId: 'sky', courseTitle: '夜空' }),
    kept('boil'),
  ]
  expect(groupsOf(list, NOW)).toEqual([
    {
      courseId: 'tea',
      title: '十分钟喝懂一杯茶',
      rows: [
        expect.objectContaining({
          title: 'look',
          icon: 'play-circle',
          size: '3.3 MB',
          until: '2026年12月26日 前可以离线看',
          isOver: false,
        }),
        expect.objectContaining({ title: 'boil', size: '117 KB' }),
      ],
    },
    { courseId: 'sky', title: '夜空', rows: [expect.objectContaining({ title: 'sky' })] },
  ])
  expect(sizeWords(bytesOf(list))).toBe('3.6 MB')
})

test('a lesson whose time is over says what to do; so does one on a phone whose clock was set back', () => {
  const [over] = groupsOf([kept('old', { until: '2026-11-25T01:00:00.000Z' })], NOW)
  expect(over?.rows[0]).toMatchObject({ isOver: true, until: '要联网打开一次,才能接着离线看' })
  const [setBack] = groupsOf([kept('young', { keptAt: NOW + 3 * 86_400_000 })], NOW)
  expect(setBack?.rows[0]?.isOver).toBe(true)
})
