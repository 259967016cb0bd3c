import type { Change, Filter, Ports } from '../ports'
import { Code, codeIdOf } from './code'

export const CODE_LENGTH = 16

export const codes = ({ store, ids }: Pick<Ports, 'store' | 'ids'>) => ({
  /** A fresh code nobody can guess: 80 bits. */
  fresh: (): string => codeIdOf(ids.next()).slice(0, CODE_LENGTH),

  async find(id: string): Promise<Code | null> {
    return Code.nullable().parse(await store.get('codes', id))
  },

  /** False when it is there already. */
  add: (code: Code): Promise<boolean> => store.insert('codes', code),

  async change(id: string, when: Filter, change: Change): Promise<Code | null> {
    return Code.nullable().parse(await store.change('codes', id, when, change))
  },

  async due(now: Date, limit: number): Promise<Code[]> {
    const found = await store.find('codes', {
      where: { dueAt: { lte: now.toISOString() } },
      orderBy: [['dueAt', 'asc']],
      limit,
    })
    return found.map((doc) => Code.parse(doc))
  },
})
