import type { Output } from '../../core/contract'
import type { LessonProgress, OutlineLesson } from '../../core/contract/shapes'
import { call } from '../api/call'
import { done, fetchFile, makeFolder, manager, removeFolder } from '../device/files'
import type { LessonKey } from './recorder'

/** Lessons that the phone keeps, to be studied without a network. Files lie in WeChat's own folder, 200 MB at the most. */

type Opened = Output<'playLesson'>

/** One kept lesson, as the list of them tells. */
export type Download = LessonKey & {
  courseTitle: string
  title: string
  kind: OutlineLesson['kind']
  free: boolean
  bytes: number
  /** The phone's time, ms. */
  keptAt: number
  /** ISO time after which the cloud must be asked again. */
  until: string
  /** As the cloud said last: a journey goes on where the evening before ended. */
  progress: LessonProgress
}

const LIST = 'downloads'
/** A phone set back by more than this has a clock that says nothing. */
const SET_BACK_MS = 24 * 3600_000

const folderOf = ({ courseId, lessonId }: LessonKey): string =>
  `${wx.env.USER_DATA_PATH}/lessons/${courseId}.${lessonId}`

const isSame = (a: LessonKey, b: LessonKey): boolean => a.courseId === b.courseId && a.lessonId === b.lessonId

/** The newest first. */
export const downloads = (): Download[] => (wx.getStorageSync(LIST) || []) as Download[] // only `write` stores under this key
const write = (list: Download[]): void => wx.setStorageSync(LIST, list)

const find = (lesson: LessonKey): Download | undefined => downloads().find((one) => isSame(one, lesson))

export const isKept = (lesson: LessonKey): boolean => find(lesson) !== undefined

/** Whether it may still be opened without asking the cloud. */
export const isGood = ({ until, keptAt }: Download, now: number = Date.now()): boolean =>
  Date.parse(until) > now && now > keptAt - SET_BACK_MS

/** Refusals that mean that somebody has no access any more. */
const ended: ReadonlySet<string> = new Set(['NOT_OWNED', 'COURSE_NOT_FOUND', 'LESSON_NOT_FOUND'])

/** What the cloud refuses to open is not kept either. */
export function dropWhatEnded(lesson: LessonKey, code: string): void {
  if (ended.has(code) && isKept(lesson)) void drop(lesson)
}

/** Keeps of the phone's lessons those that its owner may still see: `open` are the courses, by id, that are theirs. */
export function dropWhatIsNotMine(open: ReadonlySet<string>): void {
  for (const one of downloads()) if (!one.free && !open.has(one.courseId)) void drop(one)
}

/** Removes a lesson and its files. */
export async function drop(lesson: LessonKey): Promise<void> {
  write(downloads().filter((one) => !isSame(one, lesson)))
  await removeFolder(folderOf(lesson))
}

const sizeOf = (filePath: string): Promise<number> =>
  new Promise((resolve, reject) =>
    manager().getFileInfo({ filePath, success: ({ size }) => resolve(size), fail: reject }),
  )

/** All pages of a document with their addresses, which come a stretch at a time. */
async function withEveryPage(lesson: LessonKey, opened: Opened): Promise<Opened> {
  let pages = opened.pages
  for (let at = pages.findIndex(({ url }) => !url); at >= 0; ) {
    const more = (await call('playLesson', { ...lesson, page: at })).pages
    pages = pages.map((page, n) => (page.url ? page : (more[n] ?? page)))
    const next = pages.findIndex(({ url }) => !url)
    if (next === at) throw new Error(`page ${at + 1} has no picture`)
    at = next
  }
  return { ...opened, pages }
}

const PICTURE = /(<img [^>]*src=")([^"]+)(")/g
const plain = (attribute: string): string => attribute.replace(/&quot;/g, '"').replace(/&amp;/g, '&')

/** What must be fetched for a lesson, with the name each file gets. */
function filesOf(opened: Opened): { url: string; name: string }[] {
  const pages = opened.pages.flatMap(({ url }, n) => (url ? [{ url, name: `page-${n}` }] : []))
  const pictures = [...opened.articleHtml.matchAll(PICTURE)].map(([, , src = ''], n) => ({
    url: plain(src),
    name: `picture-${n}`,
  }))
  // Of a film in several qualities the smallest: a phone keeps many.
  const renditions = opened.media?.renditions ?? []
  const url = renditions[renditions.length - 1]?.url ?? opened.media?.url
  const ending = opened.lesson.kind === 'audio' ? 'mp3' : 'mp4'
  return [...(url ? [{ url, name: `media.${ending}` }] : []), ...pages, ...pictures]
}

/** The lesson with its own files in place of addresses. */
function local(opened: Opened, folder: string): Opened {
  let picture = 0
  const media = opened.media && {
    ...opened.media,
    url: `${folder}/media.${opened.lesson.kind === 'audio' ? 'mp3' : 'mp4'}`,
    renditions: [],
  }
  return {
    ...opened,
    media,
    coverUrl: null,
    pages: opened.pages.map((page, n) => ({ ...page, url: `${folder}/page-${n}` })),
    articleHtml: opened.articleHtml.replace(
      PICTURE,
      (_, before: string, _src: string, after: string) => `${before}${folder}/picture-${picture++}${after}`,
    ),
  }
}

/**
 * Fetches a lesson and keeps it; `tell` hears how far it is, 0 to 1. A lesson that could not be fetched whole leaves nothing
 * behind. Throws what `call` throws, or the phone's own refusal when it is full.
 */
export async function keepLesson(lesson: LessonKey, tell: (share: number) => void): Promise<void> {
  const folder = folderOf(lesson)
  const opened = await withEveryPage(lesson, await call('playLesson', { ...lesson, keep: true }))
  const files = filesOf(opened)
  await drop(lesson)
  try {
    await makeFolder(folder)
    let bytes = 0
    for (const [n, { url, name }] of files.entries()) {
      await fetchFile(url, `${folder}/${name}`, (share) => tell((n + share) / files.length))
      bytes += await sizeOf(`${folder}/${name}`)
    }
    const data = JSON.stringify(local(opened, folder))
    await done((told) => manager().writeFile({ filePath: `${folder}/lesson.json`, data, encoding: 'utf8', ...told }))
    const { title, kind, free } = opened.lesson
    const kept: Download = {
      ...lesson,
      courseTitle: opened.courseTitle,
      title,
      kind,
      free,
      bytes: bytes + data.length,
      keptAt: Date.now(),
      until: opened.keptUntil,
      progress: opened.progress,
    }
    write([kept, ...downloads().filter((one) => !isSame(one, lesson))])
  } catch (error) {
    await drop(lesson)
    throw error
  }
}

/** A kept lesson as `playLesson` answered it, with its own files; null when there is none, or it must be asked for again. */
export async function openKept(lesson: LessonKey): Promise<Opened | null> {
  const kept = find(lesson)
  if (!kept || !isGood(kept)) return null
  const filePath = `${folderOf(lesson)}/lesson.json`
  return new Promise((resolve) =>
    manager().readFile({
      filePath,
      encoding: 'utf8',
      // Only `keepLesson` writes there.
      success: ({ data }) => resolve({ ...(JSON.parse(String(data)) as Opened), progress: kept.progress }),
      fail: () => resolve(null),
    }),
  )
}

const change = (lesson: LessonKey, news: Partial<Download>): void => {
  if (isKept(lesson)) write(downloads().map((one) => (isSame(one, lesson) ? { ...one, ...news } : one)))
}

/** The cloud let its owner open a kept lesson again: it may be kept for as long as it says now. */
export const renew = (
  lesson: LessonKey,
  { keptUntil: until, progress }: Pick<Opened, 'keptUntil' | 'progress'>,
): void => change(lesson, { until, progress, keptAt: Date.now() })

/** The cloud has heard how far the learner is. */
export const keepProgress = (lesson: LessonKey, progress: LessonProgress): void => change(lesson, { progress })
