/** Fen as digits: 19900 → 199, 990 → 9.9, 5 → 0.05. */
export function yuan(fen: number): string {
  const whole = Math.floor(fen / 100)
  const rest = fen % 100
  if (rest === 0) return String(whole)
  return `${whole}.${rest % 10 === 0 ? rest / 10 : String(rest).padStart(2, '0')}`
}

/** A price as people say it: ¥199, ¥9.9, 免费. */
export const priceWords = (fen: number): string => (fen === 0 ? '免费' : `¥${yuan(fen)}`)
