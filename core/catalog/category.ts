import * as z from 'zod'
import type { CategoryView } from '../contract/shapes'

/** A place in the tree of categories. Courses point at its path, which stays; the office may call it anything and hang it elsewhere. */
export const Category = z.object({
  /** The path, `生活/茶`. */
  _id: z.string(),
  name: z.string(),
  description: z.string(),
  /** Another's path; '' at the top. */
  parent: z.string(),
  /** Among those under the same parent; ties by when they came. */
  order: z.number(),
  /** Put away by the office. A course that comes into it brings it back. */
  isAway: z.boolean(),
})
export type Category = z.infer<typeof Category>

/** How a teacher writes a category: names from the top down, `/` between them; at the most this many. */
const DEEPEST = 3

/** `生活 / 茶` as it is kept: `生活/茶`. */
export const pathFrom = (written: string): string =>
  written
    .split('/')
    .map((name) => name.trim())
    .filter(Boolean)
    .slice(0, DEEPEST)
    .join('/')

/** `生活/茶` and everything above it, from the top: `生活`, `生活/茶`. */
export const pathsDownTo = (path: string): string[] =>
  path.split('/').map((_, at, names) => names.slice(0, at + 1).join('/'))

export const newCategory = (path: string, order: number): Category => {
  const names = path.split('/')
  return {
    _id: path,
    name: names.at(-1) ?? path,
    description: '',
    parent: names.slice(0, -1).join('/'),
    order,
    isAway: false,
  }
}

/** A category and everything that hangs beneath it, wherever it was made. */
export function beneath(path: string, all: Pick<Category, '_id' | 'parent'>[]): string[] {
  const found = [path]
  // Each is looked at once, so that a ring could not hold us.
  for (let at = 0; at < found.length; at += 1)
    found.push(...all.filter(({ _id, parent }) => parent === found[at] && !found.includes(_id)).map(({ _id }) => _id))
  return found
}

/** The tree from the top down, as it is ordered, each with the courses in it and beneath it. `counts`: courses by their own category. */
export function treeOf(all: Category[], counts: Record<string, number>): CategoryView[] {
  const shown = all.filter(({ isAway }) => !isAway)
  const under = (parent: string): CategoryView[] =>
    shown
      .filter((one) => one.parent === parent)
      .sort((a, b) => a.order - b.order || (a._id < b._id ? -1 : 1))
      .flatMap((one) => [
        {
          path: one._id,
          name: one.name,
          description: one.description,
          parent: one.parent,
          courseCount: beneath(one._id, shown).reduce((sum, path) => sum + (counts[path] ?? 0), 0),
        },
        ...under(one._id),
      ])
  return under('')
}
