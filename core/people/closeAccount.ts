import type { Doc, Ports } from '../ports'
import { blocksOf, type Closing, closings, losesMore, lossesOf } from './closing'
import { documentsOf, type Holding, holdings } from './personalData'
import { User } from './user'

type Needs = Pick<Ports, 'store' | 'ids' | 'clock' | 'alert' | 'files'>

async function settle(
  { store, files }: Needs,
  collection: string,
  doc: Doc,
  { close, files: filesOf }: Holding,
  wish: { keepCertificates: boolean; at: string },
): Promise<void> {
  const fate = close(doc, wish)
  if (fate === 'keep') return
  // Files first: their names stand in the document alone.
  const fileIds = (filesOf?.(doc) ?? []).filter((fileId) => fileId !== null)
  if (fileIds.length) await files.remove(fileIds)
  if (fate === 'remove') await store.remove(collection, doc._id, {})
  else await store.change(collection, doc._id, {}, fate)
}

/**
 * The order of leaving: the person first, so that nobody signs in into an account that is half gone; then the ways in, which are free
 * for a new account from there on; then the rest.
 */
const FIRST = ['users', 'identities', 'passwords', 'webSessions']
const inOrder = [...FIRST, ...Object.keys(holdings).filter((collection) => !FIRST.includes(collection))]

/**
 * Closes one account whose time has come. Every step may be done twice; a process that dies on the way is followed by the next one, which
 * goes through all of them again. Answers whether it is closed now.
 */
export async function closeAccount(ports: Needs, closing: Closing): Promise<boolean> {
  const userId = closing._id
  const user = User.nullable().parse(await ports.store.get('users', userId))
  if (closing.state === 'asked' && user) {
    const [blocks, losses] = await Promise.all([blocksOf(ports, user), lossesOf(ports, userId)])
    if (blocks.length) {
      ports.alert('CLOSING_WAITS', { userId, by: blocks.join() })
      await closings(ports).later(closing)
      return false
    }
    if (losesMore(losses, closing.losses)) {
      await closings(ports).lapse(closing)
      return false
    }
  }
  if (!(await closings(ports).begin(closing))) return false
  const wish = { keepCertificates: closing.keepCertificates, at: ports.clock.now().toISOString() }
  for (const collection of inOrder) {
    const held = holdings[collection]
    if (!held) continue
    for await (const doc of documentsOf(ports, collection, held.of, userId))
      await settle(ports, collection, doc, held, wish)
  }
  await closings(ports).done(closing)
  return true
}
