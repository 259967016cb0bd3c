import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { CourseDraft as Handed } from '../../core/contract/editCourse'
import type { CourseDraft, MediaFile } from './draft'
import { readCourseFolder } from './read'

const SCHOOL = join(__dirname, '../../school')

async function readSchool(): Promise<{ course: CourseDraft; media: MediaFile[]; attachments: MediaFile[] }[]> {
  const read = []
  const folders = readdirSync(SCHOOL, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  for (const { name } of folders) {
    const result = await readCourseFolder(join(SCHOOL, name))
    if ('mistakes' in result) throw new Error(`${name}: ${JSON.stringify(result.mistakes)}`)
    read.push(result)
  }
  return read
}

test('the demo school has eight courses of every form and kind', async () => {
  const courses = (await readSchool()).map(({ course }) => course)
  const line = ({ id, form, priceFen, lessons }: CourseDraft): string =>
    `${id} ${form} ${priceFen} ${lessons.map(({ kind, free }) => `${kind}${free ? '*' : ''}`).join(' ')}`
  expect(courses.map(line)).toEqual([
    'clear-writing column 9900 article* article article article article',
    'ear-training series 3900 audio* audio audio audio article audio',
    'evening-rest single 0 audio* audio* audio*',
    'good-meetings column 5900 article* article article article',
    'night-sky series 0 video* article* article* article* document*',
    'numbers-that-lie column 1990 article* article article article',
    'spring-ink series 19900 video* video video video article article',
    'tea-in-ten-minutes single 990 video* audio article',
  ])
})

test('every course has a teacher with a biography, a cover and lessons that take a learner minutes, not hours', async () => {
  for (const { course, media } of await readSchool()) {
    expect(course.teacher.bio).not.toBe('')
    expect(media.find(({ path }) => path === course.cover)?.bytes).toBeLessThan(60_000)
    for (const { durationSeconds } of course.lessons) expect(durationSeconds).toBeLessThan(600)
  }
})

test('the media of the whole school stay below six megabytes', async () => {
  const files = (await readSchool()).flatMap(({ media, attachments }) => [...media, ...attachments])
  expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(6 * 1024 * 1024)
})

test('what a folder gives is what editCourse takes', async () => {
  for (const { course, media } of await readSchool()) {
    const { id, priceFen, cover, status: _status, lessons, ...rest } = course
    const pagesOf = (path: string | null) =>
      (media.find((file) => file.path === path)?.pages ?? []).map((page, n) => ({
        ...page,
        fileId: `cloud://desk/${id}/${path}/${n}`,
      }))
    const fileIdOf = (path: string | null): string | null => path && `cloud://desk/${id}/${path}`
    const handed = {
      ...rest,
      courseId: id,
      fen: priceFen,
      coverFileId: fileIdOf(cover),
      lessons: lessons.map(({ id: lessonId, media: path, attachments, ...lesson }) => ({
        ...lesson,
        lessonId,
        mediaFileId: lesson.kind === 'document' ? null : fileIdOf(path),
        renditions: [],
        attachments: attachments.map(({ path, ...file }) => ({ ...file, fileId: fileIdOf(path) })),
        pages: lesson.kind === 'document' ? pagesOf(path) : [],
      })),
    }
    expect(Handed.parse(handed)).toEqual(handed)
  }
})
