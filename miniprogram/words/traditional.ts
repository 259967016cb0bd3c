import { PAIRS, PHRASES } from './traditionalTables'

const LONGEST_PHRASE = 4

let characters: Map<string, string> | undefined

function table(): Map<string, string> {
  if (characters) return characters
  characters = new Map()
  for (let at = 0; at < PAIRS.length; at += 2) characters.set(PAIRS.charAt(at), PAIRS.charAt(at + 1))
  return characters
}

/** Simplified characters as Taiwan writes them: the longest phrase that is known, else character by character. */
export function toTraditional(text: string): string {
  const one = table()
  let converted = ''
  for (let at = 0; at < text.length; ) {
    let length = LONGEST_PHRASE
    while (length > 1 && !PHRASES[text.slice(at, at + length)]) length -= 1
    const piece = text.slice(at, at + length)
    converted += PHRASES[piece] ?? one.get(piece) ?? piece
    at += length
  }
  return converted
}
