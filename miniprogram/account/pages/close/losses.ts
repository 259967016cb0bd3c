import type { Losses } from '../../../../core/contract/account'
import { money } from '../../../words/money'
import { day } from '../../../words/time'
import { closeWords } from './words'

/** What would be given up, a line each; only what there is. */
export function lossLines({ courses, certificates, walletFen, points, memberUntil }: Losses): string[] {
  const words = closeWords()
  return [
    ...(courses ? [words.courses(courses)] : []),
    ...(certificates ? [words.certificates(certificates)] : []),
    ...(walletFen > 0 ? [words.wallet(money(walletFen))] : []),
    ...(points > 0 ? [words.points(points)] : []),
    ...(memberUntil ? [words.member(day(memberUntil))] : []),
    words.always,
  ]
}
