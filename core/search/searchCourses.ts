import { prepared, type Vocabulary } from '../catalog/prepared'
import { cardsOf, shelf } from '../catalog/shelf'
import type { ShelfEntry } from '../catalog/shelfEntry'
import type { Input, Output } from '../contract'
import type { Caller, Condition, Ports } from '../ports'
import { hotWords } from './hotWords'
import { nearest } from './likeness'
import { excerptOf, Passage } from './passage'
import { type Fit, fitOf, type Wanted } from './rank'
import { bodyTermsOf, exactTermsOf, forgivingTermsOf, normal, runsOf, type Word, wordsOf } from './words'

type Needs = Pick<Ports, 'store' | 'files' | 'clock' | 'afterwards' | 'messages'>
type Asked = Extract<Input<'searchCourses'>, { action: 'search' }>
type Answer<A> = Extract<Output<'searchCourses'>, { action: A }>

const PAGE = 20
/** Entries looked at for one question to the index; the warmest come first. */
const LOOKED_AT = 60
const PASSAGES = 20
/** Questions that forgive, all words together. */
const MOST_FORGIVING = 8
/** Of what the school calls things, so many may have been meant. */
const MOST_INSTEAD = 3
const SUGGESTIONS = 8
/** Terms of a long question that are asked for together; more narrow nothing any more. */
const TERMS_TOGETHER = 12

const vocabularySet = ({ words }: Vocabulary): ReadonlySet<string> => new Set(words.map(({ text }) => normal(text)))

/** What the school calls something that is one slip from a word of two characters: too short to be forgiven otherwise. */
function insteadOf({ text, isHan }: Word, { words }: Vocabulary): string[] {
  if (!isHan || [...text].length !== 2) return []
  return words
    .map((word) => normal(word.text))
    .filter((word) => {
      const length = [...word].length
      return length >= 2 && length <= 3 && nearest(text, word).slips === 1 && nearest(word, text).slips === 1
    })
    .slice(0, MOST_INSTEAD)
}

type Found = { entry: ShelfEntry; fit: Fit; passage: Passage | null }

const fieldsOf = ({ card }: ShelfEntry, passage: Passage | null) => ({
  title: card.title,
  teacher: card.teacherName,
  tags: card.tags.join(' '),
  category: card.category.replace('/', ' '),
  summary: card.summary,
  body: passage?.text ?? '',
})

/**
 * Asks the index: once for all words together, once for each, once for what is said at length; and once more, forgiving, for the words
 * that nothing says. However large the shelf, that is at most 1 + 5 + 1 questions, then at most 8 + 3 and one for the courses of passages.
 */
async function look(
  ports: Needs,
  words: Word[],
  filter: NonNullable<Asked['filter']>,
  vocabulary: Vocabulary,
): Promise<Found[]> {
  const facets = await shelf(ports).facets(filter)
  const ask = (terms: string[]): Promise<ShelfEntry[]> =>
    shelf(ports).find({ terms: terms.slice(0, TERMS_TOGETHER), ...(facets.length && { facets }) }, 'hot', LOOKED_AT)
  const together = [...new Set(words.flatMap(exactTermsOf))]

  const [all, each, passages] = await Promise.all([
    words.length > 1 ? ask(together) : [],
    Promise.all(words.map((word) => ask(exactTermsOf(word)))),
    said(ports, words),
  ])
  const missing = words.filter((_, at) => !each[at]?.length)
  const isSaid = all.length > 0 || passages.length > 0 || !missing.length
  const instead = new Map(isSaid ? [] : missing.map((word) => [word.text, insteadOf(word, vocabulary)]))
  const forgiving = isSaid
    ? []
    : [
        ...missing.flatMap(forgivingTermsOf).slice(0, MOST_FORGIVING),
        ...[...instead.values()].flat().map((text) => exactTermsOf({ text, isHan: true })),
      ]

  const wanted: Wanted[] = words.map((word, at) => ({
    ...word,
    instead: instead.get(word.text) ?? [],
    courses: each[at]?.length ?? 0,
  }))
  const passageOf = new Map<string, Passage>()
  for (const passage of passages) if (!passageOf.has(passage.courseId)) passageOf.set(passage.courseId, passage)
  const known = new Map([...all, ...each.flat()].map((entry) => [entry._id, entry]))
  const [more, near] = await Promise.all([
    ofPassages(
      ports,
      [...passageOf.keys()].filter((id) => !known.has(id)),
      facets,
    ),
    Promise.all(forgiving.map(ask)),
  ])
  for (const entry of [...more, ...near.flat()]) known.set(entry._id, entry)

  return [...known.values()].map((entry) => {
    const passage = passageOf.get(entry._id) ?? null
    const fit = fitOf(wanted, fieldsOf(entry, passage), { heat: entry.heat, all: vocabulary.courseCount })
    return { entry, fit, passage }
  })
}

/** Passages that have all of these words. One character says too little to look through texts for it. */
async function said({ store }: Needs, words: Word[]): Promise<Passage[]> {
  const terms = [...new Set(words.flatMap(({ text }) => bodyTermsOf(text)))].slice(0, TERMS_TOGETHER)
  if (!terms.length) return []
  const docs = await store.find('passages', { where: { onShelf: true, terms }, limit: PASSAGES })
  return docs.map((doc) => Passage.parse(doc))
}

const isIn = (entry: ShelfEntry, condition: Condition): boolean =>
  typeof condition === 'object' && condition !== null && 'in' in condition
    ? condition.in.some((facet) => entry.facets.includes(String(facet)))
    : entry.facets.includes(String(condition))

async function ofPassages(ports: Needs, courseIds: string[], facets: Condition[]): Promise<ShelfEntry[]> {
  const entries = await shelf(ports).those(courseIds)
  return entries.filter((entry) => facets.every((condition) => isIn(entry, condition)))
}

/** Those that have every word, if there are any; else those that have at least half of them. */
function kept(found: Found[], words: number): Found[] {
  const having = (least: number) => found.filter(({ fit }) => fit.found.filter((how) => how !== 'no').length >= least)
  const whole = having(words)
  return whole.length ? whole : having(Math.max(1, Math.ceil(words / 2)))
}

const byKey = (key: 'shelfKey' | 'heatKey' | 'priceKey', up: 1 | -1) => (a: Found, b: Found) =>
  a.entry[key] < b.entry[key] ? -up : up

const orders: Record<NonNullable<Asked['sort']>, (a: Found, b: Found) => number> = {
  fit: (a, b) => b.fit.score - a.fit.score || byKey('heatKey', -1)(a, b),
  new: byKey('shelfKey', -1),
  hot: byKey('heatKey', -1),
  cheap: byKey('priceKey', 1),
}

/** What was meant, where nothing has the words as they were typed. */
function meantBy(words: Word[], best: Found | undefined): string {
  if (!best || best.fit.found.includes('exact') || !best.fit.marks.length) return ''
  return words.length === 1 ? (best.fit.marks[0] ?? '') : best.fit.marks.join(' ')
}

async function search(ports: Needs, caller: Caller, asked: Asked): Promise<Answer<'search'>> {
  const { action, text, filter = {}, sort = 'fit', from = 0 } = asked
  const vocabulary = await prepared(ports).vocabulary()
  const words = wordsOf(text, vocabularySet(vocabulary))
  const found = words.length ? kept(await look(ports, words, filter, vocabulary), words.length) : []
  found.sort(orders[sort])
  const page = found.slice(from, from + PAGE)
  const cards = await cardsOf(
    ports,
    page.map(({ entry }) => entry),
  )
  // A slip of the finger is not what people look for.
  const isSaid = page[0]?.fit.found.every((how) => how === 'exact')
  if (isSaid && from === 0) ports.afterwards(() => hotWords(ports).note(caller, text))
  return {
    action,
    hits: page.flatMap(({ fit, passage }, at) => {
      const card = cards[at]
      return card ? [{ card, marks: fit.marks, passage: passage && shownPassage(passage, words) }] : []
    }),
    next: found.length > from + PAGE ? from + PAGE : null,
    total: found.length,
    meant: meantBy(words, page[0]),
  }
}

const shownPassage = ({ lessonId, lessonTitle, isOpen, text }: Passage, words: Word[]) => ({
  lessonId,
  lessonTitle,
  // What has to be bought is named, not read out.
  text: isOpen
    ? excerptOf(
        text,
        words.map((word) => word.text),
      )
    : '',
})

/** What may be being typed: what the school calls things first, then courses. */
async function suggest(ports: Needs, text: string): Promise<Answer<'suggest'>> {
  const typed = normal(text).trim()
  const terms = runsOf(typed).flatMap(exactTermsOf)
  const [vocabulary, entries] = await Promise.all([
    prepared(ports).vocabulary(),
    terms.length ? shelf(ports).find({ terms }, 'hot', SUGGESTIONS * 2) : [],
  ])
  const starts = (word: string) => (normal(word).startsWith(typed) ? 0 : 1)
  const called = vocabulary.words
    .filter((word) => normal(word.text).includes(typed))
    .sort((a, b) => starts(a.text) - starts(b.text))
    .slice(0, SUGGESTIONS / 2)
    .map((word) => ({ ...word, courseId: null }))
  const named = entries
    .filter(({ card }) => runsOf(typed).every((run) => normal(card.title).includes(run.text)))
    .map(({ card }) => ({ text: card.title, kind: 'course' as const, courseId: card.courseId }))
  return { action: 'suggest', suggestions: [...called, ...named].slice(0, SUGGESTIONS) }
}

/** Finding. Who searched is not kept with what was found; a learner's words count once a day towards the hot ones. */
export const searchCourses =
  (ports: Needs) =>
  async (caller: Caller, input: Input<'searchCourses'>): Promise<Output<'searchCourses'>> => {
    switch (input.action) {
      case 'search':
        return search(ports, caller, input)
      case 'suggest':
        return suggest(ports, input.text)
      case 'words': {
        const { hot, tags } = await prepared(ports).vocabulary()
        return { action: 'words', hot, tags }
      }
    }
  }
