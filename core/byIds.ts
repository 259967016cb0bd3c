import type { Doc, Ports } from './ports'

/** At most so many documents are asked for in one question. */
const PAGE = 100

/** Documents by their ids, a hundred to a question; those that are not there are left out. */
export async function byIds(
  { store }: Pick<Ports, 'store'>,
  collection: string,
  ids: string[],
): Promise<Map<string, Doc>> {
  const wanted = [...new Set(ids)]
  const found: Doc[] = []
  for (let from = 0; from < wanted.length; from += PAGE) {
    const some = wanted.slice(from, from + PAGE)
    found.push(...(await store.find(collection, { where: { _id: { in: some } }, limit: PAGE })))
  }
  return new Map(found.map((doc) => [doc._id, doc]))
}
