import { takingRow } from './row'

const TAKING = {
  takingId: 'T1',
  nickname: '小梅',
  lessonId: '01-brush',
  lessonTitle: '一支笔',
  name: '练习纸.pdf',
  times: 1,
  firstAt: '2026-11-20T02:00:00.000Z',
  lastAt: '2026-11-20T02:00:00.000Z',
}
const NOW = Date.parse('2026-11-21T04:00:00.000Z')

test('who took what is said with when, and how often when it was more than once', () => {
  const row = {
    takingId: 'T1',
    nickname: '小梅',
    lessonId: '01-brush',
    lessonTitle: '一支笔',
    name: '练习纸.pdf',
    mark: '小',
  }
  expect(takingRow(TAKING, NOW)).toEqual({ ...row, words: '昨天 10:00 取走', first: '' })
  const again = { ...TAKING, times: 3, lastAt: '2026-11-21T03:30:00.000Z' }
  expect(takingRow(again, NOW)).toEqual({ ...row, words: '取过 3 次 · 最近 30 分钟前', first: '第一次 昨天 10:00' })
})
