import type { HomeBlock, HomeSettings } from '../../../../core/contract/arrangeHome'

/** Colours on which white words can be read; the first is the house's own. */
export const SWATCHES = ['', '#B3261E', '#9A3B6B', '#6B4FA0', '#2F4B7C', '#1F6F78', '#3F6B45', '#7A5316']

/** The same list with one row moved; a row at the end stays. */
export function moved<T>(list: T[], at: number, by: 1 | -1): T[] {
  const to = at + by
  const [one, other] = [list[at], list[to]]
  if (one === undefined || other === undefined) return list
  return list.map((row, index) => (index === at ? other : index === to ? one : row))
}

/** One word a line, each once, in the order in which they stand. */
export const wordsIn = (lines: string): string[] => [
  ...new Set(
    lines
      .split('\n')
      .map((line) => line.trim().slice(0, 20))
      .filter(Boolean),
  ),
]

/** A fresh id: as short as it can be, and no other's. */
function idFor(kind: string, blocks: HomeBlock[]): string {
  let n = 1
  while (blocks.some(({ id }) => id === `${kind}-${n}`)) n += 1
  return `${kind}-${n}`
}

export function withNew(blocks: HomeBlock[], kind: 'category' | 'text', category: string): HomeBlock[] {
  const base = { id: idFor(kind, blocks), title: '', isShown: true }
  const fresh: HomeBlock =
    kind === 'category' ? { ...base, kind, category } : { ...base, kind, text: '', pictureFileId: null }
  return [...blocks, fresh]
}

/** A course chosen for the banner, or, chosen before, given up. */
export const chosenFor = (courseIds: string[], courseId: string): string[] =>
  courseIds.includes(courseId) ? courseIds.filter((one) => one !== courseId) : [...courseIds, courseId].slice(0, 6)

/** What can be taken away: the rest is only switched off. */
export const isOwn = ({ kind }: HomeBlock): boolean => kind === 'category' || kind === 'text'

export const isSame = (a: HomeSettings, b: HomeSettings): boolean => JSON.stringify(a) === JSON.stringify(b)
