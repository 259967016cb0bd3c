/** What the certificate can set: people's own text made fit for print, and where its lines may break. */

// Pictures inside text: emoji and everything that only exists to join or colour them. ©, ® and ™ are type, not pictures.
const PICTURES =
  /(?![©®™])\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\p{Variation_Selector}|\u{200d}|\u{20e3}|[\u{e0020}-\u{e007f}]/gu
// Controls, direction marks and lone surrogates have no shape of their own. Private and unassigned characters stay: they
// may be someone's name in an old or a new table, and are better framed and reported than lost.
const SHAPELESS = /\p{Cc}|\p{Cf}|\p{Cs}/gu

/** A person's text for print: composed, without emoji and invisible characters; `instead` when nothing is left. */
export function printable(text: string, instead: string): string {
  const plain = text
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(PICTURES, '')
    .replace(SHAPELESS, '')
    .replace(/ +/g, ' ')
    .trim()
  return plain === '' ? instead : plain
}

// Chinese setting: these may not begin a line …
const NEVER_FIRST = new Set('、。，．：；？！）］｝》」』】〉…—·％,.:;?!)]}%’”')
// … and these may not end one.
const NEVER_LAST = new Set('《「『【〈（［｛([{‘“')
const PART_OF_WORD = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Nd}\p{M}'’.\-@_/]/u

/** How wide a run of text is, in the unit of the limit it is compared with. */
export type Measure = (text: string) => number

/**
 * Breaks a text into lines no wider than `width`: between any two Chinese characters, never inside a Latin word unless
 * the word alone is too wide, and never so that a closing mark begins a line or an opening mark ends one.
 */
export function breakLines(text: string, width: number, measure: Measure): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of pieces(text)) {
    if (line !== '' && measure((line + piece).trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    if (measure(piece.trim()) <= width) {
      line = line === '' ? piece.trimStart() : line + piece
      continue
    }
    for (const character of piece) {
      if (line !== '' && measure(line + character) > width) {
        lines.push(line)
        line = ''
      }
      line += character
    }
  }
  if (line.trim() !== '') lines.push(line.trimEnd())
  return lines
}

/** The smallest runs that stay together: a Latin word, or a Chinese character with the marks that cling to it. */
function pieces(text: string): string[] {
  const found: string[] = []
  let before = ''
  for (const character of text) {
    const clings =
      NEVER_FIRST.has(character) ||
      character === ' ' ||
      NEVER_LAST.has(before) ||
      (PART_OF_WORD.test(character) && PART_OF_WORD.test(before))
    if (clings && found.length > 0) found[found.length - 1] += character
    else found.push(character)
    before = character
  }
  return found
}

/** A text at the size it will be set in: its lines and that size. */
export interface Fitted {
  size: number
  lines: string[]
}

/**
 * The largest size from `sizes` (px, largest first) at which the text needs no more lines than that size allows.
 * At the last size the text is cut with an ellipsis, for a frame has an end; the verification page has it whole.
 */
export function fitText(
  text: string,
  width: number,
  sizes: readonly { size: number; lines: number }[],
  measureAt: (size: number) => Measure,
): Fitted {
  let smallest: Fitted = { size: 0, lines: [] }
  for (const { size, lines: most } of sizes) {
    const lines = breakLines(text, width, measureAt(size))
    if (lines.length <= most) return { size, lines }
    smallest = { size, lines: lines.slice(0, most) }
  }
  const last = [...(smallest.lines.at(-1) ?? '')]
  const measure = measureAt(smallest.size)
  while (last.length > 0 && measure(`${last.join('')}…`) > width) last.pop()
  return { size: smallest.size, lines: [...smallest.lines.slice(0, -1), `${last.join('')}…`] }
}
