import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { editCourse } from '../core/catalog/editCourse'
import { editCourse as contract } from '../core/contract/editCourse'
import type { Caller } from '../core/ports'
import { clock } from '../platform/clock'
import type { CourseDefaults, CourseDraft, MediaFile, Mistake } from './courseFolder/draft'
import { replacePictures } from './courseFolder/markdownLinks'
import { readCourseFolder } from './courseFolder/read'

/** Whoever holds the environment's credentials may edit: the importer acts for the office. */
const OFFICE: Caller = { userId: 'office', openid: '', roles: ['editor'] }

type Imported = { courseId: string; title: string; lessonCount: number; isNew: boolean; status: string }

async function upload(folder: string, course: CourseDraft, media: MediaFile[]): Promise<Map<string, string>> {
  const { files } = await import('../platform/cloudbase/files')
  const fileIds = new Map<string, string>()
  for (const { path, contentType } of media) {
    const bytes = await readFile(join(folder, path))
    fileIds.set(path, await files.put(`courses/${course.id}/${path}`, bytes, contentType))
  }
  return fileIds
}

/** The course as the use case takes it: file ids in place of paths. */
function handedIn(course: CourseDraft, fileIds: Map<string, string>) {
  const fileIdOf = (path: string | null) => (path === null ? null : (fileIds.get(path) ?? null))
  const { id, priceFen, cover, lessons, status: _status, description, ...rest } = course
  return {
    ...rest,
    courseId: id,
    fen: priceFen,
    coverFileId: fileIdOf(cover),
    description: replacePictures(description, fileIdOf),
    lessons: lessons.map(({ id: lessonId, media, article, ...lesson }) => ({
      ...lesson,
      lessonId,
      mediaFileId: fileIdOf(media),
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

  const fileIds = await upload(folder, read.course, read.media)
  const input = contract.input.parse({ action: 'save', course: handedIn(read.course, fileIds) })
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
