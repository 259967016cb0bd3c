import type { Change, Filter, Ports } from '../ports'
import { openWithdrawal, Withdrawal } from './withdrawal'

const LISTED = 20
const PAGE = 100

export const withdrawals = ({ store, ids }: Pick<Ports, 'store' | 'ids'>) => ({
  async find(id: string): Promise<Withdrawal | null> {
    return Withdrawal.nullable().parse(await store.get('withdrawals', id))
  },

  /** Those of these withdrawals that there are: by their own numbers, or by those WeChat Pay gave them. One request for each hundred. */
  async those(field: '_id' | 'transferBillNo', numbers: string[]): Promise<Withdrawal[]> {
    const found: Withdrawal[] = []
    for (let from = 0; from < numbers.length; from += PAGE) {
      const where = { [field]: { in: numbers.slice(from, from + PAGE) } }
      found.push(...(await store.find('withdrawals', { where, limit: PAGE })).map((doc) => Withdrawal.parse(doc)))
    }
    return found
  },

  /** A teacher's, the newest first. */
  async ofTeacher(userId: string, limit = LISTED): Promise<Withdrawal[]> {
    const found = await store.find('withdrawals', { where: { userId }, orderBy: [['attempt', 'desc']], limit })
    return found.map((doc) => Withdrawal.parse(doc))
  },

  async due(now: Date, limit: number): Promise<Withdrawal[]> {
    const found = await store.find('withdrawals', {
      where: { dueAt: { lte: now.toISOString() } },
      orderBy: [['dueAt', 'asc']],
      limit,
    })
    return found.map((doc) => Withdrawal.parse(doc))
  },

  /** Opens the withdrawal of this attempt; two taps at once get the same one. The transfer's number takes letters and digits only. */
  async open(
    teacher: { userId: string; openid: string },
    attempt: number,
    fen: number,
    now: Date,
  ): Promise<Withdrawal> {
    const withdrawalId = `XTW${ids.of('withdrawal', teacher.userId, attempt)}`
    const withdrawal = openWithdrawal({ ...teacher, withdrawalId, attempt }, fen, now)
    if (await store.insert('withdrawals', withdrawal)) return withdrawal
    return Withdrawal.parse(await store.get('withdrawals', withdrawalId))
  },

  async change(id: string, when: Filter, change: Change): Promise<Withdrawal | null> {
    return Withdrawal.nullable().parse(await store.change('withdrawals', id, when, change))
  },
})
