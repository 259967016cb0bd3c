import type { CategoryView } from '../../../../core/contract/shapes'

export type Branch = CategoryView & { children: CategoryView[] }

/** Two levels: what stands at the top, and everything beneath it. What has no courses is not shown. */
export function branchesOf(tree: CategoryView[]): Branch[] {
  const known = tree.filter(({ courseCount }) => courseCount > 0)
  const topOf = (one: CategoryView): string => {
    const parent = known.find(({ path }) => path === one.parent)
    return parent ? topOf(parent) : one.path
  }
  return known
    .filter((one) => topOf(one) === one.path)
    .map((top) => ({ ...top, children: known.filter((one) => one !== top && topOf(one) === top.path) }))
}
