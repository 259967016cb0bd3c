import type { Ports } from '../ports'
import { Category, newCategory, pathsDownTo } from './category'

/** More than any school has. */
const PAGE = 100

export const categories = ({ store }: Pick<Ports, 'store'>) => ({
  async find(path: string): Promise<Category | null> {
    return Category.nullable().parse(await store.get('categories', path))
  },

  /** All of them, a hundred a question. */
  async all(): Promise<Category[]> {
    const all: Category[] = []
    for (;;) {
      const last = all.at(-1)
      const page = await store.find('categories', {
        where: { ...(last && { _id: { gt: last._id } }) },
        orderBy: [['_id', 'asc']],
        limit: PAGE,
      })
      all.push(...page.map((doc) => Category.parse(doc)))
      if (page.length < PAGE) return all
    }
  },

  /** A course came into this category: it and what is above it are there, and none of them is put away. */
  async bringIn(path: string, at: string): Promise<void> {
    // Those that came later stand behind those that were there, until the office orders them.
    const order = Date.parse(at) / 1000
    await Promise.all(
      pathsDownTo(path).map(async (one) => {
        const known = Category.nullable().parse(await store.get('categories', one))
        if (!known) await store.insert('categories', newCategory(one, order))
        else if (known.isAway) await store.change('categories', one, {}, { set: { isAway: false } })
      }),
    )
  },

  put: (category: Category): Promise<void> => store.put('categories', category),
})
