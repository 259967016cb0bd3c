import type { Input, Output } from '../contract'
import type { Caller, Ports } from '../ports'
import { closeAccount } from './closeAccount'
import { closings } from './closing'
import { DataExport } from './copyOfData'
import { joins } from './joins'

type Needs = Pick<Ports, 'store' | 'files' | 'clock' | 'ids' | 'alert'>

/** So many in one go; what is left is next in ten minutes. */
const MOST = 100

/** What is of no use once its time is over. Answers how many went. */
async function removeOver({ store, clock }: Needs, collection: string): Promise<number> {
  const over = { expiresAt: { lte: clock.now().toISOString() } }
  const found = await store.find(collection, { where: over, orderBy: [['expiresAt', 'asc']], limit: MOST })
  // On the condition that it is still over: a counter may have begun anew meanwhile.
  const gone = await Promise.all(found.map(({ _id }) => store.remove(collection, _id, over)))
  return gone.filter(Boolean).length
}

/** Copies of people's data, with their files. */
async function removeExports({ store, files, clock }: Needs): Promise<number> {
  const where = { expiresAt: { lte: clock.now().toISOString() } }
  const found = await store.find('exports', { where, orderBy: [['expiresAt', 'asc']], limit: MOST })
  for (const doc of found) {
    await files.remove(DataExport.parse(doc).fileIds)
    await store.remove('exports', doc._id, {})
  }
  return found.length
}

/** Runs every ten minutes. One thing that fails is told and does not keep the others waiting. */
export const sweepAccounts =
  (ports: Needs) =>
  async (_: Caller, __: Input<'sweepAccounts'>): Promise<Output<'sweepAccounts'>> => {
    async function tried(what: string, work: () => Promise<number>): Promise<number> {
      try {
        return await work()
      } catch (error) {
        ports.alert('ACCOUNT_SWEEP_FAILED', { what, error: error instanceof Error ? error.message : String(error) })
        return 0
      }
    }
    let removed = 0
    for (const collection of ['proofs', 'tries', 'webLogins', 'webSessions'])
      removed += await tried(collection, () => removeOver(ports, collection))
    removed += await tried('exports', () => removeExports(ports))
    const joined = await tried('joins', () => joins(ports).sweep())
    let closed = 0
    for (const closing of await closings(ports).due(ports.clock.now(), MOST))
      closed += await tried('closing', async () => ((await closeAccount(ports, closing)) ? 1 : 0))
    return { removed, joined, closed }
  }
