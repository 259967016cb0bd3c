import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { takeArticle } from './article'
import { files, takeAttachments } from './attachments'
import { COURSE_FILE } from './course'
import type { LessonDraft } from './draft'
import { duration, NEEDS_FIELDS, oneOf, text, yesNo } from './fields'
import { type CourseFilms, chapters, checkChapters, media, takeFilms } from './film'
import { readFrontMatter } from './frontMatter'
import { takeFile } from './media'
import { kindOf, note, type Reading } from './reading'
import { readingSeconds } from './readingTime'
import { slugOf } from './slug'

const LessonFields = z.strictObject(
  {
    title: text('title', '标题', 120),
    kind: oneOf('kind', '类型', ['video', 'audio', 'article', 'document']),
    media: media.optional(),
    chapters: chapters.optional(),
    files: files.default([]),
    free: yesNo('free').default(false),
    duration: duration.optional(),
  },
  { error: NEEDS_FIELDS },
)
/** What can be checked further even when another field is wrong. */
const KindAndMedia = LessonFields.pick({ kind: true, media: true }).strip()
const Files = LessonFields.pick({ files: true }).strip()

const MAX_LESSONS = 300

/** Reads `lessons/NN-name.md` in the order of their numbers. What is wrong is noted and left out. */
export async function readLessons(reading: Reading): Promise<LessonDraft[]> {
  if ((await kindOf(reading, 'lessons')) !== 'folder') {
    note(reading, 'lessons', null, '缺少 lessons 文件夹，每节课在里面是一个 01-名字.md')
    return []
  }
  const names = (await readdir(join(reading.root, 'lessons'))).filter((name) => /^[^.].*\.md$/i.test(name))
  if (names.length === 0) note(reading, 'lessons', null, '一节课也没有，每节课是一个 01-名字.md')
  if (names.length > MAX_LESSONS) note(reading, 'lessons', null, `有 ${names.length} 节课，最多 ${MAX_LESSONS} 节`)

  const lessons: LessonDraft[] = []
  for (const name of inOrder(reading, names)) {
    const lesson = await readLesson(reading, `lessons/${name}`, slugOf(name.replace(/\.md$/i, '')))
    if (lesson) lessons.push(lesson)
  }
  return lessons
}

/** Sorts by the numbers in front; a gap is fine, no number or one taken already is not. */
function inOrder(reading: Reading, names: readonly string[]): string[] {
  const numberOf = (name: string): number => Number(/^(\d{1,4})-./.exec(name)?.[1] ?? Number.NaN)
  const sorted = [...names].sort((a, b) => numberOf(a) - numberOf(b) || (a < b ? -1 : 1))
  const taken = new Map<number, string>()
  for (const name of sorted) {
    const number = numberOf(name)
    const first = taken.get(number)
    if (Number.isNaN(number)) note(reading, `lessons/${name}`, null, '文件名要以编号开头，像 01-名字.md')
    else if (first) note(reading, `lessons/${name}`, null, `编号和 lessons/${first} 重复`)
    else taken.set(number, name)
  }
  return sorted
}

async function readLesson(reading: Reading, file: string, id: string): Promise<LessonDraft | null> {
  const written = await readFrontMatter(reading, file, LessonFields)
  if (!written) return null
  const article = await takeArticle(reading, file, written.body, written.bodyLine)
  const said = KindAndMedia.safeParse(written.fields?.written)
  if (!written.fields || !said.success) return null

  const { value, lineOf } = written.fields
  const taken = await takeMedia(reading, file, said.data, lineOf('media'))
  const attachments = await takeAttachments(reading, Files.safeParse(written.fields.written).data?.files ?? [], {
    file,
    lineOf: (n) => lineOf('files', n),
    from: COURSE_FILE,
  })
  if (said.data.kind === 'article' && article === '') note(reading, file, written.bodyLine, '这节课没有正文')
  if (!value) return null
  const { title, kind, free } = value
  if (kind === 'document' && value.duration !== undefined)
    note(reading, file, lineOf('duration'), '文档课（document）的时长按页算，不用写 duration')
  const pages = taken?.media.pages
  const durationSeconds = pages
    ? pages.reduce((sum, { seconds }) => sum + seconds, 0)
    : (value.duration ?? taken?.media.durationSeconds ?? readingSeconds(article))
  const lesson: LessonDraft = {
    id,
    title,
    kind,
    free,
    durationSeconds,
    media: taken?.media.path ?? null,
    renditions: taken?.renditions ?? [],
    chapters: value.chapters ?? [],
    attachments,
    article,
  }
  checkChapters(reading, file, lesson, (...path) => lineOf('chapters', ...path))
  return lesson
}

/** The film, sound or document of a lesson, which an article has none of. */
async function takeMedia(
  reading: Reading,
  file: string,
  { kind, media }: z.infer<typeof KindAndMedia>,
  line: number,
): Promise<CourseFilms | null> {
  const by = { file, line, from: COURSE_FILE }
  if (kind !== 'article' && typeof media === 'string') {
    const taken = await takeFile(reading, kind, media, by)
    return taken && { media: taken, renditions: [] }
  }
  if (kind === 'video' && typeof media === 'object') return takeFilms(reading, media, by)
  if (kind !== 'article' && media !== undefined) note(reading, file, line, '只有视频课可以有几种清晰度')
  else if (kind !== 'article') note(reading, file, line, '视频课、音频课和文档课要写 media（媒体文件）')
  else if (media !== undefined) note(reading, file, line, '文章课（article）不用写 media')
  return null
}
