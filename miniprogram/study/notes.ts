import type { Input, Output } from '../../core/contract'
import type { NotePlace, NoteView } from '../../core/contract/notes'
import { call, codeOf } from '../api/call'
import { type Change, changed, merged, type Waiting, withoutTold } from './noteChanges'
import type { LessonKey } from './recorder'

/** A learner's notes: written on the phone at once, told to the cloud when there is a network. */

const WAITING = 'notes.waiting'
const keptKey = ({ courseId, lessonId }: LessonKey): string => `notes.${courseId}.${lessonId}`

const waiting = (): Waiting[] => (wx.getStorageSync(WAITING) || []) as Waiting[] // only `wait` stores under this key
const wait = (list: Waiting[]): void => wx.setStorageSync(WAITING, list)

/** Letters and digits, unlike any other on any phone of this learner. */
const newNoteId = (): string => `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 12)}`.padEnd(12, '0')

/** Refusals that asking again later can mend. */
const passing: ReadonlySet<string> = new Set(['OFFLINE', 'TIMEOUT', 'BUSY', 'UNEXPECTED', 'NEED_LOGIN'])

type Asked = Exclude<Input<'notes'>, { action: 'list' }>

function asked({ kind, note }: Waiting): Asked {
  const { noteId, courseId, lessonId, place, text, rev } = note
  if (kind === 'add') return { action: 'add', noteId, courseId, lessonId, place, text }
  return kind === 'edit' ? { action: 'edit', noteId, text, rev } : { action: 'remove', noteId, rev }
}

/** Puts what the cloud answered in place of what was kept; null is a note that is gone. */
function keep({ note: { noteId, ...lesson } }: Waiting, answered: NoteView | null): void {
  const key = keptKey(lesson)
  const others = ((wx.getStorageSync(key) || []) as NoteView[]).filter((one) => one.noteId !== noteId) // only notes are kept there
  wx.setStorageSync(key, answered ? [...others, answered] : others)
}

/** Tells one change; `rev` is the note's after it. Null when it must wait. */
async function tellOne(change: Waiting): Promise<{ rev: number } | null> {
  try {
    const { note } = await call('notes', asked(change))
    keep(change, note)
    return { rev: note?.rev ?? change.note.rev }
  } catch (error) {
    if (passing.has(codeOf(error))) return null
    // A note that is gone on the server, or never could be there, waits for nothing.
    console.warn('a note was refused', codeOf(error))
    return change.note
  }
}

let telling: Promise<boolean> | null = null

async function tellAll(): Promise<boolean> {
  for (let [first] = waiting(); first; [first] = waiting()) {
    const sent = first
    const told = await tellOne(sent)
    if (!told) return false
    wait(withoutTold(waiting(), sent, told.rev))
  }
  return true
}

/** Tells the cloud everything that waits. True when nothing waits any more. Never throws. */
export function sendNotes(): Promise<boolean> {
  telling ??= tellAll().finally(() => {
    telling = null
  })
  return telling
}

export const notesWaiting = (): number => waiting().length

function remember(change: Change): void {
  wait(changed(waiting(), change))
  void sendNotes()
}

/** Writes a note. It is safe on the phone when this returns. */
export function addNote(lesson: LessonKey, place: NotePlace, text: string): NoteView {
  const at = new Date().toISOString()
  const note: NoteView = {
    ...lesson,
    noteId: newNoteId(),
    place,
    text,
    earlier: [],
    rev: 0,
    writtenAt: at,
    changedAt: at,
  }
  remember({ kind: 'add', note })
  return note
}

export const editNote = (note: NoteView, text: string): void => remember({ kind: 'edit', note: { ...note, text } })
export const removeNote = (note: NoteView): void => remember({ kind: 'remove', note })

type Listed = Extract<Output<'notes'>, { action: 'list' }>

/** The notes of a lesson as the phone has them, in the order of their places. */
export function notesKept(lesson: LessonKey): NoteView[] {
  const kept = (wx.getStorageSync(keptKey(lesson)) || []) as NoteView[] // only `notesOf` stores under this key
  return merged(kept, waiting(), lesson)
}

/** … and as the cloud has them, with what still waits. Throws what `call` throws. */
export async function notesOf(lesson: LessonKey): Promise<NoteView[]> {
  await sendNotes()
  const found: NoteView[] = []
  for (let after: string | undefined, isMore = true; isMore; ) {
    const page: Listed = await call('notes', { action: 'list', ...lesson, ...(after && { after }) })
    found.push(...page.notes)
    after = page.next ?? undefined
    isMore = after !== undefined
  }
  wx.setStorageSync(keptKey(lesson), found)
  return merged(found, waiting(), lesson)
}

/** A page of all my notes. What waits is told first, so that it is among them. */
export async function notesPage(after?: string): Promise<Listed> {
  await sendNotes()
  return call('notes', { action: 'list', ...(after && { after }) })
}
