import type { CategoryView } from '../../../../core/contract/shapes'
import { categoriesOfficeWords } from './words'

export type Row = CategoryView & { depth: number; count: string }

/** The tree as a list from the top down, each row as far in as it is deep. */
export function rowsOf(tree: CategoryView[]): Row[] {
  const depthOf = (one: CategoryView): number => {
    const parent = tree.find(({ path }) => path === one.parent)
    return parent ? depthOf(parent) + 1 : 0
  }
  return tree.map((one) => ({ ...one, depth: depthOf(one), count: categoriesOfficeWords().courses(one.courseCount) }))
}

/** The paths side by side with one moved; null where it stands at the end. */
export function reordered(tree: CategoryView[], path: string, by: 1 | -1): string[] | null {
  const one = tree.find((category) => category.path === path)
  const paths = tree.filter(({ parent }) => parent === one?.parent).map((category) => category.path)
  const at = paths.indexOf(path)
  const other = paths[at + by]
  if (!one || other === undefined) return null
  paths[at + by] = path
  paths[at] = other
  return paths
}

/** Where a category may stand: anywhere but beneath itself. */
export function placesFor(tree: CategoryView[], path: string | null): CategoryView[] {
  const isBeneath = (one: CategoryView): boolean => {
    if (one.path === path) return true
    const parent = tree.find((category) => category.path === one.parent)
    return parent ? isBeneath(parent) : false
  }
  return tree.filter((one) => !isBeneath(one))
}
