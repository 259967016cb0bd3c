import type { Taking } from '../../../../core/contract/lessonFiles'
import { when } from '../../../words/time'
import { takenWords } from './words'

export type TakingRow = Pick<Taking, 'takingId' | 'nickname' | 'lessonId' | 'lessonTitle' | 'name'> & {
  /** The first sign of the name, for the round mark. */
  mark: string
  words: string
  /** When first; '' where once is all. */
  first: string
}

export function takingRow(taking: Taking, now?: number): TakingRow {
  const { takingId, nickname, lessonId, lessonTitle, name, times, firstAt, lastAt } = taking
  const isAgain = times > 1
  const firstWhen = when(firstAt, now)
  return {
    takingId,
    nickname,
    lessonId,
    lessonTitle,
    name,
    mark: [...nickname][0] ?? '',
    words: isAgain ? takenWords().often(times, when(lastAt, now)) : takenWords().once(firstWhen),
    first: isAgain ? takenWords().first(firstWhen) : '',
  }
}
