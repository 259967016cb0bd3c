import type { Ports } from '../ports'

const settingIdOf = (courseId: string): string => `reviews:${courseId}`

/** Whether this course's reviews wait until somebody of the school has looked. Most do not. */
export const isHeldBack = async ({ store }: Pick<Ports, 'store'>, courseId: string): Promise<boolean> =>
  (await store.get('settings', settingIdOf(courseId)))?.isHeldBack === true

export const holdBack = ({ store }: Pick<Ports, 'store'>, courseId: string, isHeldBack: boolean): Promise<void> =>
  store.put('settings', { _id: settingIdOf(courseId), isHeldBack })
