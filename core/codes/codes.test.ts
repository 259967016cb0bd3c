import { DAY, memoryMarket, OFFICE } from '../../platform/memory/market'
import { JSAPI_ONLY, MEI, ZHOU } from '../../platform/memory/school'
import { learner } from '../../platform/memory/world'
import { officeTerms } from '../catalog/officeTerms'
import type { Input } from '../contract'
import { AppError } from '../contract/errors'
import { reviewRefunds } from '../orders/reviewRefunds'
import type { Caller } from '../ports'
import { makeCodes } from './makeCodes'
import { redeemCode } from './redeemCode'

const GIFT = { kind: 'gift', courseId: 'spring-ink' } as const
const SPRING = { kind: 'course', courseId: 'spring-ink' } as const

const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error) =>
      error instanceof AppError
        ? [error.code, error.facts.state].filter((part) => part !== undefined).join(' ')
        : error,
  )

async function given(settings: object = { ways: JSAPI_ONLY }) {
  const market = await memoryMarket(settings)
  const { ports } = market
  /** What the office answers about one batch. */
  const office = async (input: Input<'makeCodes'>) => {
    const answer = await makeCodes(ports)(OFFICE, input)
    if (!('codes' in answer)) throw new Error('no batch')
    return answer
  }
  const make = (input: Partial<Extract<Input<'makeCodes'>, { action: 'make' }>> = {}) =>
    office({ action: 'make', batch: 'autumn', count: 1, goods: SPRING, expiresAt: null, ...input })
  return {
    ...market,
    make,
    cancel: () => office({ action: 'cancel', batch: 'autumn' }),
    /** One code of the school's. */
    async code(input: Parameters<typeof make>[0] = {}): Promise<string> {
      return (await make(input)).codes[0]?.code ?? ''
    },
    look: async (who: Caller, code: string) => (await redeemCode(ports)(who, { action: 'look', code })).code,
    redeem: async (who: Caller, code: string) => (await redeemCode(ports)(who, { action: 'redeem', code })).code,
    giveBack: (orderId: string) =>
      reviewRefunds(ports)(OFFICE, { action: 'give', orderId, fen: 19900, reason: '朋友已经有了' }),
  }
}

describe("a code of the school's", () => {
  test('opens a course for whoever types it, with dashes, spaces and small letters or without', async () => {
    const { code, look, redeem, owns } = await given()
    const written = await code()
    expect(written).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)
    const view = {
      code: written,
      kind: 'course',
      courseId: 'spring-ink',
      title: '春日水墨',
      days: 0,
      giverName: '',
      state: 'open',
      isGiver: false,
    }
    expect(await look(MEI, written)).toEqual(view)
    expect(await redeem(MEI, ` ${written.toLowerCase().replaceAll('-', ' ')} `)).toEqual({ ...view, state: 'mine' })
    expect(owns('mei')).toBe(true)
    expect(await look(ZHOU, written)).toEqual({ ...view, state: 'redeemed' })
  })

  test('two hundred people at once: one has it', async () => {
    const { code, redeem, store } = await given()
    const written = await code()
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, n) => refusal(redeem(learner(`friend${n}`), written))),
    )
    expect(outcomes.filter((one) => one === 'no refusal')).toHaveLength(1)
    expect(outcomes.filter((one) => one === 'CODE_USED redeemed')).toHaveLength(199)
    expect(store.all('enrolments')).toHaveLength(1)
  })

  test('one person twice, or twice at once, is once', async () => {
    const { code, redeem, store } = await given()
    const written = await code()
    await Promise.all([redeem(MEI, written), redeem(MEI, written)])
    expect(await redeem(MEI, written)).toMatchObject({ state: 'mine' })
    expect(store.all('enrolments')).toMatchObject([{ grants: [{}] }])
  })

  test('whoever has the course keeps the code', async () => {
    const { code, redeem, paid, look } = await given()
    const written = await code()
    await paid(MEI, SPRING)
    expect(await refusal(redeem(MEI, written))).toBe('ALREADY_OWNED')
    expect(await look(ZHOU, written)).toMatchObject({ state: 'open' })
    await redeem(ZHOU, written)
  })

  test('expired, cancelled and unknown ones open nothing', async () => {
    const { code, redeem, look, cancel, clock } = await given()
    const expiresAt = new Date(clock.now().getTime() + DAY).toISOString()
    const short = await code({ batch: 'short', expiresAt })
    clock.advance(DAY)
    expect(await look(MEI, short)).toMatchObject({ state: 'expired' })
    expect(await refusal(redeem(MEI, short))).toBe('CODE_USED expired')
    const gone = await code()
    await cancel()
    expect(await refusal(redeem(MEI, gone))).toBe('CODE_USED cancelled')
    expect(await refusal(redeem(MEI, 'AAAA-BBBB'))).toBe('CODE_NOT_FOUND')
  })

  test('cancelling a batch leaves what was redeemed', async () => {
    const { make, redeem, owns, cancel } = await given()
    const { codes } = await make({ count: 3 })
    await redeem(MEI, codes[1]?.code ?? '')
    const after = await cancel()
    expect(after.codes.map(({ state }) => state)).toEqual(['cancelled', 'redeemed', 'cancelled'])
    expect(owns('mei')).toBe(true)
  })

  test('a batch made twice is made once, and no two batches share a code', async () => {
    const { make, store } = await given()
    const first = await make({ count: 200 })
    expect(await make({ count: 200 })).toEqual(first)
    await make({ batch: 'winter', count: 200 })
    expect(store.all('codes')).toHaveLength(400)
  })

  test('days of membership are added to those that are left, and bring back what members were let into', async () => {
    const { code, redeem, paid, owns, pass, ports, store } = await given()
    await officeTerms(ports)(OFFICE, { action: 'course', courseId: 'spring-ink', share: null, forMembers: 'free' })
    await paid(MEI, { kind: 'membership', planId: 'year' })
    await paid(MEI, SPRING)
    await pass(366 * DAY)
    expect(owns('mei')).toBe(false)
    const written = await code({ goods: { kind: 'membership', planId: 'year' } })
    expect(await redeem(MEI, written)).toMatchObject({ kind: 'membership', days: 365, state: 'mine', courseId: '' })
    expect(owns('mei')).toBe(true)
    expect(store.all('memberships')).toMatchObject([{ spells: [{}, {}] }])
  })

  test('a school that takes none refuses its own, and not the gifts that were paid for', async () => {
    const { code, redeem, paid, order } = await given({ ways: { ...JSAPI_ONLY, codes: false } })
    expect(await refusal(redeem(MEI, await code()))).toBe('NO_WAY_TO_PAY')
    const orderId = await paid(MEI, GIFT)
    expect(await redeem(ZHOU, order(orderId).giftCode ?? '')).toMatchObject({ state: 'mine' })
  })

  test('taken, and the process died before it opened anything: the sweep opens it', async () => {
    const { code, ports, store, owns, pass } = await given()
    const written = await code()
    const dying = {
      ...store,
      insert: async (collection: string, doc: Parameters<typeof store.insert>[1]) => {
        if (collection === 'enrolments') throw new Error('killed')
        return store.insert(collection, doc)
      },
    }
    const redeeming = redeemCode({ ...ports, store: dying })(MEI, { action: 'redeem', code: written })
    await expect(redeeming).rejects.toThrow('killed')
    expect(owns('mei')).toBe(false)
    expect(await pass(60_000)).toMatchObject({ redeemed: 1, failed: 0 })
    expect(owns('mei')).toBe(true)
  })
})

describe('a gift', () => {
  test('paid, makes a code; the friend redeems it, the giver owns nothing', async () => {
    const { paid, check, look, redeem, owns } = await given()
    const orderId = await paid(MEI, GIFT)
    const { giftCode } = (await check(MEI, orderId)).order
    expect(await look(ZHOU, giftCode ?? '')).toMatchObject({
      title: '送朋友 · 春日水墨',
      giverName: '小梅',
      state: 'open',
      isGiver: false,
    })
    expect(await look(MEI, giftCode ?? '')).toMatchObject({ isGiver: true })
    await redeem(ZHOU, giftCode ?? '')
    expect([owns('mei'), owns('zhou')]).toEqual([false, true])
  })

  test('its code is not told before it is paid, nor after it was given back', async () => {
    const { ordered, pay, check, giveBack } = await given()
    const orderId = await ordered(MEI, GIFT)
    expect((await check(MEI, orderId)).order.giftCode).toBeNull()
    await pay(orderId)
    expect((await check(MEI, orderId)).order.giftCode).toEqual(expect.any(String))
    await giveBack(orderId)
    expect((await check(MEI, orderId)).order.giftCode).toBeNull()
  })

  test('may be bought by somebody who has the course, and again for another friend', async () => {
    const { paid, order } = await given()
    await paid(MEI, SPRING)
    const codes = [order(await paid(MEI, GIFT)).giftCode, order(await paid(MEI, GIFT)).giftCode]
    expect(new Set(codes).size).toBe(2)
  })

  test('given back before it is claimed opens nothing any more', async () => {
    const { paid, order, giveBack, redeem } = await given()
    const orderId = await paid(MEI, GIFT)
    await giveBack(orderId)
    expect(await refusal(redeem(ZHOU, order(orderId).giftCode ?? ''))).toBe('CODE_USED cancelled')
  })

  test("given back after it was claimed shuts the friend's course, unless the friend has it otherwise", async () => {
    const { paid, order, giveBack, redeem, owns } = await given()
    const first = await paid(MEI, GIFT)
    await redeem(ZHOU, order(first).giftCode ?? '')
    await giveBack(first)
    expect(owns('zhou')).toBe(false)

    const second = await paid(MEI, GIFT)
    await redeem(ZHOU, order(second).giftCode ?? '')
    const third = await paid(MEI, GIFT)
    await giveBack(third)
    expect(owns('zhou')).toBe(true)
  })

  test('given back while it is being claimed ends shut, whichever was first', async () => {
    for (let n = 0; n < 10; n += 1) {
      const { paid, order, giveBack, redeem, owns, pass, store } = await given()
      const orderId = await paid(MEI, GIFT)
      const claim = () => refusal(redeem(ZHOU, order(orderId).giftCode ?? ''))
      await Promise.all(n % 2 ? [claim(), giveBack(orderId)] : [giveBack(orderId), claim()])
      await pass(60_000)
      expect(owns('zhou')).toBe(false)
      expect(store.all('codes')).toMatchObject([{ dueAt: null }])
    }
  })

  test('a school that has switched gifts off sells none', async () => {
    const { buy } = await given({ ways: { ...JSAPI_ONLY, gifts: false } })
    expect(await refusal(buy(MEI, GIFT))).toBe('NO_WAY_TO_PAY')
  })
})
