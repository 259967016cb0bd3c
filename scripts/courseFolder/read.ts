import { readdir, realpath } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { readBook } from './book'
import { COURSE_FILE, type CourseHead, readCourseFile } from './course'
import type { CourseDefaults, CourseDraft, LessonDraft, MediaFile, Mistake, Question } from './draft'
import { readLessons } from './lessons'
import { readQuiz } from './quiz'
import { note, type Reading } from './reading'
import { slugOf } from './slug'

export type CourseFolder =
  | { course: CourseDraft; media: MediaFile[]; attachments: MediaFile[] }
  | { mistakes: Mistake[] }

/**
 * Reads a course from a folder: `course.md` with `lessons/`, or an ordinary Markdown book whose README.md has a table of
 * contents. Nothing is half read: every mistake of the folder, in the order of its files and lines, or the whole course.
 */
export async function readCourseFolder(folder: string, defaults: CourseDefaults = {}): Promise<CourseFolder> {
  const names = await namesIn(folder)
  if (names === null) return { mistakes: [{ file: folder, line: null, what: '找不到这个文件夹' }] }

  const reading: Reading = { root: await realpath(folder), mistakes: [], files: new Map(), attachments: new Map() }
  const { head, lessons, quiz } = await readParts(reading, names, defaults)
  const id = defaults.id ?? slugOf(basename(resolve(folder)))
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(id)) note(reading, '.', null, `编号 ${id} 只能用小写字母、数字和 -，最多 40 个`)
  if (head === null || reading.mistakes.length > 0) return { mistakes: inReadingOrder(reading.mistakes) }
  const form = head.form ?? (lessons.length === 1 ? 'single' : 'series')
  return {
    course: { ...head, id, form, lessons, quiz },
    media: [...reading.files.values()],
    attachments: [...reading.attachments.values()],
  }
}

async function namesIn(folder: string): Promise<string[] | null> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
    throw error
  })
}

type Parts = { head: CourseHead | null; lessons: LessonDraft[]; quiz: Question[] }

async function readParts(reading: Reading, names: readonly string[], defaults: CourseDefaults): Promise<Parts> {
  if (names.includes(COURSE_FILE)) {
    const head = await readCourseFile(reading, defaults)
    return { head, lessons: await readLessons(reading), quiz: await readQuiz(reading) }
  }
  const readme = names.find((name) => /^readme\.(md|markdown)$/i.test(name))
  if (readme) {
    const book = { form: 'column' as const, ...defaults }
    return { ...(await readBook(reading, readme, book)), quiz: await readQuiz(reading) }
  }
  note(reading, '.', null, `这里没有 ${COURSE_FILE}，也没有带目录的 README.md`)
  return { head: null, lessons: [], quiz: [] }
}

/** By file, the course itself first, then by line; the same thing is said once. */
function inReadingOrder(mistakes: readonly Mistake[]): Mistake[] {
  const rank = ({ file }: Mistake): string => (file === COURSE_FILE ? '' : file)
  const once = new Map(mistakes.map((mistake) => [JSON.stringify(mistake), mistake]))
  return [...once.values()].sort(
    (a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0) || (a.line ?? 0) - (b.line ?? 0),
  )
}
