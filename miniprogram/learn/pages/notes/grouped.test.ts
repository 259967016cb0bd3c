import type { NoteView } from '../../../../core/contract/notes'
import { exported, grouped } from './grouped'

const note = (
  noteId: string,
  lessonId: string,
  place: NoteView['place'],
  text: string,
  courseId = 'ink',
): NoteView => ({
  noteId,
  courseId,
  lessonId,
  place,
  text,
  earlier: [],
  rev: 0,
  writtenAt: '2026-11-21T01:00:00.000Z',
  changedAt: '2026-11-21T01:00:00.000Z',
})
const INK = { courseId: 'ink', title: '春日水墨', lessons: [{ lessonId: 'one', title: '笔与水' }] }

test('notes of several pages stand together by course and lesson, and go out as text', () => {
  const first = grouped([], { notes: [note('a', 'one', { unit: 'second', at: 95 }, '提笔')], courses: [INK] })
  const both = grouped(first, {
    notes: [
      note('b', 'one', { unit: 'second', at: 130 }, '按笔'),
      note('c', 'gone', { unit: 'paragraph', at: 2 }, '留白'),
      note('d', 'book', { unit: 'page', at: 0 }, '月相', 'sky'),
    ],
    courses: [INK, { courseId: 'sky', title: '夜空', lessons: [{ lessonId: 'book', title: '手册' }] }],
  })
  expect(first[0]?.lessons[0]?.notes).toHaveLength(1)
  expect(exported(both, '2026-11-26T01:00:00.000Z')).toBe(
    [
      '我的笔记 · 2026年11月26日',
      '# 春日水墨',
      '## 笔与水',
      '[1:35] 提笔',
      '[2:10] 按笔',
      '## 已经不在目录里的一节',
      '[第 3 段] 留白',
      '# 夜空',
      '## 手册',
      '[第 1 页] 月相',
    ].join('\n\n'),
  )
})
