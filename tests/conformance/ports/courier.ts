import { AppError } from '../../../core/contract/errors'
import type { Courier } from '../../../core/ports'

/** A courier to be tried, with what it brought and a time that can be moved. */
export type CourierWorld = {
  courier: Courier
  /** To whom and what, the oldest first. */
  brought(): { to: string; code: string }[]
  advance(ms: number): void
  close(): Promise<void>
}

export const PHONE = '+8613812345678'
export const EMAIL = 'mei@example.cn'

export const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error) => (error instanceof AppError ? [error.code, error.facts.code ?? error.facts.reason] : error),
  )

/** What every courier must do, whoever carries. */
export function courierSuite(name: string, open: () => Promise<CourierWorld>): void {
  describe(`the courier of ${name}`, () => {
    let world: CourierWorld
    beforeEach(async () => {
      world = await open()
    })
    afterEach(() => world.close())

    test('it says which ways there are', () => {
      expect(world.courier.ways()).toEqual({ phone: true, email: true })
    })

    test('a code reaches a phone and a mailbox', async () => {
      await world.courier.text({ phone: PHONE, code: '012345', minutes: 5 })
      await world.courier.mail({ email: EMAIL, code: '678901', minutes: 5 })
      expect(world.brought()).toEqual([
        { to: PHONE, code: '012345' },
        { to: EMAIL, code: '678901' },
      ])
    })
  })
}
