import * as z from 'zod'
import type { WayKind } from '../contract/address'
import type { Ports } from '../ports'
import { addressIdOf } from './addresses'

/** A way to be known (`wechat:…`, `phone:…`, `email:…`, `qq:…`, `weibo:…`) and whose it is. The id is the rule: one of each, one person. */
export const Identity = z.object({
  _id: z.string(),
  userId: z.string(),
  linkedAt: z.string(),
  /** What it is itself, of all but WeChat: an address, or the person's number at QQ or Weibo. */
  sealed: z.string().optional(),
})
export type Identity = z.infer<typeof Identity>

export const weChatIdOf = (openid: string): string => `wechat:${openid}`

/** Nobody has more ways than this. */
const MOST = 100

export const placeOf = (identityId: string): string => `identities/${identityId}`
export const isOfKind = ({ _id }: Pick<Identity, '_id'>, kind: WayKind | 'wechat'): boolean =>
  _id.startsWith(`${kind}:`)

type Needs = Pick<Ports, 'store' | 'clock'>

/** What is asked of identities. Every write is one conditional write of one document. */
export const identities = ({ store, clock }: Needs) => {
  const find = async (id: string): Promise<Identity | null> =>
    Identity.nullable().parse(await store.get('identities', id))
  const now = (): string => clock.now().toISOString()

  return {
    find,
    ofPerson: async (userId: string): Promise<Identity[]> =>
      (await store.find('identities', { where: { userId }, limit: MOST })).map((doc) => Identity.parse(doc)),

    /** Whose this is from now on, or was already: of two at the same moment one writes and both find it. */
    async claim(id: string, userId: string, sealed?: string): Promise<Identity & { isNew: boolean }> {
      const fresh: Identity = { _id: id, userId, linkedAt: now(), ...(sealed !== undefined && { sealed }) }
      if (await store.insert('identities', fresh)) return { ...fresh, isNew: true }
      return { ...Identity.parse(await find(id)), isNew: false }
    },

    /** False when it was not, or no longer, `from`'s. */
    move: async (id: string, from: string, to: string): Promise<boolean> =>
      (await store.change('identities', id, { userId: from }, { set: { userId: to, linkedAt: now() } })) !== null,

    drop: (id: string, userId: string): Promise<boolean> => store.remove('identities', id, { userId }),

    reseal: (id: string, before: string, sealed: string) =>
      store.change('identities', id, { sealed: before }, { set: { sealed } }),
  }
}

/** An address that was proven, ready to be kept. */
export const sealedAddress = (
  { vault }: Pick<Ports, 'vault'>,
  kind: WayKind,
  subject: string,
): { id: string; sealed: string } => {
  const id = addressIdOf(vault, kind, subject)
  return { id, sealed: vault.seal(subject, placeOf(id)) }
}
