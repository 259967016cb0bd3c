import type { NoteView } from '../../core/contract/notes'
import { type Change, changed, merged, type Waiting, withoutTold } from './noteChanges'

const LESSON = { courseId: 'spring', lessonId: 'brush' }
const note = (noteId: string, at: number, text: string, rev = 0): NoteView => ({
  ...LESSON,
  noteId,
  place: { unit: 'second', at },
  text,
  earlier: [],
  rev,
  writtenAt: '2026-11-21T01:00:00.000Z',
  changedAt: '2026-11-21T01:00:00.000Z',
})
const after = (...changes: Change[]): Waiting[] => changes.reduce(changed, [])

test('what was written and changed before there was a network is one new note', () => {
  expect(after({ kind: 'add', note: note('a', 5, '一') }, { kind: 'edit', note: note('a', 5, '二') })).toEqual([
    { kind: 'add', note: note('a', 5, '二') },
  ])
})

test('what was written and removed before there was a network was never there', () => {
  expect(after({ kind: 'add', note: note('a', 5, '一') }, { kind: 'remove', note: note('a', 5, '一') })).toEqual([])
})

test('changed twice waits once, and the cloud is asked about the text it knew', () => {
  expect(after({ kind: 'edit', note: note('a', 5, '二', 3) }, { kind: 'edit', note: note('a', 5, '三', 9) })).toEqual([
    { kind: 'edit', note: note('a', 5, '三', 3) },
  ])
})

test('a note changed while it was on its way waits as a change of what arrived', () => {
  const sent: Change = { kind: 'add', note: note('a', 5, '一') }
  const waiting = after(sent, { kind: 'edit', note: note('a', 5, '二') }, { kind: 'add', note: note('b', 6, '三') })
  expect(withoutTold(waiting, sent, 0)).toEqual([
    { kind: 'edit', note: note('a', 5, '二', 0) },
    { kind: 'add', note: note('b', 6, '三') },
  ])
  const edit: Change = { kind: 'edit', note: note('a', 5, '二', 3) }
  expect(withoutTold([edit], edit, 4)).toEqual([])
  expect(withoutTold([{ kind: 'edit', note: note('a', 5, '又', 3) }], edit, 4)).toEqual([
    { kind: 'edit', note: note('a', 5, '又', 4) },
  ])
})

test('a lesson shows the cloud’s notes and the phone’s, in the order of their places', () => {
  const waiting = after(
    { kind: 'add', note: note('new', 7, '新') },
    { kind: 'edit', note: note('old', 20, '改过') },
    { kind: 'remove', note: note('gone', 1, '删') },
    { kind: 'add', note: { ...note('other', 3, '别的课'), lessonId: 'ink' } },
  )
  const known = [note('gone', 1, '删'), note('kept', 9, '留'), note('old', 20, '原来')]
  expect(merged(known, waiting, LESSON).map(({ noteId, text }) => `${noteId} ${text}`)).toEqual([
    'new 新',
    'kept 留',
    'old 改过',
  ])
})
