import { createHash, randomInt } from 'node:crypto'
import type { Ids } from '../core/ports'

// No I, L, O, U: nothing that is misread on paper or spells a word.
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 20

const fresh = (): string =>
  Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)])
    .join('')
    .toLowerCase()

/** 100 bits of SHA-256 over the parts as JSON, so that ('a', 'bc') and ('ab', 'c') differ. */
function stable(parts: (string | number)[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest()
  return Array.from(digest.subarray(0, LENGTH), (byte) => LETTERS[byte & 31]).join('')
}

export const ids: Ids = { next: fresh, of: (...parts) => stable(parts) }
