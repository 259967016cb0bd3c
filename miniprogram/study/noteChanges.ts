import type { NoteView } from '../../core/contract/notes'
import type { LessonKey } from './recorder'

/** What was done to a note on this phone. */
export type Change = { kind: 'add' | 'edit' | 'remove'; note: NoteView }
/** … and has not reached the cloud yet; one for each note at the most. */
export type Waiting = Change

/** Adds a change to those that wait: of one note only what comes of all of them. */
export function changed(waiting: Waiting[], change: Change): Waiting[] {
  const { noteId } = change.note
  const before = waiting.find((one) => one.note.noteId === noteId)
  const others = waiting.filter((one) => one !== before)
  if (!before) return [...waiting, change]
  // The cloud never heard of it.
  if (before.kind === 'add') return change.kind === 'remove' ? others : [...others, { kind: 'add', note: change.note }]
  // The cloud is asked about what it knew before the first of the changes.
  return [...others, { kind: change.kind, note: { ...change.note, rev: before.note.rev } }]
}

/**
 * What still waits once `sent` was told and the note stands at `rev`. It may have been changed again on its way: then the newer
 * text waits, as a change of what was told.
 */
export const withoutTold = (waiting: Waiting[], sent: Waiting, rev: number): Waiting[] =>
  waiting.flatMap((one): Waiting[] => {
    if (one.note.noteId !== sent.note.noteId) return [one]
    if (one.kind === sent.kind && one.note.text === sent.note.text) return []
    return [{ kind: one.kind === 'add' ? 'edit' : one.kind, note: { ...one.note, rev } }]
  })

const byPlace = (a: NoteView, b: NoteView): number => a.place.at - b.place.at || (a.writtenAt < b.writtenAt ? -1 : 1)

/** The cloud's notes of a lesson with what waits on the phone: the phone's own text is the newer one. */
export function merged(known: NoteView[], waiting: Waiting[], { courseId, lessonId }: LessonKey): NoteView[] {
  const here = waiting.filter(({ note }) => note.courseId === courseId && note.lessonId === lessonId)
  const touched = new Set(here.map(({ note }) => note.noteId))
  const left = here.filter(({ kind }) => kind !== 'remove').map(({ note }) => note)
  return [...known.filter((note) => !touched.has(note.noteId)), ...left].sort(byPlace)
}
