import type { Output } from '../../../../core/contract'
import { day } from '../../../words/time'
import { placeWords } from '../../notePlace'
import { notesWords } from './words'

type Listed = Extract<Output<'notes'>, { action: 'list' }>
type Course = Listed['courses'][number]

export type NoteRow = {
  noteId: string
  courseId: string
  lessonId: string
  at: number
  place: string
  text: string
  earlier: string[]
}
export type LessonGroup = { lessonId: string; title: string; notes: NoteRow[] }
export type CourseGroup = { courseId: string; title: string; lessons: LessonGroup[] }

const titleOf = (courses: Course[], courseId: string): string =>
  courses.find((course) => course.courseId === courseId)?.title ?? ''

const lessonTitleOf = (courses: Course[], courseId: string, lessonId: string): string =>
  courses.find((course) => course.courseId === courseId)?.lessons.find((lesson) => lesson.lessonId === lessonId)
    ?.title ?? notesWords().gone

/** Adds a page of notes, which comes in the order of courses and lessons, to what is there. */
export function grouped(before: CourseGroup[], { notes, courses }: Pick<Listed, 'notes' | 'courses'>): CourseGroup[] {
  const groups = before.map((course) => ({
    ...course,
    lessons: course.lessons.map((one) => ({ ...one, notes: [...one.notes] })),
  }))
  for (const { noteId, courseId, lessonId, place, text, earlier } of notes) {
    let course = groups.find((one) => one.courseId === courseId)
    if (!course) {
      course = { courseId, title: titleOf(courses, courseId), lessons: [] }
      groups.push(course)
    }
    let lesson = course.lessons.find((one) => one.lessonId === lessonId)
    if (!lesson) {
      lesson = { lessonId, title: lessonTitleOf(courses, courseId, lessonId), notes: [] }
      course.lessons.push(lesson)
    }
    lesson.notes.push({ noteId, courseId, lessonId, at: place.at, place: placeWords(place), text, earlier })
  }
  return groups
}

/** All notes as text, for pasting elsewhere. */
export const exported = (groups: CourseGroup[], now: string): string =>
  [
    `${notesWords().title} · ${day(now)}`,
    ...groups.map(({ title, lessons }) =>
      [
        `# ${title}`,
        ...lessons.map((lesson) =>
          [`## ${lesson.title}`, ...lesson.notes.map(({ place, text }) => `[${place}] ${text}`)].join('\n\n'),
        ),
      ].join('\n\n'),
    ),
  ].join('\n\n')
