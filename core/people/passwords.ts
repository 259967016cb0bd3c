import * as z from 'zod'
import type { Ports } from '../ports'

const Password = z.object({ _id: z.string(), hash: z.string(), changedAt: z.string() })

/** Nobody's: asked for where there is no person, so that one look-up is made in any case. */
const NOBODY = 'nobody'

export const passwords = ({ store, vault, clock }: Pick<Ports, 'store' | 'vault' | 'clock'>) => {
  async function set(userId: string, password: string): Promise<void> {
    const hash = await vault.hash(password)
    await store.put('passwords', { _id: userId, hash, changedAt: clock.now().toISOString() })
  }

  return {
    set,
    has: async (userId: string): Promise<boolean> => (await store.get('passwords', userId)) !== null,

    /** Takes as long whether there is such a person, whether they have a password, and whether it is right. */
    async isRight(userId: string | null, password: string): Promise<boolean> {
      const kept = Password.nullable().parse(await store.get('passwords', userId ?? NOBODY))
      const verdict = await vault.check(password, userId === null ? null : (kept?.hash ?? null))
      if (verdict === 'weak' && userId !== null) await set(userId, password)
      return verdict !== 'wrong'
    },
  }
}
