import { type Download, isGood } from '../../../study/downloads'
import { kindIcons } from '../../../words/course'
import { day } from '../../../words/time'
import { sizeWords } from '../../size'
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
