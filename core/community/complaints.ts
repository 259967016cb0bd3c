import type { Ports } from '../ports'
import { ComplaintDoc } from './complaint'

const PAGE = 100

/** What is asked of complaints. */
export const complaints = ({ store }: Pick<Ports, 'store'>) => ({
  /** The same person about the same thing again is no second complaint, unless the first was closed. */
  async add(complaint: ComplaintDoc): Promise<void> {
    if (await store.insert('complaints', complaint)) return
    const { _id, ...set } = complaint
    await store.change('complaints', _id, { state: 'closed' }, { set })
  },

  async open(after: string | undefined, limit: number): Promise<ComplaintDoc[]> {
    const found = await store.find('complaints', {
      where: { state: 'open', ...(after && { key: { gt: after } }) },
      orderBy: [['key', 'asc']],
      limit,
    })
    return found.map((doc) => ComplaintDoc.parse(doc))
  },

  async close(complaintId: string, by: string, note: string): Promise<void> {
    await store.change('complaints', complaintId, { state: 'open' }, { set: { state: 'closed', closedBy: by, note } })
  },

  /** Everybody's about one thing, once something was done about it. */
  async closeAllAbout(targetId: string, by: string, note: string): Promise<void> {
    for (;;) {
      const found = await store.find('complaints', { where: { targetId, state: 'open' }, limit: PAGE })
      await Promise.all(found.map(({ _id }) => this.close(_id, by, note)))
      if (found.length < PAGE) return
    }
  },
})
