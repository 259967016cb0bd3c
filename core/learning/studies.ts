import type { Ports } from '../ports'
import { type Beat, fold, Study, studyIdOf } from './study'

/** A phone that keeps a lesson and opens it often is not written down each time. */
const KEEP_AGAIN_MS = 24 * 3600_000

/** What a fold puts in place of the beats it has seen. */
const folded = (study: Study) => {
  const { lessons, spentUntil, days, countedUntil } = fold(study)
  return { lessons, spentUntil, days, countedUntil, beats: [] }
}

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

    /**
     * Notes that access to this lesson was checked; from now on its beats are taken. Study time starts to run. `isKept`: the
     * phone was given the lesson to keep.
     */
    async open(
      known: Study | null,
      { userId, courseId }: { userId: string; courseId: string },
      lesson: { lessonId: string; durationSeconds: number; isKept: boolean },
      at: string,
    ): Promise<void> {
      const _id = studyIdOf(userId, courseId)
      const { lessonId, durationSeconds } = lesson
      const keptAt = known?.kept[lessonId]
      const isToKeep = lesson.isKept && (!keptAt || Date.parse(at) - Date.parse(keptAt) > KEEP_AGAIN_MS)
      if (known?.opened[lessonId] === durationSeconds && !isToKeep) return
      const isFirst =
        !known &&
        (await store.insert('studies', {
          _id,
          userId,
          courseId,
          opened: { [lessonId]: durationSeconds },
          kept: isToKeep ? { [lessonId]: at } : {},
          lessons: {},
          beats: [],
          spentUntil: at,
          days: {},
          countedUntil: '',
          lastBeatAt: at,
          lastLessonId: lessonId,
          rev: 0,
        }))
      if (isFirst) return
      const set = { [`opened.${lessonId}`]: durationSeconds, ...(isToKeep && { [`kept.${lessonId}`]: at }) }
      await store.change('studies', _id, {}, { set })
    },

    /** Appends a beat in one conditional write; null when this lesson was never opened for this learner. */
    async append({ userId, courseId }: { userId: string; courseId: string }, beat: Beat): Promise<Study | null> {
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
      const set = { ...folded(known), opened: {}, kept: {} }
      const isShut = await store.change('studies', known._id, { rev: known.rev }, { set, inc: { rev: 1 } })
      if (!isShut) await this.shut(userId, courseId)
    },

    /** Puts away the beats once there are many; not if another beat came meanwhile, then that one will do it. */
    async tidy(study: Study): Promise<void> {
      if (study.beats.length < BEATS_KEPT) return
      await store.change('studies', study._id, { rev: study.rev }, { set: folded(study), inc: { rev: 1 } })
    },
  }
}
