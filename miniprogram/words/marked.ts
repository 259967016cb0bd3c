/** A text cut where pieces of it are to stand out. */
export type Piece = { text: string; isMark: boolean }

const plain = (sign: string): string => sign.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The longer of two marks that begin at one place wins. Letters match whatever their case. */
export function marked(text: string, marks: readonly string[]): Piece[] {
  const known = [...marks].filter(Boolean).sort((a, b) => b.length - a.length)
  if (!known.length) return text ? [{ text, isMark: false }] : []
  return text
    .split(new RegExp(`(${known.map(plain).join('|')})`, 'i'))
    .flatMap((piece, at) => (piece ? [{ text: piece, isMark: at % 2 === 1 }] : []))
}
