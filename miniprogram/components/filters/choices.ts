import type { CategoryView, CourseFilter } from '../../../core/contract/shapes'
import { kindWords } from '../../words/course'
import { filterWords } from './words'

export type Sort = 'fit' | 'new' | 'hot' | 'cheap'

/** One choice of a group. */
export type Choice = { value: string; name: string; isOn: boolean }
export type Group = {
  key: 'sort' | 'category' | 'price' | 'kind' | 'length' | 'trial'
  name: string
  choices: Choice[]
}

const lastName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

export const categoryName = (path: string, tree: Pick<CategoryView, 'path' | 'name'>[]): string =>
  tree.find((one) => one.path === path)?.name ?? lastName(path)

/** The groups of the sheet. Where nothing may be sold, only what is free has a price. */
export function groupsOf(
  filter: CourseFilter,
  sort: Sort,
  { sorts, tree, isShut }: { sorts: readonly Sort[]; tree: CategoryView[]; isShut: boolean },
): Group[] {
  const w = filterWords()
  const from = (names: Record<string, string>, chosen: string | undefined, values = Object.keys(names)): Choice[] =>
    values.map((value) => ({ value, name: names[value] ?? value, isOn: value === chosen }))
  const known = tree.filter(({ courseCount }) => courseCount > 0)
  return [
    {
      key: 'sort',
      name: w.sort,
      choices: from(
        w.sorts,
        sort,
        sorts.filter((one) => !(isShut && one === 'cheap')),
      ),
    },
    {
      key: 'category',
      name: w.category,
      choices: known.map(({ path, name, parent }) => ({
        value: path,
        name: parent && known.some((one) => one.path === parent) ? `${categoryName(parent, tree)} · ${name}` : name,
        isOn: path === filter.category,
      })),
    },
    { key: 'price', name: w.price, choices: from(w.prices, filter.price, isShut ? ['free'] : undefined) },
    { key: 'kind', name: w.kind, choices: from(kindWords(), filter.kind) },
    { key: 'length', name: w.length, choices: from(w.lengths, filter.length) },
    { key: 'trial', name: '', choices: [{ value: 'yes', name: w.trial, isOn: filter.trial === true }] },
  ].filter(({ choices }) => choices.length) as Group[] // the keys are those above
}

/** The same filter with one choice taken, or, taken before, given up. */
export function chosen(filter: CourseFilter, key: Exclude<Group['key'], 'sort'>, value: string): CourseFilter {
  const { [key]: before, ...rest } = filter
  const wanted = key === 'trial' ? true : value
  return before === wanted ? rest : { ...rest, [key]: wanted }
}

/** What a filter says, a word each, to be taken off one by one. */
export function saidBy(filter: CourseFilter, tree: CategoryView[]): { key: keyof CourseFilter; name: string }[] {
  const w = filterWords()
  const { category, teacher, tag, price, kind, length, trial } = filter
  return [
    ...(category ? [{ key: 'category' as const, name: categoryName(category, tree) }] : []),
    ...(teacher ? [{ key: 'teacher' as const, name: teacher }] : []),
    ...(tag ? [{ key: 'tag' as const, name: `#${tag}` }] : []),
    ...(price ? [{ key: 'price' as const, name: w.prices[price] }] : []),
    ...(kind ? [{ key: 'kind' as const, name: kindWords()[kind] }] : []),
    ...(length ? [{ key: 'length' as const, name: w.lengths[length] }] : []),
    ...(trial ? [{ key: 'trial' as const, name: w.trial }] : []),
  ]
}
