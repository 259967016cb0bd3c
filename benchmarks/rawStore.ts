import { collections } from '../core/collections'
import type { Change, Doc } from '../core/ports'
import { deskClock } from '../emulator/clock'
import { openDatabase } from '../emulator/database/service'
import { fillWithPast, purchaseOf } from './purchases'

const updateOf = ({ set = {}, inc = {} }: Change): string =>
  JSON.stringify({ $set: set, ...(Object.keys(inc).length && { $inc: inc }) })

/**
 * CPU milliseconds of a purchase's writes and of nothing else: the same six documents and conditional changes, in the bytes
 * the SDK sends, given straight to the desk's database engine in this process, on a file of its own with as long a past, by
 * as many callers. No function, no HTTP, no SDK, no signature, no reading.
 */
export async function rawStoreCpu(
  file: string,
  { past, purchases, callers }: { past: number; purchases: number; callers: number },
): Promise<number> {
  fillWithPast(file, past)
  const database = openDatabase({ file, clock: deskClock(), collections })
  const ask = async (name: string, body: Record<string, unknown>): Promise<void> => {
    const action = `database.${name}`
    await database.actions[action]?.({ action, body })
  }
  const insert = (collectionName: string, doc: Doc) =>
    ask('insertDocument', { collectionName, data: [JSON.stringify(doc)] })
  const change = (collectionName: string, when: object, how: Change) =>
    ask('modifyAndReturnDoc', { collectionName, query: JSON.stringify(when), queryType: 'WHERE', data: updateOf(how) })

  async function write(person: number): Promise<void> {
    const { opened, changes, enrolment, sale } = purchaseOf(person, new Date())
    const [paid = {}, booked = {}, told = {}] = changes
    const { _id } = opened
    await insert('orders', opened)
    await change('orders', { _id, state: 'pending' }, paid)
    await Promise.all([insert('enrolments', enrolment), insert('ledger', sale)])
    await change('orders', { _id, rev: 1, tellingUntil: { $lt: new Date().toISOString() } }, booked)
    await change('orders', { _id, rev: 1, todo: ['message'] }, told)
  }

  async function round(from: number): Promise<number> {
    let next = from
    const before = process.cpuUsage()
    const one = async () => {
      while (next < from + purchases) await write(next++)
    }
    await Promise.all(Array.from({ length: callers }, one))
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000 / purchases
  }

  await round(past)
  const cpu = await round(past + purchases)
  database.close()
  return cpu
}
