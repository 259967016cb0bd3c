import type { LikedCard } from '../contract/browseCatalog'
import type { ShelfEntry } from './shelfEntry'
import { categoryFacet, tagFacet, teacherFacet } from './shelfEntry'

/** Courses like those somebody studies, told by what they are about: the same teacher, common tags, the same category. */

export type Liked = { entry: ShelfEntry; because: LikedCard['because'] }

const TEACHER = 3
const TAG = 2
const CATEGORY = 2
/** What was studied before the last counts this much of what came after it. */
const FADES = 0.7

type Reason = { weight: number; kind: LikedCard['because']['kind']; name: string }

function reasonsFor(studied: ShelfEntry, entry: ShelfEntry): Reason[] {
  const [a, b] = [studied.card, entry.card]
  const common = b.tags.filter((tag) => a.tags.includes(tag))
  return [
    ...(a.teacherName === b.teacherName ? [{ weight: TEACHER, kind: 'teacher' as const, name: b.teacherName }] : []),
    ...common.map((name) => ({ weight: TAG, kind: 'tag' as const, name })),
    ...(a.category === b.category ? [{ weight: CATEGORY, kind: 'category' as const, name: b.category }] : []),
  ]
}

/** What any course like these has one of: the question to the shelf. */
export const facetsLike = (studied: ShelfEntry[]): string[] => [
  ...new Set(
    studied.flatMap(({ card }) => [
      teacherFacet(card.teacherName),
      categoryFacet(card.category),
      ...card.tags.map(tagFacet),
    ]),
  ),
]

/** The best of these for somebody who studied those, the last one first, each with its strongest reason. `not`: what they have. */
export function alike(
  studied: ShelfEntry[],
  candidates: ShelfEntry[],
  not: ReadonlySet<string>,
  most: number,
): Liked[] {
  const known = new Set([...studied.map(({ _id }) => _id), ...not])
  return candidates
    .filter(({ _id }) => !known.has(_id))
    .flatMap((entry) => {
      const reasons = studied.flatMap((one, at) =>
        reasonsFor(one, entry).map((reason) => ({ ...reason, weight: reason.weight * FADES ** at, course: one.card })),
      )
      const [best] = [...reasons].sort((a, b) => b.weight - a.weight)
      if (!best) return []
      const weight = reasons.reduce((sum, reason) => sum + reason.weight, 0) * (1 + Math.log1p(entry.heat) / 10)
      return { entry, weight, because: { kind: best.kind, name: best.name, courseTitle: best.course.title } }
    })
    .sort((a, b) => b.weight - a.weight || (a.entry.shelfKey < b.entry.shelfKey ? 1 : -1))
    .slice(0, most)
    .map(({ entry, because }) => ({ entry, because }))
}
