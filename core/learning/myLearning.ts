import { byIds } from '../byIds'
import { type Course, Course as CourseShape } from '../catalog/course'
import { courses } from '../catalog/courses'
import { certificates } from '../certificates/certificates'
import type { Input, Output } from '../contract'
import { dayOf, daysAfter } from '../days'
import { isOpen } from '../entitlements/enrolment'
import { enrolments, LISTED } from '../entitlements/enrolments'
import type { Caller, Ports } from '../ports'
import { daysThisWeek, longestOf, streakOf, sumOf } from './days'
import { planOf } from './planStudy'
import { studies } from './studies'
import { beginningOf, fold, percentOf, progressOf, resumeOf } from './study'

/** Days that a calendar shows. */
const DAYS_SHOWN = 70

/** The courses I own, the last one studied first, with the days on which I studied them. */
export const myLearning =
  (ports: Pick<Ports, 'store' | 'files' | 'ids' | 'clock'>) =>
  async ({ userId }: Caller, _: Input<'myLearning'>): Promise<Output<'myLearning'>> => {
    const [held, studied, certified, plan] = await Promise.all([
      enrolments(ports).ofLearner(userId),
      studies(ports).ofLearner(userId),
      certificates(ports).ofLearnerAll(userId),
      planOf(ports, userId),
    ])
    const owned = held.filter((enrolment) => isOpen(enrolment, ports.clock.now()))
    const ids = owned.map((enrolment) => enrolment.courseId)
    const found = await byIds(ports, 'courses', ids)
    const known = [...found.values()].map((doc): Course => CourseShape.parse(doc))
    const cards = await courses(ports).cards(known)

    const studyOf = new Map(studied.map((study) => [study.courseId, study]))
    const numberOf = new Map(certified.filter((one) => !one.revokedAt).map((one) => [one.courseId, one._id]))
    const rows = owned.flatMap((enrolment) => {
      const at = known.findIndex((course) => course._id === enrolment.courseId)
      const course = known[at]
      const card = cards[at]
      if (!course || !card) return []
      const study = studyOf.get(course._id) ?? null
      return {
        lastAt: study?.lastBeatAt ?? enrolment.enrolledAt,
        card,
        enrolledAt: enrolment.enrolledAt,
        finishedLessons: study ? course.outline.filter((lesson) => progressOf(study, lesson).finished).length : 0,
        percent: percentOf(course.outline, study),
        resume: study ? resumeOf(course.outline, study) : beginningOf(course.outline),
        accessUntil: enrolment.accessUntil,
        certificateNumber: numberOf.get(course._id) ?? null,
      }
    })
    rows.sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1))
    const days = sumOf(studied.map((study) => fold(study).days))
    const today = dayOf(ports.clock.now())
    const shownFrom = daysAfter(today, -DAYS_SHOWN)
    return {
      courses: rows.map(({ lastAt: _lastAt, ...row }) => row),
      isAll: held.length < LISTED,
      today,
      days: Object.entries(days)
        .filter(([day]) => day > shownFrom)
        .map(([day, seconds]) => ({ day, seconds: Math.round(seconds) }))
        .sort((a, b) => (a.day < b.day ? -1 : 1)),
      streak: { days: streakOf(days, today), longest: longestOf(days) },
      daysThisWeek: daysThisWeek(days, today),
      plan,
    }
  }
