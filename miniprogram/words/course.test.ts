import type { CourseCard } from '../../core/contract/shapes'
import { cardView, lessonLength, metaOf, seatsLine } from './course'
import { inEnglish, inLanguage } from './inLanguage.fixture'

const SPRING: CourseCard = {
  courseId: 'spring',
  title: '春日水墨',
  summary: '从一枝杏花学起',
  teacherName: '林一',
  category: '书画',
  tags: [],
  form: 'series',
  kinds: ['video', 'audio'],
  fen: 0,
  lessonCount: 12,
  durationSeconds: 4800,
  coverUrl: null,
  seats: null,
}
const CARD = {
  courseId: 'spring',
  title: '春日水墨',
  summary: '从一枝杏花学起',
  teacherName: '林一',
  coverUrl: '',
  meta: '系列课 · 12 节 · 1 小时 20 分',
  price: '免费',
  isFree: true,
}

test('a card says what a course is in the language of its reader; what its teacher wrote stays', () => {
  expect(cardView(SPRING)).toEqual(CARD)
  expect(inLanguage('zh-Hant', () => cardView(SPRING))).toEqual({
    ...CARD,
    meta: '系列課 · 12 節 · 1 小時 20 分',
    price: '免費',
  })
  expect(inEnglish(() => cardView(SPRING))).toEqual({
    ...CARD,
    meta: 'Series · 12 lessons · 1 h 20 min',
    price: 'Free',
  })
})

test('a course of one lesson says what it is made of instead', () => {
  const one = { ...SPRING, lessonCount: 1 }
  expect([metaOf(one), inEnglish(() => metaOf(one))]).toEqual([
    '视频、音频 · 1 小时 20 分',
    'Video, Audio · 1 h 20 min',
  ])
})

test('a recording is as long as its clock says, an article as long as it takes to read', () => {
  const lessons = [
    { kind: 'video', durationSeconds: 750 },
    { kind: 'article', durationSeconds: 300 },
  ] as const
  expect(lessons.map(lessonLength)).toEqual(['12:30', '约读 5 分钟'])
  expect(inEnglish(() => lessons.map(lessonLength))).toEqual(['12:30', '5 min read'])
})

test('a card tells of places when few are left or none, in the language of its reader', () => {
  const line = (left: number) => seatsLine({ seats: { left, held: 0 } })
  expect([seatsLine({ seats: null }), line(11), line(10), line(1), line(0)]).toEqual([
    '',
    '',
    '还剩 10 个名额',
    '还剩 1 个名额',
    '名额已满',
  ])
  expect(inLanguage('zh-Hant', () => [line(3), line(0)])).toEqual(['還剩 3 個名額', '名額已滿'])
  expect(inEnglish(() => [line(3), line(1), line(0)])).toEqual(['3 places left', '1 place left', 'All places taken'])
})
