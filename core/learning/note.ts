import * as z from 'zod'
import { NotePlace, type NoteView } from '../contract/notes'

/** One note of one learner. A note that was removed stays as a stone, so that a late copy of it does not come to life. */
export const Note = z.object({
  _id: z.string(),
  userId: z.string(),
  noteId: z.string(),
  courseId: z.string(),
  lessonId: z.string(),
  place: NotePlace,
  text: z.string(),
  earlier: z.array(z.string()),
  /** Sorts by course, lesson and place, with no two alike; empty once removed. */
  key: z.string(),
  writtenAt: z.string(),
  changedAt: z.string(),
  /** Goes up with every change. */
  rev: z.int(),
})
export type Note = z.infer<typeof Note>

export const noteIdOf = (userId: string, noteId: string): string => `${userId}:${noteId}`

/** Ids have no spaces: between them a space sorts before every sign they have. */
export const keyOf = ({
  courseId,
  lessonId,
  place,
  noteId,
}: Pick<Note, 'courseId' | 'lessonId' | 'place' | 'noteId'>) =>
  `${courseId} ${lessonId} ${String(place.at).padStart(6, '0')} ${noteId}`

export const isRemoved = (note: Note): boolean => note.key === ''

export const viewOf = ({ _id, userId, key, ...note }: Note): NoteView => note
