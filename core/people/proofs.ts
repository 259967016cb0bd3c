import * as z from 'zod'
import type { AddressKind } from '../contract/address'
import { AppError } from '../contract/errors'
import type { Caller, Ports } from '../ports'
import { addressIdOf } from './addresses'
import { type Rule, rules, tries } from './tries'

/** A code that was sent to an address, waiting to come back. Its id says for what and where; a new one takes its place. */
const Proof = z.object({
  _id: z.string(),
  /** Of the code, by the vault's key: six digits under a plain hash could be tried in no time. */
  hash: z.string(),
  tries: z.int(),
  expiresAt: z.string(),
})

/** What a code is good for: signing in, binding an address to this account, or a password of this account. */
export type Purpose = 'signIn' | `bind:${string}` | `password:${string}`

export const CODE_MINUTES = 5
const CODE_TTL_MS = CODE_MINUTES * 60_000
const MOST_TRIES = 5

type Needs = Pick<Ports, 'store' | 'ids' | 'clock' | 'vault' | 'courier' | 'alert'>

export const proofs = (ports: Needs) => {
  const { store, ids, clock, vault, courier, alert } = ports
  const idOf = (purpose: Purpose, addressId: string): string => ids.of('proof', purpose, addressId)
  const hashOf = (_id: string, code: string): string => vault.blind(`code:${_id}:${code}`)
  const refused = (left: number): AppError => new AppError('CODE_REFUSED', { left })

  async function count(rule: Rule, whom: string): Promise<void> {
    try {
      await tries(ports).spend(rule, whom)
    } catch (error) {
      if (rule === rules.codesInAll) alert('CODES_USED_UP', { most: rule.most })
      throw error
    }
  }

  return {
    /**
     * Sends six digits, good for five minutes, five tries and one use. Whether the address is known changes nothing about it.
     * Refuses: WAY_NOT_HERE, TOO_MANY_TRIES {waitSeconds}, ADDRESS_REFUSED, BUSY.
     */
    async send(
      purpose: Purpose,
      { kind, subject }: { kind: AddressKind; subject: string },
      { clientIp }: Pick<Caller, 'clientIp'>,
    ): Promise<{ waitSeconds: number; expiresAt: string }> {
      if (!courier.ways()[kind]) throw new AppError('WAY_NOT_HERE', { kind })
      const addressId = addressIdOf(vault, kind, subject)
      await count(rules.codeAgain, addressId)
      await count(rules.codesAnHour, addressId)
      await count(rules.codesADay, addressId)
      if (clientIp) await count(rules.codesFromOnePlace, clientIp)
      await count(rules.codesInAll, 'school')

      const _id = idOf(purpose, addressId)
      const code = vault.digits()
      const expiresAt = new Date(clock.now().getTime() + CODE_TTL_MS).toISOString()
      await store.put('proofs', { _id, hash: hashOf(_id, code), tries: 0, expiresAt })
      if (kind === 'phone') await courier.text({ phone: subject, code, minutes: CODE_MINUTES })
      else await courier.mail({ email: subject, code, minutes: CODE_MINUTES })
      return { waitSeconds: rules.codeAgain.perMs / 1000, expiresAt }
    },

    /** Counts a try, right or wrong, before it is compared. Refuses: CODE_REFUSED {left}. The code is still good afterwards. */
    async check(purpose: Purpose, addressId: string, code: string): Promise<{ use(): Promise<void> }> {
      const _id = idOf(purpose, addressId)
      const when = { tries: { lt: MOST_TRIES }, expiresAt: { gt: clock.now().toISOString() } }
      const tried = Proof.nullable().parse(await store.change('proofs', _id, when, { inc: { tries: 1 } }))
      if (!tried) throw refused(0)
      // Keyed hashes are compared, not digits: how far two of them agree tells nothing about the code.
      const hash = hashOf(_id, code)
      if (tried.hash !== hash) throw refused(MOST_TRIES - tried.tries)
      return {
        /** Of two at once one uses it. Refuses: CODE_REFUSED. */
        async use() {
          if (!(await store.remove('proofs', _id, { hash }))) throw refused(0)
        },
      }
    },
  }
}
