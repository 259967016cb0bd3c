import { tongues } from './speak'

const words = tongues({
  zh: {
    free: '免费',
    fullPrice: '原价',
    off: (percent: number) => `${percent % 10 === 0 ? percent / 10 : (percent / 10).toFixed(1)} 折`,
  },
  en: { free: 'Free', fullPrice: 'Full price', off: (percent) => `${100 - percent}% off` },
})

/** Fen as digits, without a sign: 19900 → 199, 990 → 9.9, 5 → 0.05. */
export function yuan(fen: number): string {
  const amount = Math.abs(fen)
  const whole = Math.floor(amount / 100)
  const rest = amount % 100
  if (rest === 0) return String(whole)
  return `${whole}.${rest % 10 === 0 ? rest / 10 : String(rest).padStart(2, '0')}`
}

/** The true minus, as wide as a digit. */
const MINUS = '−'

/** A sum of money: ¥199, ¥0, −¥19.9. */
export const money = (fen: number): string => `${fen < 0 ? MINUS : ''}¥${yuan(fen)}`

/** A movement of money: what came in has a plus. */
export const movedMoney = (fen: number): string => (fen > 0 ? `+${money(fen)}` : money(fen))

/** A movement of points: +20, −5. */
export const movedPoints = (points: number): string => (points < 0 ? `${MINUS}${-points}` : `+${points}`)

/** A price as people say it: ¥199, ¥9.9, 免费. */
export const priceWords = (fen: number): string => (fen === 0 ? words().free : money(fen))

/** What a member pays, as shops say it: 80 → 8 折 or 20% off; everything is 原价, nothing is 免费. */
export function discountWords(percent: number): string {
  if (percent >= 100) return words().fullPrice
  return percent <= 0 ? words().free : words().off(percent)
}
