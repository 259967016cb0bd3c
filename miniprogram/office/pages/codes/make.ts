import type { Input, Output } from '../../../../core/contract'
import { wholeOf } from '../../words'
import { codesWords } from './words'

/** What a code may open, as one chooses it. */
export type Choice = { name: string; goods: Extract<Input<'makeCodes'>, { action: 'make' }>['goods'] }

/** The last moment of a Shanghai day. */
const endOfDay = (day: string): string => new Date(`${day}T23:59:59+08:00`).toISOString()

type Form = { batch: string; count: string; choice: Choice | undefined; lastDay: string }

/** What the form asks for; the words about what is wrong otherwise. An empty `lastDay` is for ever. */
export function makeOf({
  batch,
  count,
  choice,
  lastDay,
}: Form): Extract<Input<'makeCodes'>, { action: 'make' }> | { wrong: string } {
  const name = batch.trim().toLowerCase()
  const many = wholeOf(count, 1, 200)
  if (!choice) return { wrong: codesWords().chooseFirst }
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(name)) return { wrong: codesWords().wrongName }
  if (many === null) return { wrong: codesWords().wrongCount }
  return {
    action: 'make',
    batch: name,
    count: many,
    goods: choice.goods,
    expiresAt: lastDay ? endOfDay(lastDay) : null,
  }
}

type Code = Output<'makeCodes'>['codes'][number]

/** How a batch stands: 200 个 · 已兑换 12 · 还能用 188. */
export function tallyOf(codes: Code[]): { open: number; words: string } {
  const of = (state: Code['state']) => codes.filter((code) => code.state === state).length
  const [open, redeemed, cancelled] = [of('open'), of('redeemed'), of('cancelled')]
  const say = codesWords()
  const parts = [
    say.all(codes.length),
    ...(redeemed ? [say.redeemed(redeemed)] : []),
    ...(cancelled ? [say.cancelled(cancelled)] : []),
    say.usable(open),
  ]
  return { open, words: parts.join(' · ') }
}
