import { createHash } from 'node:crypto'

const MAX_LENGTH = 40

const mark = (name: string): string => createHash('sha256').update(name.normalize('NFC')).digest('hex').slice(0, 8)

const wordsOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')

/**
 * A name as an id of [a-z0-9-], at most 40. A name that would lose letters (Chinese, or too long) keeps a short mark of
 * the whole name, so that two names never become one id and the same name always becomes the same.
 */
export function slugOf(name: string): string {
  const words = wordsOf(name)
  const isWhole = words !== '' && words.length <= MAX_LENGTH && /^[\w\s./-]*$/.test(name)
  return isWhole ? words : markedSlugOf(name)
}

/** The same with the mark always: for a name whose plain id is taken (`a/b-c` and `a-b/c`). */
export function markedSlugOf(name: string): string {
  const words = wordsOf(name)
  const kept = words.slice(0, MAX_LENGTH - 9).replace(/-+$/, '')
  return kept === '' ? `n-${mark(name)}` : `${kept}-${mark(name)}`
}
