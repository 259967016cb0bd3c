import { type BadDaysShop, MINUTE, openBadDaysShop } from './badDaysShop'
import type { Phone } from './phone'

/** The function that books payments dies before or after each of its database operations, in its own process. */

const SECOND = 1000
const TEMPLATE = 'desk-course-opened'
/** What a notice does to the database in an unharmed life; the first test makes sure. */
const OPERATIONS = [
  { story: 'reading the order', action: 'database.getDocument:orders', skip: 0 },
  { story: 'booking the payment', action: 'database.modifyAndReturnDoc:orders', skip: 0 },
  { story: 'writing the sale into the books', action: 'database.insertDocument:ledger', skip: 0 },
  { story: 'opening the course', action: 'database.insertDocument:enrolments', skip: 0 },
  { story: 'writing the letter', action: 'database.insertDocument:letters', skip: 0 },
  { story: 'noting all of it', action: 'database.modifyAndReturnDoc:orders', skip: 1 },
  { story: 'counting the consent that was spent', action: 'database.modifyAndReturnDoc:consents', skip: 0 },
]
/** What it asks of WeChat while it writes the letter. */
const TELLING = { story: 'telling the buyer', action: 'wx.openApi', skip: 0 }

let shop: BadDaysShop
let buyer: Phone

beforeAll(async () => {
  shop = await openBadDaysShop()
}, 120_000)
afterAll(() => shop?.close())
beforeEach(async () => {
  await shop.goodWeather()
  buyer = await shop.newcomer()
  await buyer.subscribe([TEMPLATE])
})

const isOpened = ({ state, todo }: { state: string; todo: string[] }) => state === 'paid' && !todo.length

function expectWhole(orderId: string): void {
  expect(shop.order(orderId)).toMatchObject({ state: 'paid', todo: [], dueAt: null })
  expect(shop.grantsOf(orderId)).toBe(1)
  expect(shop.messagesOf(buyer.openid)).toHaveLength(1)
}

test('a notice takes as many operations as are covered here', async () => {
  const { orderId, sheet } = await shop.buy(buyer)
  await buyer.pay(sheet)
  await shop.until(orderId, isOpened)
  await shop.desk.functions.quiet()
  const [life] = shop.desk.functions.invocations.list().filter((one) => one.function === 'payNotify')
  const touched = life?.operations.map((one) => `${one.action}:${one.subject}`)
  expect(touched?.filter((name) => name.startsWith('database.'))).toEqual(OPERATIONS.map(({ action }) => action))
  expectWhole(orderId)
})

const deaths = [
  ...OPERATIONS.map((operation) => ({ ...operation, service: 'database' as const })),
  { ...TELLING, service: 'wechat' as const },
].flatMap((operation) => [
  { ...operation, when: 'before', kind: 'killBefore' as const },
  { ...operation, when: 'after', kind: 'killAfter' as const },
])

describe.each(deaths)('killed $when $story', ({ service, action, skip, kind }) => {
  async function paidAndKilled(): Promise<string> {
    const { orderId, sheet } = await shop.buy(buyer)
    await shop.desk.functions.quiet()
    shop.nextMisfortune({ service, action, kind, skip })
    await buyer.pay(sheet)
    await shop.untilTold(orderId)
    await shop.desk.functions.quiet()
    expect(shop.desk.faults.list()).toEqual([])
    return orderId
  }

  test('the notice that comes again, and the sweep, complete it', async () => {
    const orderId = await paidAndKilled()
    shop.desk.clock.advance(16 * SECOND)
    await shop.desk.functions.quiet()
    shop.desk.clock.advance(MINUTE)
    await shop.until(orderId, isOpened)
    await shop.desk.functions.quiet()
    shop.desk.clock.advance(MINUTE)
    await shop.until(orderId, ({ dueAt }) => dueAt === null)
    expectWhole(orderId)
  })

  test('no other notice ever comes: the sweep alone completes it', async () => {
    const orderId = await paidAndKilled()
    await shop.nextNotice({ lost: true, times: 1000 })
    shop.desk.clock.advance(2 * MINUTE)
    await shop.until(orderId, isOpened)
    await shop.desk.functions.quiet()
    shop.desk.clock.advance(MINUTE)
    await shop.until(orderId, ({ dueAt }) => dueAt === null)
    expectWhole(orderId)
  })
})

test('killed again and again, at every operation of its first lives, it still ends whole', async () => {
  const { orderId, sheet } = await shop.buy(buyer)
  await shop.desk.functions.quiet()
  for (let life = 0; life < 8; life += 1)
    shop.nextMisfortune({ service: 'database', kind: life % 2 ? 'killAfter' : 'killBefore', skip: life % 4 })
  await buyer.pay(sheet)
  for (let minute = 0; minute < 15 && !(await isWhole(orderId)); minute += 1) shop.desk.clock.advance(MINUTE)
  expectWhole(orderId)
}, 60_000)

async function isWhole(orderId: string): Promise<boolean> {
  await shop.desk.functions.quiet()
  const { todo, dueAt, state } = shop.order(orderId)
  return state === 'paid' && !todo.length && dueAt === null
}
