/**
 * How text becomes what is looked for. Chinese is not cut by a dictionary: every character and every two neighbours are kept, so that
 * whatever somebody types is found as it stands; what the school itself calls things (tags, teachers, categories) cuts a
 * question into words. Letters are kept as words.
 */

const CJK = /\p{Script=Han}/u
const WORD_SIGN = /[\p{L}\p{N}]/u

/** One piece of writing: neighbouring characters, or a word in letters. */
export type Run = { text: string; isHan: boolean }

export const normal = (text: string): string => text.normalize('NFKC').toLowerCase()

/** The runs of a text in their order; what is neither letter nor number parts them. */
export function runsOf(text: string): Run[] {
  const runs: Run[] = []
  let open: Run | null = null
  for (const sign of normal(text)) {
    if (!WORD_SIGN.test(sign)) {
      open = null
      continue
    }
    const isHan = CJK.test(sign)
    if (open && open.isHan === isHan) open.text += sign
    else {
      open = { text: sign, isHan }
      runs.push(open)
    }
  }
  return runs
}

/** Every two neighbours. */
export const pairsOf = (text: string): string[] => {
  const signs = [...text]
  return signs.slice(1).map((sign, at) => `${signs[at]}${sign}`)
}

/** A word with each of its letters left out once: two words that share one of these differ by a slip of the finger. */
const slipsOf = (word: string): string[] =>
  [...word].map((_, at) => `~${word.slice(0, at)}${word.slice(at + 1)}`).concat(`~${word}`)

/** Words in letters this long forgive a slip; shorter ones are too much alike. */
const FORGIVING_LETTERS = 4
const LONGEST_START = 10

/** Where a word in letters may be met: whole, by its beginning while it is typed, and with a slip. */
const lettersOf = (word: string): string[] => [
  word,
  ...Array.from({ length: Math.min(word.length, LONGEST_START) - 1 }, (_, at) => `^${word.slice(0, at + 2)}`),
  ...(word.length >= FORGIVING_LETTERS ? slipsOf(word) : []),
]

/** What a title, a name or a summary is found by. */
export const termsOf = (text: string): string[] => [
  ...new Set(runsOf(text).flatMap(({ text: run, isHan }) => (isHan ? [...run, ...pairsOf(run)] : lettersOf(run)))),
]

/** What a long text is found by: it is too long for more. */
export const bodyTermsOf = (text: string): string[] => [
  ...new Set(runsOf(text).flatMap(({ text: run, isHan }) => (isHan ? pairsOf(run) : [run]))),
]

/** A word of a question, by what is looked for. */
export type Word = { text: string; isHan: boolean }

/** Said in nearly every question and in nearly every course: nothing is found by them. */
const SAID_EVERYWHERE = /为什么|怎么样|怎么|如何|怎样|什么|哪些|的|了|吗|呢|吧/g

/** The longest words of the school's own that stand in this run cut it; what is left between them are words too. */
function cut(run: string, vocabulary: ReadonlySet<string>, longest: number): string[] {
  const pieces: string[] = []
  let loose = ''
  const signs = [...run]
  for (let at = 0; at < signs.length; ) {
    let length = Math.min(longest, signs.length - at)
    while (length > 1 && !vocabulary.has(signs.slice(at, at + length).join(''))) length -= 1
    if (length > 1) {
      pieces.push(loose, signs.slice(at, at + length).join(''))
      loose = ''
    } else loose += signs[at]
    at += length
  }
  return [...pieces, loose].filter(Boolean)
}

const MOST_WORDS = 5

/** What is looked for: the words of a question, each once. `vocabulary` holds what the school calls things, in `normal`. */
export function wordsOf(question: string, vocabulary: ReadonlySet<string>): Word[] {
  const longest = Math.max(1, ...[...vocabulary].map((word) => word.length))
  const words = runsOf(question).flatMap(({ text, isHan }): Word[] => {
    if (!isHan) return [{ text, isHan }]
    const meaning = vocabulary.has(text) ? [text] : text.split(SAID_EVERYWHERE).filter(Boolean)
    // Somebody who asks for 「什么」 is given what has it.
    const pieces = meaning.length ? meaning.flatMap((piece) => cut(piece, vocabulary, longest)) : [text]
    return pieces.map((piece) => ({ text: piece, isHan }))
  })
  return [...new Map(words.map((word) => [word.text, word])).values()].slice(0, MOST_WORDS)
}

/** The terms all of which a title has that says this word: the beginning in letters, the pairs of characters, or the one character. */
export function exactTermsOf({ text, isHan }: Word): string[] {
  if ([...text].length === 1) return [text]
  return isHan ? [...new Set(pairsOf(text))] : [`^${text.slice(0, LONGEST_START)}`]
}

/**
 * What to look for when nothing says the word as it was typed; each list is a question of its own, all of whose terms must
 * be there. One wrong, missing, superfluous or exchanged character is forgiven in three characters and more: up to six, each of
 * them is left out once; beyond, a slip spoils only one half. Two characters forgive being exchanged, letters a slip from four on.
 */
export function forgivingTermsOf({ text, isHan }: Word): string[][] {
  if (!isHan) return text.length >= FORGIVING_LETTERS ? slipsOf(text).map((slip) => [slip]) : []
  const signs = [...text]
  if (signs.length < 2) return []
  if (signs.length === 2) return [signs]
  if (signs.length <= 6) return signs.map((_, left) => [...new Set(signs.filter((_, at) => at !== left))])
  const middle = Math.floor(signs.length / 2)
  // What stands at the border may belong to the slip.
  return [signs.slice(0, middle - 1), signs.slice(middle + 1)].map((half) => [...new Set(pairsOf(half.join('')))])
}
