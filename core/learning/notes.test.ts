import { MEI, memorySchool, ZHOU } from '../../platform/memory/school'
import type { Output } from '../contract'
import { AppError } from '../contract/errors'
import type { NoteView } from '../contract/notes'
import type { Caller } from '../ports'
import { notes } from './notes'
import { playLesson } from './playLesson'

const BRUSH = { courseId: 'spring-ink', lessonId: '01-brush' }
type Written = {
  noteId: string
  text: string
  courseId: string
  lessonId: string
  place: { unit: 'second'; at: number }
}
const AT_12: Written = { noteId: 'note0012', ...BRUSH, place: { unit: 'second', at: 12 }, text: '先蘸水' }

async function given() {
  const { ports, clock, store } = await memorySchool()
  const ask = notes(ports)
  await playLesson(ports)(MEI, BRUSH)
  return {
    store,
    clock,
    ports,
    add: async (note: Written, who: Caller = MEI) => noteIn(await ask(who, { action: 'add', ...note })),
    edit: async (text: string, rev: number, who: Caller = MEI) =>
      noteIn(await ask(who, { action: 'edit', noteId: AT_12.noteId, text, rev })),
    remove: async (rev: number) => noteIn(await ask(MEI, { action: 'remove', noteId: AT_12.noteId, rev })),
    list: async (more: { courseId?: string; lessonId?: string; after?: string } = {}, who: Caller = MEI) => {
      const answer = await ask(who, { action: 'list', ...more })
      if (answer.action !== 'list') throw new Error('no list')
      return answer
    },
  }
}

function noteIn(answer: Output<'notes'>): NoteView | null {
  if (answer.action === 'list') throw new Error('a list')
  return answer.note
}

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no refusal',
    (error) => (error instanceof AppError ? error.code : error),
  )

test('a note hangs at its second and is listed with the names of its course and lesson', async () => {
  const { add, list, clock } = await given()
  const at = clock.now().toISOString()
  const note = { ...AT_12, earlier: [], rev: 0, writtenAt: at, changedAt: at }
  expect(await add(AT_12)).toEqual(note)
  expect(await list()).toEqual({
    action: 'list',
    notes: [note],
    courses: [{ courseId: 'spring-ink', title: '春日水墨', lessons: [{ lessonId: '01-brush', title: '一支笔' }] }],
    next: null,
  })
})

test('a note that arrives twice is one note, also when it was changed or removed in between', async () => {
  const { add, edit, remove, list } = await given()
  await add(AT_12)
  await edit('先蘸墨', 0)
  expect(await add(AT_12)).toMatchObject({ text: '先蘸墨', rev: 1 })
  await remove(1)
  await add(AT_12)
  expect((await list()).notes).toEqual([])
})

test('the last writer wins, and what the other phone wrote is set aside, not lost', async () => {
  const { add, edit } = await given()
  await add(AT_12)
  await edit('手机上写的', 0)
  expect(await edit('平板上写的', 0)).toMatchObject({ text: '平板上写的', earlier: ['手机上写的'], rev: 2 })
})

test('a change that arrives twice changes once', async () => {
  const { add, edit } = await given()
  await add(AT_12)
  await edit('先蘸墨', 0)
  expect(await edit('先蘸墨', 0)).toMatchObject({ text: '先蘸墨', earlier: [], rev: 1 })
})

test('two phones at once lose neither text', async () => {
  const { add, edit, list } = await given()
  await add(AT_12)
  await Promise.all([edit('一', 0), edit('二', 0)])
  const [note] = (await list()).notes
  expect([note?.text, ...(note?.earlier ?? [])].sort()).toEqual(['一', '二'])
})

test('removing takes away only what its owner has seen; twice is once', async () => {
  const { add, edit, remove, list } = await given()
  await add(AT_12)
  await edit('别的手机改过', 0)
  expect(await remove(0)).toMatchObject({ text: '别的手机改过' })
  expect(await remove(1)).toBeNull()
  expect(await remove(1)).toBeNull()
  expect((await list()).notes).toEqual([])
})

test('what is written after a removal lives', async () => {
  const { add, edit, remove, list } = await given()
  await add(AT_12)
  await remove(0)
  await edit('还是留着', 0)
  expect((await list()).notes).toMatchObject([{ text: '还是留着', earlier: [] }])
})

test('notes are their owner’s alone', async () => {
  const { add, edit, list } = await given()
  await add(AT_12)
  expect((await list({}, ZHOU)).notes).toEqual([])
  expect(await refusal(edit('别人的', 0, ZHOU))).toBe('NOTE_NOT_FOUND')
})

test('nobody writes notes to a course they were never in', async () => {
  const { add } = await given()
  expect(await refusal(add(AT_12, ZHOU))).toBe('LESSON_NOT_OPENED')
})

test('notes come in the order of lesson and place, of one course or one lesson, fifty a page', async () => {
  const { add, list } = await given()
  const noteAt = (n: number, lessonId: string): Written => ({
    noteId: `note${String(n).padStart(4, '0')}`,
    courseId: BRUSH.courseId,
    lessonId,
    place: { unit: 'second', at: 100 - n },
    text: `第 ${n} 条`,
  })
  for (let n = 0; n < 60; n += 1) await add(noteAt(n, n < 5 ? '02-branch' : '01-brush'))
  const first = await list({ courseId: 'spring-ink' })
  expect(first.notes).toHaveLength(50)
  const second = await list({ courseId: 'spring-ink', after: first.next ?? '' })
  expect({ rest: second.notes.length, next: second.next }).toEqual({ rest: 10, next: null })
  const all = [...first.notes, ...second.notes].map(({ lessonId, place }) => `${lessonId} ${place.at}`)
  expect(all.slice(0, 2)).toEqual(['01-brush 41', '01-brush 42'])
  expect(all.slice(-2)).toEqual(['02-branch 99', '02-branch 100'])
  expect((await list({ courseId: 'spring-ink', lessonId: '02-branch' })).notes).toHaveLength(5)
  expect((await list({ courseId: 'water' })).notes).toEqual([])
})
