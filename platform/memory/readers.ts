import { moderate } from '../../core/community/moderate'
import { reviews } from '../../core/community/reviews'
import type { Input, Output } from '../../core/contract'
import { AppError } from '../../core/contract/errors'
import { playLesson } from '../../core/learning/playLesson'
import { recordProgress } from '../../core/learning/recordProgress'
import type { Caller } from '../../core/ports'
import { memoryMarket, OFFICE } from './market'
import { learner } from './world'

export const WATER = { kind: 'course', courseId: 'water' } as const
export const SPRING = { kind: 'course', courseId: 'spring-ink' } as const

/** The code of the refusal. */
export const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error) => (error instanceof AppError ? error.code : error),
  )

/** The school of the tests with people in it who study and say what they think. */
export async function memoryReaders(options: Parameters<typeof memoryMarket>[1] = {}) {
  const market = await memoryMarket(undefined, options)
  const { ports, clock, store } = market

  async function study(who: Caller, courseId: string, lessonId: string, seconds: number): Promise<void> {
    await playLesson(ports)(who, { courseId, lessonId })
    clock.advance(seconds * 1000)
    await recordProgress(ports)(who, { courseId, lessonId, from: 0, to: seconds })
  }

  type Asked<A> = Extract<Input<'reviews'>, { action: A }>
  type Told<A> = Extract<Output<'reviews'>, { action: A }>
  async function ask<A extends Input<'reviews'>['action']>(who: Caller, input: Asked<A>): Promise<Told<A>> {
    return (await reviews(ports)(who, input)) as Told<A> // the contract: answers are of their question's action
  }

  /** Somebody new with a name. */
  async function person(userId: string, nickname = userId): Promise<Caller> {
    await store.put('users', {
      _id: userId,
      nickname,
      avatarFileId: null,
      roles: ['learner'],
      joinedAt: clock.now().toISOString(),
    })
    return learner(userId)
  }

  return {
    ...market,
    study,
    person,
    list: (
      who: Caller,
      courseId = 'water',
      more: { order?: 'newest' | 'helpful'; after?: string; size?: number } = {},
    ) => ask(who, { action: 'list', courseId, order: 'newest', ...more }),
    write: (who: Caller, stars: number, text = '', courseId = 'water') =>
      ask(who, { action: 'write', courseId, stars, text }),
    remove: (who: Caller, courseId = 'water') => ask(who, { action: 'remove', courseId }),
    helpful: (who: Caller, reviewId: string, isHelpful = true) => ask(who, { action: 'helpful', reviewId, isHelpful }),
    answer: (who: Caller, reviewId: string, text: string) => ask(who, { action: 'answer', reviewId, text }),
    office: (input: Input<'moderate'>) => moderate(ports)(OFFICE, input),
    /** Somebody who has the free course and has read a little of it. */
    async reader(userId: string, nickname?: string): Promise<Caller> {
      const who = await person(userId, nickname)
      await market.buy(who, WATER)
      await study(who, 'water', '01-why', 15)
      return who
    },
  }
}
