import * as z from 'zod'
import { HomeBlock } from '../contract/arrangeHome'
import { Accent } from '../contract/browseCatalog'
import { CategoryView } from '../contract/shapes'
import type { Ports } from '../ports'
import { topWords } from '../search/hotWords'
import { normal } from '../search/words'
import { homeSettingsOf } from '../settings/homeSettings'
import { accentFrom } from './accent'
import { categories } from './categories'
import { treeOf } from './category'
import { restock } from './restock'
import { shelf } from './shelf'
import { FREE, ShelfEntry } from './shelfEntry'

/**
 * What is the same for everybody, prepared in two documents, so that showing it costs one reading however many courses there are: `window`
 * for the home page, `vocabulary` for finding. Prepared anew whenever the shelf changes, when the office arranges, and every hour.
 */

/** Of a course only what a card shows. */
const Shown = ShelfEntry.pick({ card: true, coverFileId: true, isLimited: true })
export type Shown = z.infer<typeof Shown>

export const Window = z.object({
  _id: z.literal('window'),
  startedAt: z.string(),
  courseCount: z.int(),
  shopName: z.string(),
  accent: Accent.nullable(),
  blocks: z.array(HomeBlock),
  /** By block. */
  rows: z.record(z.string(), z.array(Shown)),
  tree: z.array(CategoryView),
})
export type Window = z.infer<typeof Window>

export const Vocabulary = z.object({
  _id: z.literal('vocabulary'),
  startedAt: z.string(),
  courseCount: z.int(),
  /** What the school calls things, the warmest first. */
  words: z.array(z.object({ text: z.string(), kind: z.enum(['tag', 'teacher', 'category']) })),
  tags: z.array(z.object({ name: z.string(), courseCount: z.int(), weight: z.int() })),
  hot: z.array(z.string()),
})
export type Vocabulary = z.infer<typeof Vocabulary>

const ROW = 8
const BANNER = 5
const TAGS = 60
const WORDS = 2000
const STEPS = 5

type Needs = Pick<Ports, 'store' | 'clock'>

const shown = ({ card, coverFileId, isLimited }: ShelfEntry): Shown => ({ card, coverFileId, isLimited })

/** The courses of each block that is the same for everybody, one question a block. */
export async function rowsFor(ports: Needs, blocks: HomeBlock[]): Promise<Record<string, Shown[]>> {
  const { find, page, those } = shelf(ports)
  async function rowOf(block: HomeBlock): Promise<ShelfEntry[]> {
    switch (block.kind) {
      case 'new':
        return find({}, 'new', ROW)
      case 'hot':
        // What nobody joined or studied is not hot.
        return (await find({}, 'hot', ROW)).filter(({ heat }) => heat > 0)
      case 'free':
        return find({ facets: FREE }, 'hot', ROW)
      case 'category':
        return page({ category: block.category }, 'hot', ROW)
      case 'banner': {
        if (!block.courseIds.length)
          return (await find({}, 'hot', ROW * 2)).filter(({ coverFileId }) => coverFileId).slice(0, BANNER)
        const chosen = await those(block.courseIds)
        return block.courseIds.flatMap((id) => chosen.find(({ _id }) => _id === id) ?? [])
      }
      default:
        return []
    }
  }
  const rows = await Promise.all(
    blocks.filter(({ isShown }) => isShown).map(async (block) => [block.id, (await rowOf(block)).map(shown)] as const),
  )
  return Object.fromEntries(rows.filter(([, row]) => row.length))
}

type Tally = Map<string, { courses: number; heat: number }>

function tally(entries: ShelfEntry[], namesOf: (entry: ShelfEntry) => string[]): Tally {
  const all: Tally = new Map()
  for (const entry of entries)
    for (const name of namesOf(entry)) {
      const { courses, heat } = all.get(name) ?? { courses: 0, heat: 0 }
      all.set(name, { courses: courses + 1, heat: heat + entry.heat })
    }
  return all
}

/** What is studied more is larger: the fifth step is the warmest tag's, and those nobody studies stand by how many have them. */
function cloudOf(tags: Tally): Vocabulary['tags'] {
  const weightOf = ({ courses, heat }: { courses: number; heat: number }) => Math.log1p(heat) + Math.log1p(courses)
  const most = Math.max(0, ...[...tags.values()].map(weightOf))
  return [...tags]
    .sort((a, b) => weightOf(b[1]) - weightOf(a[1]) || (a[0] < b[0] ? -1 : 1))
    .slice(0, TAGS)
    .map(([name, one]) => ({
      name,
      courseCount: one.courses,
      weight: Math.max(1, Math.ceil((weightOf(one) / most) * STEPS)),
    }))
}

/** Keeps what was prepared, unless somebody prepared it from a later look at the shelf. */
async function keep({ store }: Needs, doc: Window | Vocabulary): Promise<void> {
  const { _id, ...set } = doc
  const isNewer = await store.change('prepared', _id, { startedAt: { lte: doc.startedAt } }, { set })
  if (!isNewer) await store.insert('prepared', doc)
}

export async function prepare(ports: Needs): Promise<Window> {
  const startedAt = ports.clock.now().toISOString()
  const [{ settings }, all, entries] = await Promise.all([
    homeSettingsOf(ports),
    categories(ports).all(),
    shelf(ports).whole(),
  ])
  const counts = Object.fromEntries(
    [...tally(entries, ({ card }) => [card.category])].map(([path, { courses }]) => [path, courses]),
  )
  const [rows, hot] = await Promise.all([rowsFor(ports, settings.blocks), topWords(ports, settings.hotWords)])
  const window: Window = {
    _id: 'window',
    startedAt,
    courseCount: entries.length,
    shopName: settings.shopName,
    accent: accentFrom(settings.blossom),
    blocks: settings.blocks,
    rows,
    tree: treeOf(all, counts),
  }

  const tags = tally(entries, ({ card }) => card.tags)
  const teachers = tally(entries, ({ card }) => [card.teacherName])
  const known = [
    ...[...tags].map(([text, { heat }]) => ({ text, kind: 'tag' as const, heat })),
    ...[...teachers].map(([text, { heat }]) => ({ text, kind: 'teacher' as const, heat })),
    ...window.tree
      .filter(({ courseCount }) => courseCount > 0)
      .map(({ name }) => ({ text: name, kind: 'category' as const, heat: 0 })),
  ].sort((a, b) => b.heat - a.heat)
  const words = [...new Map(known.reverse().map((word) => [normal(word.text), word])).values()].reverse()
  const vocabulary: Vocabulary = {
    _id: 'vocabulary',
    startedAt,
    courseCount: entries.length,
    words: words.slice(0, WORDS).map(({ text, kind }) => ({ text, kind })),
    tags: cloudOf(tags),
    hot,
  }
  await Promise.all([keep(ports, window), keep(ports, vocabulary)])
  return window
}

/** A timer that failed twice is noticed by whoever looks. */
export const STALE_MS = 3 * 3_600_000

export const prepared = (ports: Needs) => {
  const { store } = ports
  /** A shelf that was filled before there was a window. */
  async function first(): Promise<void> {
    await restock(ports)
    await prepare(ports)
  }
  async function read<T>(id: string, shape: z.ZodType<T>): Promise<T> {
    const doc = await store.get('prepared', id)
    if (doc) return shape.parse(doc)
    await first()
    return shape.parse(await store.get('prepared', id))
  }
  return {
    window: () => read('window', Window),
    vocabulary: () => read('vocabulary', Vocabulary),
  }
}
