import { byIds } from '../byIds'
import { Course } from '../catalog/course'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { Caller, Condition, Ports } from '../ports'
import { isRemoved, keyOf, Note, noteIdOf, viewOf } from './note'
import { studies } from './studies'

const PAGE = 50
/** Texts set aside by later ones; the oldest make room. */
const EARLIER_KEPT = 5
/** Sorts after every key that begins with what stands before it. */
const LAST = '~'

type Needs = Pick<Ports, 'store' | 'clock'>
type Asked<A extends Input<'notes'>['action']> = Extract<Input<'notes'>, { action: A }>

async function found({ store }: Needs, userId: string, noteId: string): Promise<Note> {
  const note = Note.nullable().parse(await store.get('notes', noteIdOf(userId, noteId)))
  if (!note) throw new AppError('NOTE_NOT_FOUND', { noteId })
  return note
}

/** Decides over the note as it is now, and again when another phone wrote meanwhile; null leaves it as it is. */
async function changed(
  ports: Needs,
  userId: string,
  noteId: string,
  decide: (note: Note) => Partial<Note> | null,
): Promise<Note> {
  for (;;) {
    const note = await found(ports, userId, noteId)
    const set = decide(note)
    if (!set) return note
    const at = ports.clock.now().toISOString()
    const done = await ports.store.change(
      'notes',
      note._id,
      { rev: note.rev },
      { set: { ...set, changedAt: at }, inc: { rev: 1 } },
    )
    if (done) return Note.parse(done)
  }
}

async function add(ports: Needs, userId: string, asked: Asked<'add'>): Promise<Note> {
  const { action: _, ...written } = asked
  // Whoever opened a lesson of the course was let in; what was written then is taken also when access has ended since.
  if (!(await studies(ports).find(userId, written.courseId)))
    throw new AppError('LESSON_NOT_OPENED', { courseId: written.courseId, lessonId: written.lessonId })
  const at = ports.clock.now().toISOString()
  const note: Note = {
    ...written,
    _id: noteIdOf(userId, written.noteId),
    userId,
    earlier: [],
    key: keyOf(written),
    writtenAt: at,
    changedAt: at,
    rev: 0,
  }
  return (await ports.store.insert('notes', note)) ? note : found(ports, userId, written.noteId)
}

const edit = (ports: Needs, userId: string, { noteId, text, rev }: Asked<'edit'>): Promise<Note> =>
  changed(ports, userId, noteId, (note) => {
    if (note.text === text && !isRemoved(note)) return null // the same again
    const wasSeen = note.rev === rev || isRemoved(note)
    const earlier = wasSeen ? note.earlier : [...note.earlier, note.text].slice(-EARLIER_KEPT)
    // Writing outlives removing: what somebody has just written is not thrown away unread.
    return { text, earlier, key: keyOf(note) }
  })

const remove = (ports: Needs, userId: string, { noteId, rev }: Asked<'remove'>): Promise<Note> =>
  changed(ports, userId, noteId, (note) => (isRemoved(note) || note.rev !== rev ? null : { key: '' }))

async function titles(ports: Needs, list: Note[]) {
  const found = await byIds(
    ports,
    'courses',
    list.map(({ courseId }) => courseId),
  )
  return [...found.values()].map((doc) => {
    const { _id: courseId, title, outline } = Course.parse(doc)
    const noted = new Set(list.flatMap((note) => (note.courseId === courseId ? note.lessonId : [])))
    const lessons = outline
      .filter(({ lessonId }) => noted.has(lessonId))
      .map(({ lessonId, title }) => ({ lessonId, title }))
    return { courseId, title, lessons }
  })
}

async function list(
  ports: Needs,
  userId: string,
  { courseId, lessonId, after }: Asked<'list'>,
): Promise<Output<'notes'>> {
  const start = courseId ? `${courseId} ${lessonId ? `${lessonId} ` : ''}` : ''
  const key: Condition[] = [{ gt: after && after > start ? after : start }, { lt: `${start}${LAST}` }]
  // One more than a page tells whether there is a next one.
  const docs = await ports.store.find('notes', {
    where: { userId, key },
    orderBy: [['key', 'asc']],
    limit: PAGE + 1,
  })
  const page = docs.slice(0, PAGE).map((doc) => Note.parse(doc))
  return {
    action: 'list',
    notes: page.map(viewOf),
    courses: await titles(ports, page),
    next: docs.length > PAGE ? (page.at(-1)?.key ?? null) : null,
  }
}

/** Refuses: LESSON_NOT_OPENED (no lesson of this course was ever opened here), NOTE_NOT_FOUND. */
export const notes =
  (ports: Needs) =>
  async ({ userId }: Caller, input: Input<'notes'>): Promise<Output<'notes'>> => {
    switch (input.action) {
      case 'add':
        return { action: 'add', note: viewOf(await add(ports, userId, input)) }
      case 'edit':
        return { action: 'edit', note: viewOf(await edit(ports, userId, input)) }
      case 'remove': {
        const note = await remove(ports, userId, input)
        return { action: 'remove', note: isRemoved(note) ? null : viewOf(note) }
      }
      case 'list':
        return list(ports, userId, input)
    }
  }
