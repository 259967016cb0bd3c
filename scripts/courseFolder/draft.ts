import type { CourseDraft as Handed } from '../../core/contract/editCourse'
import type { Chapter, Quality } from '../../core/contract/shapes'

/** One question of `quiz.yaml`; `answer` holds indexes into `options`, for `judge` 0 is right and 1 is wrong. */
export type Question = Handed['quiz'][number]

/** A file to take along: the name it is kept by, and its path from the course folder. */
export type Attachment = { name: string; path: string; bytes: number }

/** One lesson as it stands in a folder: what `editCourse` takes, with a path where that has a file id. */
export type LessonDraft = {
  /** From the file's name; [a-z0-9-], at most 40. It stays the same while the file keeps its name: progress hangs on it. */
  id: string
  title: string
  kind: 'video' | 'audio' | 'article' | 'document'
  free: boolean
  durationSeconds: number
  /** Path from the course folder, with `/`; of a film in several qualities the first to play; null for an article. */
  media: string | null
  /** Empty where the film comes in one quality only. */
  renditions: { quality: Quality; media: string }[]
  chapters: Chapter[]
  /** Files to take along. */
  attachments: Attachment[]
  /** Markdown. Its local pictures are paths from the course folder (`replacePictures` puts addresses in their place). */
  article: string
}

/** A course as it stands in a folder. Every text fits what `editCourse` takes. */
export type CourseDraft = {
  /** From the folder's name; [a-z0-9-], at most 40. */
  id: string
  title: string
  summary: string
  /** Markdown; pictures as in a lesson's article. */
  description: string
  audience: string
  teacher: { name: string; bio: string }
  priceFen: number
  category: string
  tags: string[]
  form: 'single' | 'series' | 'column'
  /** What the teacher wants done with it after the import. */
  status: 'draft' | 'published'
  /** Path from the course folder; null when there is none. */
  cover: string | null
  lessons: LessonDraft[]
  quiz: Question[]
}

/** A page as a picture, in pixels, and what an attentive reader needs for it. */
export type PageSize = { width: number; height: number; seconds: number }

/** A file that goes with the course: media, cover and pictures, each once. */
export type MediaFile = {
  /** Path from the course folder, with `/`. */
  path: string
  contentType: string
  bytes: number
  /** Only for sound and film. */
  durationSeconds?: number
  /** Only for a PDF: its pages as they will be drawn. */
  pages?: PageSize[]
}

/** Something to put right: `line` counts from 1, null when it is about the whole file. `what` is Chinese, for the teacher. */
export type Mistake = { file: string; line: number | null; what: string }

/** What a folder does not say itself, from the command line. What the folder says wins. */
export type CourseDefaults = {
  id?: string
  title?: string
  teacher?: string
  /** Yuan, as a teacher writes it: `9.9`. */
  price?: string
  category?: string
  tags?: string[]
  form?: CourseDraft['form']
  summary?: string
  audience?: string
}

/** 「lessons/03-节奏.md 第 4 行：找不到媒体文件 media/03.mp4」 */
export const sayMistake = ({ file, line, what }: Mistake): string =>
  line === null ? `${file}：${what}` : `${file} 第 ${line} 行：${what}`
