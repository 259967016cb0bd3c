import { nearest } from './likeness'
import { normal, pairsOf, runsOf, type Word } from './words'

/** How well a course answers a question: BM25 over weighted fields (BM25F), and what in them was meant. */

export type Fields = { title: string; teacher: string; tags: string; category: string; summary: string; body: string }

/** A word that is looked for. */
export type Wanted = Word & {
  /** What the school calls something and what may have been meant: counts half. */
  instead: string[]
  /** How many courses have the word, as far as it was counted. */
  courses: number
}

export type Fit = {
  score: number
  /** How each word was found. */
  found: ('exact' | 'near' | 'no')[]
  /** The pieces that were meant, as they stand in the course. */
  marks: string[]
}

const WEIGHTS: Record<keyof Fields, number> = { title: 6, teacher: 5, tags: 4, category: 3, summary: 2, body: 1 }
/** How long a field usually is, in characters: the same word weighs less in a longer one. */
const USUAL: Record<keyof Fields, number> = { title: 12, teacher: 3, tags: 9, category: 4, summary: 30, body: 500 }
/** BM25's own: how soon more of the same stops counting, and how much length counts. */
const K1 = 1.2
const B = 0.5
/** Found with a slip, and found in pieces, against found as it was typed. */
const NEAR = 0.5
const IN_PIECES = 0.25
/** Of so many characters a part may stand for the whole. */
const LONG_WORD = 5
/** A course many people study leads among equals, and no further. */
const HEAT = 0.05

const timesIn = (word: string, text: string): number => text.split(word).length - 1

type Met = { times: number; how: 'exact' | 'near' | 'no'; mark: string }
const NOT_MET: Met = { times: 0, how: 'no', mark: '' }

function asTyped({ text, isHan }: Word, field: string): Met {
  if (isHan) {
    const times = timesIn(text, field)
    return times ? { times, how: 'exact', mark: text } : NOT_MET
  }
  const words = runsOf(field).filter((run) => !run.isHan)
  const whole = words.filter((run) => run.text === text).length
  if (whole) return { times: whole, how: 'exact', mark: text }
  // Half a word is as good while it is being typed.
  return text.length > 1 && words.some((run) => run.text.startsWith(text))
    ? { times: 0.7, how: 'exact', mark: text }
    : NOT_MET
}

function withSlip({ text, isHan }: Word, field: string): Met {
  const length = [...text].length
  if (isHan && length === 2) {
    const exchanged = [...text].reverse().join('')
    return field.includes(exchanged) ? { times: NEAR, how: 'near', mark: exchanged } : NOT_MET
  }
  if (length < (isHan ? 3 : 4)) return NOT_MET
  const pieces = isHan ? [field] : runsOf(field).flatMap((run) => (run.isHan ? [] : run.text))
  for (const piece of pieces) {
    const near = nearest(text, piece)
    // Half of a word in letters is another word.
    if (near.slips <= 1 && (isHan || Math.abs(piece.length - length) <= 1))
      return { times: NEAR, how: 'near', mark: isHan ? near.piece : piece }
  }
  return NOT_MET
}

function inPieces({ text, isHan }: Word, field: string): Met {
  if (!isHan || [...text].length < LONG_WORD) return NOT_MET
  const pairs = pairsOf(text)
  const there = pairs.filter((pair) => field.includes(pair))
  return there.length * 2 >= pairs.length
    ? { times: (IN_PIECES * there.length) / pairs.length, how: 'near', mark: there[0] ?? '' }
    : NOT_MET
}

function meet(word: Wanted, field: string, isBody: boolean): Met {
  const typed = asTyped(word, field)
  if (typed.times || isBody) return typed
  for (const text of word.instead) {
    const { times } = asTyped({ ...word, text }, field)
    if (times) return { times: NEAR * times, how: 'near', mark: text }
  }
  const slip = withSlip(word, field)
  return slip.times ? slip : inPieces(word, field)
}

/** Rare words say more. */
const rarity = (courses: number, all: number): number =>
  Math.log(1 + (Math.max(all, courses) - courses + 0.5) / (courses + 0.5))

export function fitOf(words: Wanted[], fields: Fields, { heat, all }: { heat: number; all: number }): Fit {
  const texts = Object.entries(fields).map(([name, text]) => ({ name: name as keyof Fields, text: normal(text) }))
  const marks = new Set<string>()
  const found: Fit['found'] = []
  let score = 0
  for (const word of words) {
    let weight = 0
    let how: Met['how'] = 'no'
    for (const { name, text } of texts) {
      if (!text) continue
      const met = meet(word, text, name === 'body')
      if (!met.times) continue
      if (met.how === 'exact' || how === 'no') how = met.how
      if (met.mark) marks.add(met.mark)
      weight += (WEIGHTS[name] * met.times) / (1 - B + (B * text.length) / USUAL[name])
    }
    found.push(how)
    score += (rarity(word.courses, all) * weight) / (K1 + weight)
  }
  const share = found.filter((how) => how !== 'no').length / Math.max(1, words.length)
  return { score: score * share ** 2 * (1 + HEAT * Math.log1p(heat)), found, marks: [...marks] }
}
