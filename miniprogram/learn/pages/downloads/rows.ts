import { type Download, isGood } from '../../../study/downloads'
import { kindIcons } from '../../../words/course'
import { day } from '../../../words/time'
import { downloadsWords } from './words'

export type Row = {
  id: string
  courseId: string
  lessonId: string
  title: string
  icon: string
  size: string
  until: string
  isOver: boolean
}
export type Group = { courseId: string; title: string; rows: Row[] }

const MEGABYTE = 1024 * 1024

/** A size as people read it: 820 KB, 3.4 MB, 120 MB. */
export function sizeWords(bytes: number): string {
  const { kilobytes, megabytes } = downloadsWords()
  if (bytes < MEGABYTE) return kilobytes(String(Math.max(1, Math.round(bytes / 1024))))
  const size = bytes / MEGABYTE
  return megabytes(size < 10 ? size.toFixed(1) : String(Math.round(size)))
}

/** What the phone keeps, by course; the course that was kept last comes first. */
export function groupsOf(list: Download[], now: number): Group[] {
  const groups: Group[] = []
  for (const download of list) {
    const { courseId, lessonId, courseTitle, title, kind, bytes, until } = download
    let group = groups.find((one) => one.courseId === courseId)
    if (!group) {
      group = { courseId, title: courseTitle, rows: [] }
      groups.push(group)
    }
    const isOver = !isGood(download, now)
    group.rows.push({
      id: `${courseId}/${lessonId}`,
      courseId,
      lessonId,
      title,
      icon: kindIcons[kind],
      size: sizeWords(bytes),
      until: isOver ? downloadsWords().over : downloadsWords().until(day(until)),
      isOver,
    })
  }
  return groups
}

export const bytesOf = (list: Download[]): number => list.reduce((sum, { bytes }) => sum + bytes, 0)
