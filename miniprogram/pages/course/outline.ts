import type { CourseDetail } from '../../../core/contract/shapes'
import { kindIcons, lessonLength } from '../../words/course'
import { money } from '../../words/money'
import { clockOf } from '../../words/time'
import { courseWords } from './words'

/** A lesson as the course page lists it. */
export type OutlineRow = {
  lessonId: string
  order: string
  title: string
  icon: string
  length: string
  /** What this learner may do with it, and how far they are. */
  mark: 'trial' | 'locked' | 'finished' | 'begun' | 'open'
  markWords: string
}

/** The one blossom button of the course page, by where the learner stands. */
export type Act =
  | { kind: 'buy'; words: string; trialLessonId: string }
  | { kind: 'join'; words: string }
  /** Nothing may be sold on this phone, and why. */
  | { kind: 'shut'; words: string; trialLessonId: string }
  /** Every place is taken; `hint` says whether one may be free soon. */
  | { kind: 'full'; words: string; hint: string; trialLessonId: string }
  | { kind: 'study'; lessonId: string; words: string }
  | { kind: 'certificate'; words: string }

export function rowsOf(course: CourseDetail): OutlineRow[] {
  const w = courseWords()
  const progress = new Map(course.progress.map((one) => [one.lessonId, one]))
  return course.outline.map((lesson, at) => {
    const { finished = false, positionSeconds = 0, watchedSeconds = 0 } = progress.get(lesson.lessonId) ?? {}
    const row = {
      lessonId: lesson.lessonId,
      order: String(at + 1),
      title: lesson.title,
      icon: kindIcons[lesson.kind],
      length: lessonLength(lesson),
    }
    if (finished) return { ...row, mark: 'finished', markWords: w.finished }
    if (watchedSeconds >= 1)
      return {
        ...row,
        mark: 'begun',
        markWords:
          lesson.kind === 'article' || lesson.kind === 'document' ? w.reading : w.upTo(clockOf(positionSeconds)),
      }
    if (course.owned) return { ...row, mark: 'open', markWords: '' }
    return lesson.free
      ? { ...row, mark: 'trial', markWords: course.card.fen === 0 ? w.free : w.tryIt }
      : { ...row, mark: 'locked', markWords: '' }
  })
}

/** How much of the course is finished, in whole lessons and percent. */
export function finishedOf(course: CourseDetail): { lessons: number; percent: number } {
  const lessons = course.progress.filter((one) => one.finished).length
  return { lessons, percent: course.outline.length ? Math.floor((lessons / course.outline.length) * 100) : 0 }
}

/** What this learner would pay, where it is known: a member's price may be lower than the card's, or nothing. */
export type MyPrice = { fen: number } | null

/** The button for somebody who does not have the course. `shut`: why nothing may be sold on this phone, or ''. */
function offerOf({ outline, card, holdsSeat }: CourseDetail, mine: MyPrice, shut: string): Act {
  const trialLessonId = outline.find((lesson) => lesson.free)?.lessonId ?? ''
  if (card.seats?.left === 0 && !holdsSeat) {
    const { full, mayBeFree, isSold } = courseWords()
    return { kind: 'full', words: full, hint: card.seats.held ? mayBeFree : isSold, trialLessonId }
  }
  if (card.fen === 0) return { kind: 'join', words: courseWords().joinFree }
  if (mine?.fen === 0) return { kind: 'join', words: courseWords().memberFree }
  if (shut) return { kind: 'shut', words: shut, trialLessonId }
  const words =
    mine && mine.fen < card.fen ? courseWords().memberPrice(money(mine.fen)) : courseWords().buy(money(card.fen))
  return { kind: 'buy', words, trialLessonId }
}

export function actOf(course: CourseDetail, mine: MyPrice = null, shut = ''): Act {
  const { outline, owned, progress } = course
  if (!owned) return offerOf(course, mine, shut)
  if (course.certificateNumber) return { kind: 'certificate', words: courseWords().certificate }
  const finished = new Set(progress.filter((one) => one.finished).map((one) => one.lessonId))
  const next = outline.find((lesson) => !finished.has(lesson.lessonId))
  if (!next) return { kind: 'certificate', words: courseWords().takeCertificate }
  const begun = progress.some((one) => one.watchedSeconds > 0)
  return { kind: 'study', lessonId: next.lessonId, words: begun ? courseWords().goOn : courseWords().start }
}
