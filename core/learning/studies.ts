import type { Ports } from '../ports'
import { fold, Study, studyIdOf } from './study'

/** Beats are worked in and put away once there are this many: the document stays small however long somebody studies. */
const BEATS_KEPT = 32
const LISTED = 100

export const studies = ({ store }: Pick<Ports, 'store'>) => {
  const find = async (userId: string, courseId: string): Promise<Study | null> =>
    Study.nullable().parse(await store.get('studies', studyIdOf(userId, courseId)))

  const ofLearner = async (userId: string, limit = LISTED): Promise<Study[]> => {
    const found = await store.find('studies', { where: { userId }, orderBy: [['lastBeatAt', 'desc']], limit })
    return found.map((doc) => Study.parse(doc))
  }

  return {
    find,
    ofLearner,

    async latest(userId: string): Promise<Study | null> {
      return (await ofLearner(userId, 1))[0] ?? null
    },

    /** Notes that access to this lesson was checked; from now on its beats are taken. Study time starts to run. */
    async open(
      known: Study | null,
      { userId, courseId }: { userId: string; courseId: string },
      lesson: { lessonId: string; durationSeconds: number },
      at: string,
    ): Promise<void> {
      const _id = studyIdOf(userId, courseId)
      if (known?.opened[lesson.lessonId] === lesson.durationSeconds) return
      const isFirst =
        !known &&
        (await store.insert('studies', {
          _id,
          userId,
          courseId,
          opened: { [lesson.lessonId]: lesson.durationSeconds },
          lessons: {},
          beats: [],
          spentUntil: at,
          lastBeatAt: at,
          lastLessonId: lesson.lessonId,
          rev: 0,
        }))
      if (!isFirst)
        await store.change('studies', _id, {}, { set: { [`opened.${lesson.lessonId}`]: lesson.durationSeconds } })
    },

    /** Appends a beat in one conditional write; null when this lesson was never opened for this learner. */
    async append(
      { userId, courseId }: { userId: string; courseId: string },
      beat: { lessonId: string; from: number; to: number; at: string },
    ): Promise<Study | null> {
      const changed = await store.change(
        'studies',
        studyIdOf(userId, courseId),
        { [`opened.${beat.lessonId}`]: { gt: 0 } },
        { push: { beats: beat }, set: { lastBeatAt: beat.at, lastLessonId: beat.lessonId }, inc: { rev: 1 } },
      )
      return Study.nullable().parse(changed)
    },

    /** No lesson of this course takes beats any more until it is opened anew; what was studied stays. */
    async shut(userId: string, courseId: string): Promise<void> {
      const known = await find(userId, courseId)
      if (!known) return
      // Worked in first, because a beat is worth nothing once its lesson is shut.
      const { lessons, spentUntil } = fold(known)
      const set = { lessons, spentUntil, beats: [], opened: {} }
      const isShut = await store.change('studies', known._id, { rev: known.rev }, { set, inc: { rev: 1 } })
      if (!isShut) await this.shut(userId, courseId)
    },

    /** Puts away the beats once there are many; not if another beat came meanwhile, then that one will do it. */
    async tidy(study: Study): Promise<void> {
      if (study.beats.length < BEATS_KEPT) return
      const { lessons, spentUntil } = fold(study)
      await store.change(
        'studies',
        study._id,
        { rev: study.rev },
        { set: { lessons, spentUntil, beats: [] }, inc: { rev: 1 } },
      )
    },
  }
}
