import type { Output } from '../../../../core/contract'
import { yuan } from '../../../words/money'
import { fenOf, percentOf, wholeOf } from '../../words'
import { settingsWords } from './words'

export type Settings = Output<'moneySettings'>['settings']
export type Way = keyof Settings['ways']

const places: { key: keyof ReturnType<typeof settingsWords>['groups']; ways: Way[] }[] = [
  { key: 'miniProgram', ways: ['virtualGoods', 'virtualCoins', 'jsapi'] },
  { key: 'web', ways: ['native', 'h5', 'alipay'] },
  { key: 'own', ways: ['balance', 'topUp', 'points', 'gifts', 'codes'] },
]

/** Switches with what they mean; `rule` is what WeChat demands there, empty where it demands nothing. */
export type Group = { title: string; rows: { way: Way; name: string; hint: string; rule: string }[] }

export const groups = (): Group[] =>
  places.map(({ key, ways }) => ({
    title: settingsWords().groups[key],
    rows: ways.map((way) => ({ way, ...settingsWords().ways[way] })),
  }))

/** A number that is filled in, and between what bounds it is one. */
export type NumberField = 'days' | 'watchedPercent' | 'perYuan' | 'fenPerPoint' | 'maxPercent'

/** The numbers as they stand in their boxes. */
export type Numbers = Record<NumberField, string>

export const numbersOf = ({ refund, points }: Settings): Numbers => ({
  days: String(refund.days),
  watchedPercent: String(refund.watchedPercent),
  perYuan: String(points.perYuan),
  fenPerPoint: String(points.fenPerPoint),
  maxPercent: String(points.maxPercent),
})

/** The settings with what stands in the boxes; the words about the first box that is wrong otherwise. */
export function filledIn(settings: Settings, numbers: Numbers): { settings: Settings } | { wrong: string } {
  const days = wholeOf(numbers.days, 0, 365)
  const watchedPercent = percentOf(numbers.watchedPercent)
  const perYuan = wholeOf(numbers.perYuan, 0, 100)
  const fenPerPoint = wholeOf(numbers.fenPerPoint, 1, 100)
  const maxPercent = percentOf(numbers.maxPercent)
  if (days === null) return { wrong: settingsWords().wrongDays }
  if (watchedPercent === null) return { wrong: settingsWords().wrongWatched }
  if (perYuan === null) return { wrong: settingsWords().wrongPerYuan }
  if (fenPerPoint === null) return { wrong: settingsWords().wrongFen }
  if (maxPercent === null) return { wrong: settingsWords().wrongMax }
  return {
    settings: { ...settings, refund: { days, watchedPercent }, points: { perYuan, fenPerPoint, maxPercent } },
  }
}

/** The promise that the numbers make, as the buyer reads it. */
export function promiseWords({ days, watchedPercent }: Numbers): string {
  if (days === '0') return settingsWords().everyRefund
  return settingsWords().promise(days, watchedPercent)
}

export function pointsWords({ perYuan, fenPerPoint, maxPercent }: Numbers): string {
  return settingsWords().pointsPromise(perYuan, yuan(100 * Number(fenPerPoint) || 0), maxPercent)
}

/** The settings of top-ups with one amount more; the words where it cannot be. */
export function withAmount(topUpFen: number[], typed: string): { topUpFen: number[] } | { wrong: string } {
  const fen = fenOf(typed)
  if (fen === null || fen < 100 || fen > 1_000_000) return { wrong: settingsWords().wrongAmount }
  if (topUpFen.includes(fen)) return { wrong: settingsWords().sameAmount }
  if (topUpFen.length === 12) return { wrong: settingsWords().manyAmounts }
  return { topUpFen: [...topUpFen, fen].sort((a, b) => a - b) }
}

/** What is wrong with the ways as a whole, said before it is saved; empty when nothing is. */
export function warningOf({ ways, topUpFen }: Settings): string {
  if (!ways.virtualGoods && !ways.virtualCoins && !ways.jsapi) return settingsWords().noWay
  if (ways.topUp && !topUpFen.length) return settingsWords().noAmount
  if (ways.topUp && !ways.balance) return settingsWords().noBalance
  return ''
}
