import type { WayKind } from '../contract/address'
import { AppError } from '../contract/errors'
import type { Ports } from '../ports'
import { masked } from './addresses'
import { identities, isOfKind, sealedAddress } from './identities'
import { joins } from './joins'
import { isEmpty } from './personalData'

type Needs = Pick<Ports, 'store' | 'ids' | 'clock' | 'alert' | 'vault'>
type Bound = { status: 'bound' | 'theirs'; masked: string }

/** For so long an address counts as proven while its owner thinks about joining. */
const THINK_MS = 5 * 60_000

/** One of a kind: the phone bound now takes the place of the one before. */
async function replaceOthers(ports: Needs, userId: string, kind: WayKind, id: string): Promise<void> {
  const mine = await identities(ports).ofPerson(userId)
  const former = mine.filter((one) => isOfKind(one, kind) && one._id !== id)
  await Promise.all(former.map(({ _id }) => identities(ports).drop(_id, userId)))
}

const wishIdOf = ({ ids }: Needs, userId: string): string => ids.of('join', userId)

/**
 * Makes an address that was just proven a way into this account. Where it leads to another account: that one yields if it holds nothing; if only this
 * one holds nothing it may join the other (`theirs`), which its owner is asked first. Two accounts that both hold something stay two.
 * Refuses: ADDRESS_TAKEN {kind, reason}.
 */
export async function bind(ports: Needs, userId: string, kind: WayKind, subject: string): Promise<Bound> {
  const { id, sealed } = sealedAddress(ports, kind, subject)
  const words = masked(kind, subject)
  const claimed = await identities(ports).claim(id, userId, sealed)
  if (claimed.userId !== userId) {
    const other = claimed.userId
    if (await isEmpty(ports, other)) {
      if (!(await identities(ports).move(id, other, userId))) throw new AppError('BUSY')
      // Nobody comes into an account without a way in: what is still signed in there is ended and watched.
      if (!(await identities(ports).ofPerson(other)).length) await joins(ports).join(other, userId)
    } else if (await isEmpty(ports, userId)) {
      const expiresAt = new Date(ports.clock.now().getTime() + THINK_MS).toISOString()
      await ports.store.put('proofs', { _id: wishIdOf(ports, userId), addressId: id, expiresAt })
      return { status: 'theirs', masked: words }
    } else throw new AppError('ADDRESS_TAKEN', { kind, reason: 'both' })
  }
  await replaceOthers(ports, userId, kind, id)
  return { status: 'bound', masked: words }
}

/** This account becomes one with the account behind the address that was proven last. Refuses: CODE_REFUSED when that is too long ago, ADDRESS_TAKEN. */
export async function joinProven(ports: Needs, userId: string): Promise<void> {
  const wish = await ports.store.get('proofs', wishIdOf(ports, userId))
  const isFresh = typeof wish?.expiresAt === 'string' && wish.expiresAt > ports.clock.now().toISOString()
  const theirs = isFresh ? await identities(ports).find(String(wish?.addressId)) : null
  if (!wish || !theirs) throw new AppError('CODE_REFUSED', { left: 0 })
  if (theirs.userId !== userId) await joins(ports).join(userId, theirs.userId)
  await ports.store.remove('proofs', wish._id, {})
}

/** Takes a way in away. Refuses: LAST_WAY_IN. */
export async function unbind(ports: Needs, userId: string, kind: WayKind): Promise<void> {
  const mine = await identities(ports).ofPerson(userId)
  const going = mine.filter((one) => isOfKind(one, kind))
  if (going.length && going.length === mine.length) throw new AppError('LAST_WAY_IN')
  for (const one of going) {
    await identities(ports).drop(one._id, userId)
    // Two taps on two ways at once: the last one is put back.
    if (!(await identities(ports).ofPerson(userId)).length) {
      await identities(ports).claim(one._id, userId, one.sealed)
      throw new AppError('LAST_WAY_IN')
    }
  }
}
