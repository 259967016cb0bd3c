import type { CourseDetail } from '../../../core/contract/shapes'
import { actOf, finishedOf, rowsOf } from './outline'

const FINISHED = (lessonId: string) => ({ lessonId, watchedSeconds: 60, positionSeconds: 60, finished: true })
const SPRING: CourseDetail = {
  card: {
    courseId: 'spring',
    title: '春日水墨',
    summary: '',
    teacherName: '沈青禾',
    category: '书画',
    tags: [],
    form: 'series',
    kinds: ['video', 'article'],
    fen: 19900,
    lessonCount: 2,
    durationSeconds: 660,
    coverUrl: null,
    seats: null,
  },
  descriptionHtml: '',
  notes: '',
  audience: '',
  teacher: { name: '沈青禾', bio: '' },
  outline: [
    { lessonId: 'brush', title: '笔与水', kind: 'video', free: true, durationSeconds: 60 },
    { lessonId: 'plum', title: '一枝梅', kind: 'article', free: false, durationSeconds: 600 },
  ],
  owned: false,
  progress: [],
  certificateNumber: null,
  joined: 0,
  holdsSeat: false,
}
const OWNED: CourseDetail = { ...SPRING, owned: true }

test('a stranger may try the free lesson and buy the course', () => {
  expect(rowsOf(SPRING)).toEqual([
    {
      lessonId: 'brush',
      order: '1',
      title: '笔与水',
      icon: 'play-circle',
      length: '1:00',
      mark: 'trial',
      markWords: '试看',
    },
    {
      lessonId: 'plum',
      order: '2',
      title: '一枝梅',
      icon: 'article',
      length: '约读 10 分钟',
      mark: 'locked',
      markWords: '',
    },
  ])
  expect(actOf(SPRING)).toEqual({ kind: 'buy', words: '购买 ¥199', trialLessonId: 'brush' })
})

test('a free course is joined, and so is one that costs a member nothing', () => {
  expect(actOf({ ...SPRING, card: { ...SPRING.card, fen: 0 } })).toEqual({ kind: 'join', words: '免费加入' })
  expect(actOf(SPRING, { fen: 0 })).toEqual({ kind: 'join', words: '会员免费学' })
})

test('a member sees their own price', () => {
  expect(actOf(SPRING, { fen: 15920 })).toMatchObject({ kind: 'buy', words: '会员价 ¥159.2' })
  expect(actOf(SPRING, { fen: 19900 })).toMatchObject({ kind: 'buy', words: '购买 ¥199' })
})

test('on a phone where nothing may be sold, no price is said; what is owned or free stays', () => {
  const shut = '这台手机上的微信还没有这个功能'
  expect(actOf(SPRING, null, shut)).toEqual({ kind: 'shut', words: shut, trialLessonId: 'brush' })
  expect(actOf(SPRING, { fen: 0 }, shut)).toMatchObject({ kind: 'join' })
  expect(actOf(OWNED, null, shut)).toMatchObject({ kind: 'study' })
})

test('when all places are taken nobody can buy or join, and is told whether one may be free soon; who holds one goes on', () => {
  const full = (held: number, fen = 19900) => ({ ...SPRING, card: { ...SPRING.card, fen, seats: { left: 0, held } } })
  const button = { kind: 'full', words: '名额已满', trialLessonId: 'brush' }
  const mayBeFree = '有人还没付款,半小时内可能放出名额,过一会儿再来看看'
  expect(actOf(full(1))).toEqual({ ...button, hint: mayBeFree })
  expect(actOf(full(0))).toEqual({ ...button, hint: '要是有人退课,名额会重新放出来' })
  expect(actOf(full(1, 0))).toEqual({ ...button, hint: mayBeFree })
  expect(actOf(full(1), { fen: 0 })).toEqual({ ...button, hint: mayBeFree })
  expect(actOf({ ...full(1), holdsSeat: true })).toMatchObject({ kind: 'buy' })
  expect(actOf({ ...SPRING, card: { ...SPRING.card, seats: { left: 1, held: 9 } } })).toMatchObject({ kind: 'buy' })
  expect(actOf({ ...OWNED, card: full(0).card })).toMatchObject({ kind: 'study' })
})

test('an owner begins, goes on at the first unfinished lesson, and takes the certificate', () => {
  expect(actOf(OWNED)).toEqual({ kind: 'study', lessonId: 'brush', words: '开始学习' })
  expect(actOf({ ...OWNED, progress: [FINISHED('brush')] })).toEqual({
    kind: 'study',
    lessonId: 'plum',
    words: '继续学习',
  })
  const done = { ...OWNED, progress: [FINISHED('brush'), FINISHED('plum')] }
  expect(actOf(done)).toEqual({ kind: 'certificate', words: '领取证书' })
  expect(actOf({ ...done, certificateNumber: 'XT-1' })).toEqual({ kind: 'certificate', words: '查看证书' })
})

test('a row says how far the learner is', () => {
  const progress = [{ lessonId: 'brush', watchedSeconds: 20, positionSeconds: 25, finished: false }, FINISHED('plum')]
  expect(rowsOf({ ...OWNED, progress }).map(({ mark, markWords }) => [mark, markWords])).toEqual([
    ['begun', '学到 0:25'],
    ['finished', '学完'],
  ])
  expect(finishedOf({ ...OWNED, progress })).toEqual({ lessons: 1, percent: 50 })
})
