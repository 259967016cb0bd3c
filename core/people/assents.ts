import * as z from 'zod'
import { Agreements } from '../contract/address'
import { AppError } from '../contract/errors'
import type { Ports } from '../ports'
import { AGREEMENTS } from './agreements'
import { User } from './user'

/** What somebody said about which texts, when and where. Written once and never changed. */
export const Consent = z.object({
  _id: z.string(),
  userId: z.string(),
  said: z.enum(['agreed', 'withdrawn']),
  agreements: Agreements,
  at: z.string(),
  where: z.enum(['weChat', 'web']),
})
export type Consent = z.infer<typeof Consent>

const LISTED = 50

type Needs = Pick<Ports, 'store' | 'ids' | 'clock'>

export const isOfNow = (agreements: Agreements | null): boolean =>
  agreements?.privacy === AGREEMENTS.privacy && agreements.terms === AGREEMENTS.terms

/** What people agree to. The last word stands with the person too, so that signing in needs no further question. */
export const assents = ({ store, ids, clock }: Needs) => {
  async function say(said: Consent['said'], userId: string, where: Consent['where']): Promise<User> {
    const _id = ids.next()
    const at = clock.now().toISOString()
    return store.transaction(async (tx) => {
      const user = User.nullable().parse(await tx.get('users', userId))
      if (!user) throw new AppError('NEED_LOGIN')
      const agreements = said === 'agreed' ? AGREEMENTS : user.agreed
      // Saying the same again is no new word.
      if (!agreements || (said === 'agreed' && isOfNow(user.agreed))) return user
      const after: User = { ...user, ...(said === 'agreed' ? { agreed: AGREEMENTS, agreedAt: at } : NOT_AGREED) }
      await tx.put('assents', { _id, userId, said, agreements, at, where } satisfies Consent)
      await tx.put('users', after)
      return after
    })
  }

  return {
    /** Refuses: BAD_INPUT when these are not the texts of now, for then something else was read. */
    agree(userId: string, agreements: Agreements, where: Consent['where']): Promise<User> {
      if (!isOfNow(agreements)) throw new AppError('BAD_INPUT', { field: 'agreements', reason: 'not the texts of now' })
      return say('agreed', userId, where)
    },
    withdraw: (userId: string, where: Consent['where']): Promise<User> => say('withdrawn', userId, where),

    /** The newest first. */
    ofPerson: async (userId: string): Promise<Consent[]> =>
      (await store.find('assents', { where: { userId }, orderBy: [['at', 'desc']], limit: LISTED })).map((doc) =>
        Consent.parse(doc),
      ),
  }
}

const NOT_AGREED = { agreed: null, agreedAt: null }
