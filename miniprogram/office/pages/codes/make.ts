import type { Input, Output } from '../../../../core/contract'
import { wholeOf } from '../../words'

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
  if (!choice) return { wrong: '先选这些码能换什么' }
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(name)) return { wrong: '批次名用小写字母、数字和短横线,比如 spring-2026' }
  if (many === null) return { wrong: '一批 1 到 200 个' }
  return {
    action: 'make',
    batch: name,
    count: many,
    goods: choice.goods,
    expiresAt: lastDay ? endOfDay(lastDay) : null,
  }
}

type Code = Output<'makeCodes'>['codes'][number]

export const codeStates: Record<Code['state'], string> = { open: '没用', redeemed: '已兑换', cancelled: '已作废' }

/** How a batch stands: 200 个 · 已兑换 12 · 还能用 188. */
export function tallyOf(codes: Code[]): { open: number; words: string } {
  const of = (state: Code['state']) => codes.filter((code) => code.state === state).length
  const [open, redeemed, cancelled] = [of('open'), of('redeemed'), of('cancelled')]
  const parts = [
    `${codes.length} 个`,
    ...(redeemed ? [`已兑换 ${redeemed}`] : []),
    ...(cancelled ? [`已作废 ${cancelled}`] : []),
    `还能用 ${open}`,
  ]
  return { open, words: parts.join(' · ') }
}
