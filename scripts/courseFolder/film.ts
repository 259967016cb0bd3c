import * as z from 'zod'
import type { Quality } from '../../core/contract/shapes'
import type { LessonDraft, MediaFile } from './draft'
import { secondsOf, text } from './fields'
import { type Named, takeFile } from './media'
import { note, type Reading } from './reading'

/** What a lesson plays: the file that plays first, and the film's other qualities. */
export type CourseFilms = { media: MediaFile; renditions: LessonDraft['renditions'] }

const film = text('media', '媒体文件', 500).optional()
/** The best first. */
const films = z.strictObject({ '1080p': film, '720p': film, '480p': film, '360p': film })

/** One path, or of a film one for each quality. */
export const media = z.union([text('media', '媒体文件', 500), films], {
  error: 'media（媒体文件）要写成一个路径；视频有几种清晰度时，一行一个，像 720p: media/01.mp4',
})

const CHAPTER = /^((?:\d{1,2}:)?\d{1,2}:[0-5]\d)\s+(\S.*)$/
const MAX_CHAPTERS = 100
const TITLE_LENGTH = 60

/** `1:35 运笔`, a line each. */
export const chapters = z
  .array(
    z
      .string({ error: 'chapters（章节）的每一行要写成 分:秒 名字' })
      .trim()
      .regex(CHAPTER, 'chapters（章节）的每一行要写成 分:秒 名字，像 1:35 运笔')
      .transform((line) => {
        const [, at = '', title = ''] = CHAPTER.exec(line) ?? []
        return { at: secondsOf(at), title }
      })
      .refine(({ title }) => title.length <= TITLE_LENGTH, `章节名最多 ${TITLE_LENGTH} 个字`),
    { error: 'chapters（章节）要写成列表，一行一章' },
  )
  .max(MAX_CHAPTERS, `chapters（章节）最多 ${MAX_CHAPTERS} 章`)

/** Chapters belong to what is played, come one after the other, and begin before the end. */
export function checkChapters(
  reading: Reading,
  file: string,
  { kind, chapters, durationSeconds }: LessonDraft,
  lineOf: (...path: PropertyKey[]) => number,
): void {
  if (chapters.length > 0 && kind !== 'video' && kind !== 'audio')
    note(reading, file, lineOf(), '只有视频课和音频课可以有 chapters（章节）')
  for (const [n, { at, title }] of chapters.entries()) {
    if (at >= durationSeconds) note(reading, file, lineOf(n), `章节「${title}」在结束以后`)
    else if (n > 0 && at <= (chapters[n - 1]?.at ?? 0)) note(reading, file, lineOf(n), `章节「${title}」要在前一章之后`)
  }
}

/** Two renderings of one film may end a little apart. */
const APART_SECONDS = 2

/** Takes a film in all its qualities; they must be the same film. Null when a mistake was noted. */
export async function takeFilms(
  reading: Reading,
  written: z.infer<typeof films>,
  by: Named,
): Promise<CourseFilms | null> {
  const taken: { quality: Quality; media: MediaFile }[] = []
  for (const quality of films.keyof().options) {
    const path = written[quality]
    const media = path === undefined ? null : await takeFile(reading, 'video', path, by)
    if (media) taken.push({ quality, media })
  }
  const [best] = taken
  if (!best) {
    if (Object.keys(written).length === 0) note(reading, by.file, by.line, 'media（媒体文件）里一种清晰度也没有')
    return null
  }
  const length = best.media.durationSeconds ?? 0
  for (const { quality, media } of taken)
    if (Math.abs((media.durationSeconds ?? 0) - length) > APART_SECONDS)
      note(reading, by.file, by.line, `${quality} 和 ${best.quality} 的时长不一样，不像同一段视频`)
  const renditions = taken.map(({ quality, media: { path } }) => ({ quality, media: path }))
  return { media: best.media, renditions: renditions.length > 1 ? renditions : [] }
}
