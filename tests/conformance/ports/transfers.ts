import { AppError } from '../../../core/contract/errors'
import type { Gateway, Transfers } from '../../../core/ports'

type Letter = { headers: Record<string, string>; body: string | Uint8Array }

/** Transfers to be tried, with a time that can be moved, money that comes in, and somebody who takes theirs. */
export type TransfersWorld = {
  transfers: Transfers
  /** Reads the notices. */
  gateway: Gateway
  advance(ms: number): void
  /** Somebody buys for so much. */
  earn(fen: number): Promise<void>
  /** The person takes the money; answers the notice that arrived. */
  confirm(outBillNo: string): Promise<Letter>
  /** The notice of a transfer that has ended. */
  finished(outBillNo: string): Promise<Letter>
  close(): Promise<void>
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => ({ value }),
    (error) => (error instanceof AppError ? [error.code, error.facts.code ?? error.facts.reason] : error),
  )
const refused = (code: string) => ['PAYMENT_REFUSED', code]

/** What every `Transfers` must do. */
export function transfersSuite(name: string, open: () => Promise<TransfersWorld>): void {
  describe(`the transfers of ${name}`, () => {
    let world: TransfersWorld
    let transfers: Transfers
    beforeEach(async () => {
      world = await open()
      transfers = world.transfers
      await world.earn(100_000)
    })
    afterEach(() => world.close())

    const COMMISSION = { outBillNo: 'WD01', openid: 'oLei-openid', fen: 5_000, remark: '十一月的推广佣金' }
    const waiting = {
      outBillNo: 'WD01',
      transferBillNo: expect.stringMatching(/./),
      state: 'WAIT_USER_CONFIRM',
      fen: 5_000,
      openid: 'oLei-openid',
      packageInfo: expect.stringMatching(/./),
      failReason: null,
    }
    const standing = async (outBillNo = 'WD01') => {
      const transfer = await transfers.transferOf(outBillNo)
      return transfer && [transfer.state, transfer.failReason]
    }

    test('a transfer waits for its receiver; only starting it tells the way to WeChat’s page', async () => {
      const started = await transfers.start(COMMISSION)
      expect(started).toEqual(waiting)
      expect(await transfers.transferOf('WD01')).toEqual({ ...started, packageInfo: null })
    })

    test('the same again is the same transfer, with the same way to the page', async () => {
      const started = await transfers.start(COMMISSION)
      expect(await transfers.start(COMMISSION)).toEqual(started)
    })

    test.each([
      ['another amount', { fen: 5_001 }],
      ['another receiver', { openid: 'oMei-openid' }],
      ['another reason', { remark: '奖金' }],
    ])('the same number with %s is refused', async (_, change) => {
      await transfers.start(COMMISSION)
      expect(await refusal(transfers.start({ ...COMMISSION, ...change }))).toEqual(refused('INVALID_REQUEST'))
      expect(await transfers.transferOf('WD01')).toMatchObject({ fen: 5_000, openid: 'oLei-openid' })
    })

    test('a transfer nobody started is unknown, and cannot be called back', async () => {
      expect(await transfers.transferOf('WD09')).toBeNull()
      expect(await refusal(transfers.cancel('WD09'))).toEqual(refused('NOT_FOUND'))
    })

    test('a number WeChat Pay does not take never leaves', async () => {
      expect(await refusal(transfers.start({ ...COMMISSION, outBillNo: 'WD-01' }))).toEqual(refused('PARAM_ERROR'))
      expect(await refusal(transfers.transferOf('WD-01'))).toEqual(refused('PARAM_ERROR'))
      expect(await refusal(transfers.cancel('../WD01'))).toEqual(refused('PARAM_ERROR'))
    })

    test('once taken it is paid, told by a notice, and neither called back nor begun anew', async () => {
      await transfers.start(COMMISSION)
      const { headers, body } = await world.confirm('WD01')
      expect(await world.gateway.readNotice(headers, body)).toEqual({
        id: expect.stringMatching(/./),
        kind: 'transfer',
        outBillNo: 'WD01',
      })
      expect(await standing()).toEqual(['SUCCESS', null])
      expect(await refusal(transfers.cancel('WD01'))).toEqual(refused('INVALID_REQUEST'))
      expect(await transfers.start(COMMISSION)).toEqual({ ...waiting, state: 'SUCCESS', packageInfo: null })
    })

    test('not taken within a day it fails, tells so, and the money is there again', async () => {
      await transfers.start({ ...COMMISSION, fen: 90_000 })
      world.advance(DAY - MINUTE)
      expect(await standing()).toEqual(['WAIT_USER_CONFIRM', null])
      expect(await refusal(transfers.start({ ...COMMISSION, outBillNo: 'WD02', fen: 90_000 }))).toEqual(
        refused('NOT_ENOUGH'),
      )
      world.advance(2 * MINUTE)
      const { headers, body } = await world.finished('WD01')
      expect(await world.gateway.readNotice(headers, body)).toMatchObject({ kind: 'transfer', outBillNo: 'WD01' })
      expect(await standing()).toEqual(['FAIL', 'OVERDUE_CLOSE'])
      expect(await transfers.start({ ...COMMISSION, outBillNo: 'WD02', fen: 90_000 })).toMatchObject({
        state: 'WAIT_USER_CONFIRM',
      })
    })

    test('called back in time it is cancelled, however often it is asked, and the money is there again', async () => {
      await transfers.start({ ...COMMISSION, fen: 90_000 })
      await transfers.cancel('WD01')
      await transfers.cancel('WD01')
      world.advance(MINUTE)
      expect(await standing()).toEqual(['CANCELLED', null])
      await transfers.cancel('WD01')
      expect(await transfers.start({ ...COMMISSION, outBillNo: 'WD02', fen: 90_000 })).toMatchObject({ fen: 90_000 })
    })

    test('more than there is does not go out; once there is more, the same number does', async () => {
      const dear = { ...COMMISSION, fen: 150_000 }
      expect(await refusal(transfers.start(dear))).toEqual(refused('NOT_ENOUGH'))
      expect(await transfers.transferOf('WD01')).toBeNull()
      await world.earn(100_000)
      expect(await transfers.start(dear)).toMatchObject({ state: 'WAIT_USER_CONFIRM', fen: 150_000 })
    })

    test('ten fen at the least, and less than two thousand yuan', async () => {
      await world.earn(1_000_000)
      expect(await refusal(transfers.start({ ...COMMISSION, fen: 9 }))).toEqual(refused('INVALID_REQUEST'))
      expect(await refusal(transfers.start({ ...COMMISSION, fen: 200_000 }))).toEqual(refused('NAME_NEEDED'))
      expect(await transfers.start({ ...COMMISSION, fen: 10 })).toMatchObject({ fen: 10 })
      expect(await transfers.start({ ...COMMISSION, outBillNo: 'WD02', fen: 199_999 })).toMatchObject({ fen: 199_999 })
    })
  })
}
