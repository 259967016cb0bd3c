import { AppError } from '../../../core/contract/errors'
import type { IdentityProvider } from '../../../core/ports'

/** A provider to be tried: somebody who can be asked there, and a time that can be moved. */
export type ProviderWorld = {
  provider: IdentityProvider
  /** Where it sends people back to. */
  returnUrl: string
  /** Two people there, by what the provider tells of them. */
  people: [mei: string, zhou: string]
  /** Opens the address and says yes as one of them, or no; answers the query with which the browser comes back. */
  answer(url: string, person: string | null): Promise<URLSearchParams>
  advance(ms: number): void
  close(): Promise<void>
}

const MINUTE = 60_000
const STATE = 'k3v9x0c7m2q8w4z1p6r5'

export const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error) => (error instanceof AppError ? { code: error.code, ...error.facts } : error),
  )

/** What every provider must do, whoever people sign in at. */
export function providerSuite(name: string, open: () => Promise<ProviderWorld>): void {
  describe(`signing in by ${name}`, () => {
    let world: ProviderWorld
    beforeEach(async () => {
      world = await open()
    })
    afterEach(() => world.close())

    const ask = (isPhone = false) => world.provider.authorizeUrl({ state: STATE, returnUrl: world.returnUrl, isPhone })
    const codeOf = async (person: string): Promise<string> => (await world.answer(ask(), person)).get('code') ?? ''
    const subjectOf = (code: string, returnUrl = world.returnUrl) => world.provider.subjectOf({ code, returnUrl })

    test('a yes comes back with the state and a code, and the code says who it was: each time the same, for each another', async () => {
      const [mei, zhou] = world.people
      const back = await world.answer(ask(), mei)
      expect(back.get('state')).toBe(STATE)
      expect(await subjectOf(back.get('code') ?? '')).toBe(mei)
      expect(await subjectOf(await codeOf(mei))).toBe(mei)
      expect(await subjectOf(await codeOf(zhou))).toBe(zhou)
    })

    test('a no comes back with the state and without a code', async () => {
      const back = await world.answer(ask(true), null)
      expect([back.get('state'), back.get('code')]).toEqual([STATE, null])
    })

    test('a code is good once, for ten minutes; one that nobody gave is good for nothing', async () => {
      const [mei] = world.people
      const OVER = { code: 'SIGN_IN_OVER' }
      const code = await codeOf(mei)
      await subjectOf(code)
      expect(await refusal(subjectOf(code))).toEqual(OVER)
      const late = await codeOf(mei)
      world.advance(10 * MINUTE)
      expect(await refusal(subjectOf(late))).toEqual(OVER)
      expect(await refusal(subjectOf('a-guess'))).toEqual(OVER)
    })
  })
}
