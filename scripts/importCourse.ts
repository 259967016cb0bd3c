import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { editCourse } from '../core/catalog/editCourse'
import { editCourse as contract, type CourseDraft as Handed } from '../core/contract/editCourse'
import type { Caller } from '../core/ports'
import { clock } from '../platform/clock'
import type { CourseDefaults, CourseDraft, Mistake } from './courseFolder/draft'
import { replacePictures } from './courseFolder/markdownLinks'
import { drawPdf } from './courseFolder/pdf'
import { type CourseFolder, readCourseFolder } from './courseFolder/read'

/** Whoever holds the environment's credentials may edit: the importer acts for the office. */
const OFFICE: Caller = { userId: 'office', openid: '', roles: ['editor'] }

type Page = NonNullable<Handed['lessons'][number]['pages']>[number]
/** Where what was brought in stands now: files and files to take along by their path, a document's pages by the document's. */
type Stored = { fileIds: Map<string, string>; pages: Map<string, Page[]>; attached: Map<string, string> }
type Read = Exclude<CourseFolder, { mistakes: unknown }>

type Imported = { courseId: string; title: string; lessonCount: number; isNew: boolean; status: string }

async function upload(folder: string, { course, media, attachments }: Read): Promise<Stored> {
  const { files } = await import('../platform/cloudbase/files')
  const fileIds = new Map<string, string>()
  const pages = new Map<string, Page[]>()
  for (const { path, contentType, pages: sizes } of media) {
    const bytes = await readFile(join(folder, path))
    const place = `courses/${course.id}/${path}`
    if (!sizes) fileIds.set(path, await files.put(place, bytes, contentType))
    else {
      // A learner is shown pages; the file itself, which anybody could pass on, stays with the teacher.
      const drawn: Page[] = []
      await drawPdf(bytes, async (picture, n) => {
        const name = `${place}/${String(n + 1).padStart(3, '0')}.${picture.extension}`
        const fileId = await files.put(name, picture.bytes, `image/${picture.extension === 'png' ? 'png' : 'jpeg'}`)
        const size = sizes[n]
        if (!size) throw new Error(`${path} has more pages than were measured`)
        drawn.push({ fileId, ...size })
      })
      pages.set(path, drawn)
    }
  }
  const attached = new Map<string, string>()
  for (const { path, contentType } of attachments) {
    const bytes = await readFile(join(folder, path))
    attached.set(path, await files.put(`courses/${course.id}/${path}`, bytes, contentType))
  }
  return { fileIds, pages, attached }
}

/** The course as the use case takes it: file ids in place of paths. */
export function handedIn(course: CourseDraft, { fileIds, pages, attached }: Stored) {
  const fileIdOf = (path: string | null) => (path === null ? null : (fileIds.get(path) ?? null))
  const { id, priceFen, cover, lessons, status: _status, description, ...rest } = course
  return {
    ...rest,
    courseId: id,
    fen: priceFen,
    coverFileId: fileIdOf(cover),
    description: replacePictures(description, fileIdOf),
    lessons: lessons.map(({ id: lessonId, media, renditions, attachments, article, ...lesson }) => ({
      ...lesson,
      lessonId,
      // A document's own file is not among those that were stored.
      mediaFileId: fileIdOf(media),
      renditions: renditions.map(({ quality, media: path }) => ({ quality, fileId: fileIdOf(path) })),
      attachments: attachments.flatMap(({ name, path, bytes }) => {
        const fileId = attached.get(path)
        return fileId ? [{ name, fileId, bytes }] : []
      }),
      pages: (media !== null && pages.get(media)) || [],
      article: replacePictures(article, fileIdOf),
    })),
  }
}

/**
 * Brings a course folder into the environment that `scripts/cloud.ts` chose, through the use case the office works with.
 * A bad folder changes nothing and answers every mistake it has.
 */
export async function importCourse(
  folder: string,
  defaults: CourseDefaults = {},
): Promise<{ imported: Imported } | { mistakes: Mistake[] }> {
  const read = await readCourseFolder(folder, defaults)
  if ('mistakes' in read) return read
  const { store } = await import('../platform/cloudbase/store')
  const edit = editCourse({ store, clock })

  const stored = await upload(folder, read)
  const input = contract.input.parse({ action: 'save', course: handedIn(read.course, stored) })
  const saved = await edit(OFFICE, input)
  const { status } =
    read.course.status === 'published' ? await edit(OFFICE, { action: 'publish', courseId: saved.courseId }) : saved
  return {
    imported: {
      courseId: saved.courseId,
      title: read.course.title,
      lessonCount: read.course.lessons.length,
      isNew: saved.isNew,
      status,
    },
  }
}
