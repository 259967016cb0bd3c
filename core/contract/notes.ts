import * as z from 'zod'
import { contract } from './contract'
import { Id, Instant } from './shapes'

/** Where a note hangs: at a second of a film or sound, on a page of a document (0 is the first), at a paragraph. */
export const NotePlace = z.strictObject({
  unit: z.enum(['second', 'page', 'paragraph']),
  at: z.int().nonnegative().max(360_000),
})
export type NotePlace = z.infer<typeof NotePlace>

/** Made by the phone, so that a note written without a network has its name at once. */
const NoteId = z.string().regex(/^[0-9a-z]{8,32}$/)
const Text = z.string().trim().min(1).max(2000)
/** The `rev` that the phone knew when its owner decided. */
const Known = z.int().nonnegative()

export const NoteView = z.object({
  noteId: NoteId,
  courseId: Id,
  lessonId: Id,
  place: NotePlace,
  text: z.string(),
  /** What another phone had written before this text took its place, the oldest first. */
  earlier: z.array(z.string()),
  rev: z.int(),
  writtenAt: Instant,
  changedAt: Instant,
})
export type NoteView = z.infer<typeof NoteView>

/**
 * A learner's own notes. `add` twice is one note. `edit` replaces the text in the order in which the server hears it; a text
 * that the phone had not seen is set aside, not lost. `remove` takes away only what its owner has seen. `list` goes by course,
 * lesson and place, 50 a page.
 */
export const notes = contract({
  name: 'notes',
  access: 'learner',
  input: z.discriminatedUnion('action', [
    z.strictObject({
      action: z.literal('add'),
      noteId: NoteId,
      courseId: Id,
      lessonId: Id,
      place: NotePlace,
      text: Text,
    }),
    z.strictObject({ action: z.literal('edit'), noteId: NoteId, text: Text, rev: Known }),
    z.strictObject({ action: z.literal('remove'), noteId: NoteId, rev: Known }),
    z.strictObject({
      action: z.literal('list'),
      courseId: Id.optional(),
      /** Only with `courseId`. */
      lessonId: Id.optional(),
      /** `next` of the page before. */
      after: z.string().max(300).optional(),
    }),
  ]),
  output: z.discriminatedUnion('action', [
    z.object({ action: z.literal('add'), note: NoteView }),
    z.object({ action: z.literal('edit'), note: NoteView }),
    /** The note when it stays, because another phone had changed it; null when it is gone. */
    z.object({ action: z.literal('remove'), note: NoteView.nullable() }),
    z.object({
      action: z.literal('list'),
      notes: z.array(NoteView),
      /** The names of the courses and lessons on this page; a lesson that was taken out has none. */
      courses: z.array(
        z.object({ courseId: Id, title: z.string(), lessons: z.array(z.object({ lessonId: Id, title: z.string() })) }),
      ),
      next: z.string().nullable(),
    }),
  ]),
})
