import { MEI, memorySchool } from '../../platform/memory/school'
import { credit, debit, entryOf, walletOf } from '../ledger/entry'
import { ledger } from '../ledger/ledger'
import { buyCourse } from './buyCourse'
import { quotePrice } from './quotePrice'

/** What a waiting order has set aside is its buyer's to spend on the same goods, and on nothing else. */

const SPRING = { goods: { kind: 'course', courseId: 'spring-ink' } } as const

/** Mei has 50 yuan in her wallet. */
async function given() {
  const world = await memorySchool()
  const { ports } = world
  const at = ports.clock.now().toISOString()
  await ledger(ports).post(
    entryOf({ _id: 'gift', kind: 'topUp', at }, [debit('gateway:wechatPay', 5000), credit(walletOf('mei'), 5000)]),
  )
  return {
    ...world,
    buy: (useBalance: boolean) => buyCourse(ports)(MEI, { courseId: 'spring-ink', useBalance }),
    quote: (useBalance: boolean) => quotePrice(ports)(MEI, { ...SPRING, useBalance }),
    held: () => ledger(ports).balanceOf(walletOf('mei')),
  }
}

test('a second tap goes on with the same order at the same price', async () => {
  const { buy, quote, store, held } = await given()
  const first = await buy(true)
  expect(first).toMatchObject({ status: 'pay', fen: 14900 })
  expect(await held()).toBe(0)
  expect((await quote(true)).price).toMatchObject({ balanceFen: 5000, payFen: 14900 })
  expect((await quote(false)).wallet).toEqual({ isOpen: true, fen: 5000 })
  expect(await buy(true)).toEqual(first)
  expect(store.all('orders')).toHaveLength(1)
})

test('who would rather keep the balance gets it back with a new order', async () => {
  const { buy, held } = await given()
  await buy(true)
  expect(await buy(false)).toMatchObject({ status: 'pay', fen: 19900 })
  expect(await held()).toBe(5000)
})

test('for other goods what is set aside is not there', async () => {
  const { buy, ports } = await given()
  await buy(true)
  const gift = { goods: { kind: 'gift', courseId: 'spring-ink' } } as const
  expect((await quotePrice(ports)(MEI, { ...gift, useBalance: true })).price).toMatchObject({ payFen: 19900 })
})

test('when the time is over the next order has the balance again', async () => {
  const { buy, clock, held } = await given()
  await buy(true)
  clock.advance(31 * 60_000)
  expect(await buy(true)).toMatchObject({ status: 'pay', fen: 14900 })
  expect(await held()).toBe(0)
})
