import { DAY, MINUTE, memoryMarket, OFFICE, YEAR } from '../../platform/memory/market'
import { MEI, ZHOU } from '../../platform/memory/school'
import { learner } from '../../platform/memory/world'
import { browseCatalog } from '../catalog/browseCatalog'
import { officeTerms } from '../catalog/officeTerms'
import { makeCodes } from '../codes/makeCodes'
import { redeemCode } from '../codes/redeemCode'
import { AppError } from '../contract/errors'
import type { PayChoice } from '../contract/purchase'
import type { Goods } from '../contract/shapes'
import type { Caller, Ports, Store } from '../ports'
import { askRefund } from './askRefund'
import { buyCourse } from './buyCourse'
import { cancelOrder } from './cancelOrder'
import { finishOrder } from './outbox'
import { quotePrice } from './quotePrice'
import { reviewRefunds } from './reviewRefunds'

const SPRING = { kind: 'course', courseId: 'spring-ink' } as const
const GIFT = { kind: 'gift', courseId: 'spring-ink' } as const
const JSAPI: PayChoice = { method: 'jsapi' }

const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error) => (error instanceof AppError ? error.code : error),
  )

/** A course with so many places, sold for WeChat Pay and for coins. */
async function given(places: number | null) {
  const market = await memoryMarket({ ways: { jsapi: true, virtualGoods: false } })
  const limit = (seats: number | null) =>
    officeTerms(market.ports)(OFFICE, {
      action: 'course',
      courseId: 'spring-ink',
      share: null,
      forMembers: 'discount',
      seats,
    })
  if (places !== null) await limit(places)
  return {
    ...market,
    limit,
    order: (who: Caller, goods: Goods = SPRING, choice = JSAPI) => market.ordered(who, goods, choice),
    look: market.order,
    paid: (who: Caller, goods: Goods = SPRING, choice = JSAPI) => market.paid(who, goods, choice),
    give: (who: Caller, orderId: string) => cancelOrder(market.ports)(who, { orderId }),
    refund: (who: Caller, orderId: string) =>
      askRefund(market.ports)(who, { action: 'ask', orderId, reason: '买错了' }),
    /** The places as they stand, but for what nobody is told. */
    places() {
      const [seats] = market.store.all('seats')
      if (!seats) return null
      const { left, odd, even, sold } = seats as unknown as Record<string, string[]>
      return { left, held: [...(odd ?? []), ...(even ?? [])], sold }
    },
  }
}

test('a course without a limit is sold as ever, and nothing is counted', async () => {
  const { paid, look, store } = await given(null)
  expect(look(await paid(MEI))).toMatchObject({ state: 'paid', seat: null })
  expect(store.all('seats')).toEqual([])
})

test('the last place is held while its order waits, sold when it is paid, and nobody else gets one', async () => {
  const { order, pay, places, buy, owns } = await given(1)
  const orderId = await order(MEI)
  expect(places()).toEqual({ left: 0, held: [orderId], sold: [] })
  // Somebody may give it up yet.
  expect(await refusal(buy(ZHOU, SPRING))).toBe('SEATS_HELD')
  await pay(orderId)
  expect(places()).toEqual({ left: 0, held: [], sold: [orderId] })
  expect(await refusal(buy(ZHOU, SPRING))).toBe('SOLD_OUT')
  expect([owns('mei'), owns('zhou')]).toEqual([true, false])
})

test('whoever is refused has no order that waits', async () => {
  const { order, buy, store } = await given(1)
  await order(MEI)
  await refusal(buy(ZHOU, SPRING))
  expect(store.all('orders').map(({ userId }) => userId)).toEqual(['mei'])
})

test('two hundred at once for three places: three have one, all others are told, and no order waits without one', async () => {
  const { places, store, buy } = await given(3)
  const crowd = Array.from({ length: 200 }, (_, at) => learner(`buyer${at}`))
  const answers = await Promise.all(
    crowd.map((who) =>
      buy(who, SPRING, JSAPI).then(
        ({ status }) => status,
        ({ code }: AppError) => code,
      ),
    ),
  )
  expect(answers.filter((one) => one === 'pay')).toHaveLength(3)
  expect(answers.filter((one) => one === 'SEATS_HELD')).toHaveLength(197)
  const waiting = store.all('orders').filter(({ state }) => state === 'pending')
  expect(places()).toEqual({ left: 0, held: expect.arrayContaining(waiting.map(({ _id }) => _id)), sold: [] })
  expect(waiting).toHaveLength(3)
})

test.each([
  ['given up by its buyer', async ({ give }: Given, orderId: string) => void (await give(MEI, orderId))],
  ['not paid in half an hour', async ({ pass }: Given, _: string) => void (await pass(31 * MINUTE))],
])('a place %s is free for the next, once', async (_, giveUp) => {
  const shop = await given(1)
  const orderId = await shop.order(MEI)
  await giveUp(shop, orderId)
  expect(shop.places()).toEqual({ left: 1, held: [], sold: [] })
  const next = await shop.paid(ZHOU)
  expect(shop.places()).toEqual({ left: 0, held: [], sold: [next] })
  expect(await refusal(shop.buy(MEI, SPRING))).toBe('SOLD_OUT')
})
type Given = Awaited<ReturnType<typeof given>>

test('a refund of the whole sets the place free; a part of it does not, unless it shuts the course', async () => {
  const { paid, refund, places, ports, pass } = await given(2)
  const [mine, other] = [await paid(MEI), await paid(ZHOU)]
  const office = reviewRefunds(ports)
  await office(OFFICE, { action: 'give', orderId: other, fen: 100, reason: '补偿', shut: false })
  await pass(MINUTE)
  expect(places()).toEqual({ left: 0, held: [], sold: [mine, other] })
  await office(OFFICE, { action: 'give', orderId: other, fen: 100, reason: '换班', shut: true })
  await refund(MEI, mine)
  await pass(MINUTE)
  expect(places()).toEqual({ left: 2, held: [], sold: [] })
})

test('changing the way of paying again and again keeps the place for half an hour in all', async () => {
  const { order, look, places, pass, paid } = await given(1)
  const first = await order(MEI)
  await pass(20 * MINUTE)
  const second = await order(MEI, SPRING, { method: 'virtualCoins' })
  expect(look(second).expiresAt).toBe(look(first).expiresAt)
  await pass(9 * MINUTE)
  const third = await order(MEI)
  expect(places()).toEqual({ left: 0, held: [third], sold: [] })
  await pass(2 * MINUTE)
  expect(places()).toEqual({ left: 1, held: [], sold: [] })
  // Whoever comes first has it now, mei as well; then it is half an hour anew.
  expect(look(await order(MEI)).expiresAt > look(first).expiresAt).toBe(true)
  await pass(31 * MINUTE)
  expect(look(await paid(ZHOU))).toMatchObject({ state: 'paid' })
})

test('a second tap keeps the place, and so does another way of paying although nobody else gets in', async () => {
  const { order, buy, places, pay, pass, give } = await given(1)
  const first = await order(MEI)
  expect(await order(MEI)).toBe(first)
  const second = await order(MEI, SPRING, { method: 'virtualCoins' })
  expect(second).not.toBe(first)
  expect(places()).toEqual({ left: 0, held: [second], sold: [] })
  // The first order's own clearing up finds nothing of its own any more.
  await pass(MINUTE)
  expect(places()).toEqual({ left: 0, held: [second], sold: [] })
  expect(await refusal(buy(ZHOU, SPRING))).toBe('SEATS_HELD')
  const third = await order(MEI)
  await pass(MINUTE)
  await pay(third)
  expect(places()).toEqual({ left: 0, held: [], sold: [third] })
  await give(MEI, second)
  expect(places()).toEqual({ left: 0, held: [], sold: [third] })
})

/** The same world, in which something happens just before the next order is written down. */
function beforeOrder({ ports, store }: Given, happens: () => Promise<unknown>): Given['ports'] {
  let isToCome = true
  return {
    ...ports,
    store: {
      ...store,
      async insert(collection, doc) {
        const comes = isToCome && collection === 'orders'
        if (comes) isToCome = false
        if (comes) await happens()
        return store.insert(collection, doc)
      },
    },
  }
}

test('between two orders of one buyer the place is free for nobody else, unless the time of the first was over', async () => {
  const shop = await given(1)
  const first = await shop.order(MEI)
  const told: unknown[] = []
  const zhouAsks = beforeOrder(shop, async () => told.push(await refusal(shop.buy(ZHOU, SPRING))))
  const again = { courseId: 'spring-ink', method: 'virtualCoins', loginCode: shop.virtualPay.login('o-mei') } as const
  const { orderId } = await buyCourse(zhouAsks)(MEI, again)
  expect([told, shop.look(first).state]).toEqual([['SEATS_HELD'], 'closed'])
  expect(shop.places()).toEqual({ left: 0, held: [orderId], sold: [] })

  shop.clock.advance(31 * MINUTE)
  const zhouBuys = beforeOrder(shop, () => shop.order(ZHOU))
  expect(await refusal(buyCourse(zhouBuys)(MEI, { courseId: 'spring-ink', method: 'jsapi' }))).toBe('SEATS_HELD')
  const [zhous] = shop.store.all('orders').filter(({ userId }) => userId === 'zhou')
  expect(shop.places()).toEqual({ left: 0, held: [zhous?._id], sold: [] })
})

test('a tap that comes late to a free course takes no second place', async () => {
  const { store, ports, places, buy } = await given(2)
  await store.change('courses', 'spring-ink', {}, { set: { fen: 0 } })
  let isFirst = true
  const slow = {
    ...store,
    async change(...[collection, id, when, change]: Parameters<typeof store.change>) {
      const waits = isFirst && collection === 'seats'
      isFirst &&= !waits
      if (waits) await buy(MEI, SPRING)
      return store.change(collection, id, when, change)
    },
  }
  const { orderId } = await buyCourse({ ...ports, store: slow })(MEI, { courseId: 'spring-ink' })
  expect(places()).toEqual({ left: 1, held: [], sold: [orderId] })
})

test('what cannot have the points or the balance it counts on leaves no place behind', async () => {
  const { ports, places, fillWallet, store } = await given(1)
  await fillWallet('mei', 19900)
  // Somebody else spends it between the quote and the setting aside.
  const robbed = {
    ...ports,
    store: {
      ...store,
      async insert(collection: string, doc: { _id: string }) {
        if (collection === 'orders') await store.change('balances', 'wallet:mei', {}, { set: { amount: 0 } })
        return store.insert(collection, doc)
      },
    },
  }
  expect(await refusal(buyCourse(robbed)(MEI, { courseId: 'spring-ink', useBalance: true }))).toBe('BALANCE_TOO_LOW')
  expect(places()).toEqual({ left: 1, held: [], sold: [] })
})

test('what costs nothing takes a place at once; a free order that died before it had one is not opened without', async () => {
  const { store, ports, places, buy, owns, check } = await given(1)
  await store.change('courses', 'spring-ink', {}, { set: { fen: 0 } })
  const died = { ...store, change: () => Promise.reject(new Error('no answer')) }
  await expect(buyCourse({ ...ports, store: died })(MEI, { courseId: 'spring-ink' })).rejects.toThrow('no answer')
  const { orderId } = await buy(ZHOU, SPRING)
  expect(places()).toEqual({ left: 0, held: [], sold: [orderId] })
  const [mine] = store.all('orders')
  await check(MEI, String(mine?._id))
  expect([owns('mei'), owns('zhou')]).toEqual([false, true])
  expect(await refusal(buy(MEI, SPRING))).toBe('SOLD_OUT')
})

test('an order that died before it had its place gets one at the next tap, and sets nothing free that is not its own', async () => {
  const { store, ports, places, order, pass } = await given(1)
  const died = { ...store, change: () => Promise.reject(new Error('no answer')) }
  const buy = buyCourse({ ...ports, store: died })(MEI, { courseId: 'spring-ink', method: 'jsapi' })
  await expect(buy).rejects.toThrow('no answer')
  expect(places()).toEqual({ left: 1, held: [], sold: [] })
  const orderId = await order(MEI)
  expect(places()).toEqual({ left: 0, held: [orderId], sold: [] })
  await pass(31 * MINUTE)
  expect(places()).toEqual({ left: 1, held: [], sold: [] })
})

test('a function that asks for a place after its order was closed does not get it, however late it wakes up', async () => {
  const { store, ports, places, give } = await given(1)
  const slow = {
    ...store,
    async change(...[collection, id, when, change]: Parameters<typeof store.change>) {
      if (collection === 'seats' && change.inc?.left === -1) await give(MEI, String(store.all('orders')[0]?._id))
      return store.change(collection, id, when, change)
    },
  }
  const bought = buyCourse({ ...ports, store: slow })(MEI, { courseId: 'spring-ink', method: 'jsapi' })
  expect(await refusal(bought)).toBe('BUSY')
  expect(places()).toEqual({ left: 1, held: [], sold: [] })
})

describe('paid after the closing', () => {
  const COINS: PayChoice = { method: 'virtualCoins' }

  test('where orders can be closed the money goes back, and the place stays with whoever has it now', async () => {
    const { order, give, payments, notify, paid, pass, places, look, owns } = await given(1)
    const late = await order(MEI)
    await give(MEI, late)
    await notify(payments.pay(late))
    const other = await paid(ZHOU)
    await pass(MINUTE)
    expect(look(late)).toMatchObject({ state: 'refunded', isLate: true, todo: [] })
    expect(places()).toEqual({ left: 0, held: [], sold: [other] })
    expect([owns('mei'), owns('zhou')]).toEqual([false, true])
  })

  test('where nothing can be closed the buyer is served if a place is free', async () => {
    const { order, virtualPay, pass, pay, places, look, owns } = await given(1)
    const late = await order(MEI, SPRING, COINS)
    virtualPay.open(late)
    await pass(31 * MINUTE)
    expect(places()).toEqual({ left: 1, held: [], sold: [] })
    await pay(late)
    expect(look(late)).toMatchObject({ state: 'paid', seat: 'late', todo: [] })
    expect(places()).toEqual({ left: 0, held: [], sold: [`${late}L`] })
    expect(owns('mei')).toBe(true)
  })

  test('and has the money back when none is', async () => {
    const { order, virtualPay, pass, pay, paid, places, look, owns, alerts, refund } = await given(1)
    const late = await order(MEI, SPRING, COINS)
    virtualPay.open(late)
    await pass(31 * MINUTE)
    const other = await paid(ZHOU)
    await pay(late)
    await pass(MINUTE)
    expect(look(late)).toMatchObject({
      state: 'refunded',
      todo: [],
      refunds: [{ by: 'system', reason: '付款时名额已满,自动退款', state: 'done', fen: 19900 }],
    })
    expect(places()).toEqual({ left: 0, held: [], sold: [other] })
    expect([owns('mei'), owns('zhou')]).toEqual([false, true])
    expect(alerts).toEqual([{ code: 'PAID_WHEN_FULL', facts: { orderId: late } }])
    await refund(ZHOU, other)
    expect(places()).toEqual({ left: 1, held: [], sold: [] })
  })

  test('its place is set free by a refund that ends, and whose process dies, while what the payment had set free is being taken off the list', async () => {
    const { order, virtualPay, pass, pay, places, look, refund, ports, store } = await given(1)
    const late = await order(MEI, SPRING, COINS)
    virtualPay.open(late)
    await pass(31 * MINUTE)
    let isDead = false
    const dying: Ports = {
      ...ports,
      store: {
        ...store,
        async change(collection, id, when, change) {
          if (isDead) throw new Error('killed')
          isDead = collection === 'orders' && change.push?.todo === 'release'
          return store.change(collection, id, when, change)
        },
      },
    }
    let isGivenBack = false
    const slow: Store = {
      ...store,
      async change(collection, id, when, change) {
        const isTick = collection === 'orders' && change.set !== undefined && 'todo' in change.set
        if (isTick && look(late).state === 'paid' && !isGivenBack) {
          isGivenBack = true
          await refund(MEI, late)
          await refusal(finishOrder(dying, look(late)))
        }
        return store.change(collection, id, when, change)
      },
    }
    await pay(late, { ...ports, store: slow })
    await pass(MINUTE)
    expect(look(late)).toMatchObject({ state: 'refunded', seat: 'late', todo: [] })
    expect(places()).toEqual({ left: 1, held: [], sold: [] })
  })

  test('somebody is told also when the process that gives the money back dies before it could', async () => {
    const { order, virtualPay, pass, pay, paid, look, alerts, ports, store } = await given(1)
    const late = await order(MEI, SPRING, COINS)
    virtualPay.open(late)
    await pass(31 * MINUTE)
    await paid(ZHOU)
    const dying: Store = {
      ...store,
      async change(collection, id, when, change) {
        const changed = await store.change(collection, id, when, change)
        if (collection === 'orders' && change.push?.todo === 'refund') throw new Error('killed')
        return changed
      },
    }
    await refusal(pay(late, { ...ports, store: dying }))
    await pass(MINUTE)
    expect(look(late)).toMatchObject({ state: 'refunded', todo: [] })
    expect(alerts.filter(({ code }) => code === 'PAID_WHEN_FULL')).toEqual([
      { code: 'PAID_WHEN_FULL', facts: { orderId: late } },
    ])
  })

  test('its place is set free when it is given back later', async () => {
    const { order, virtualPay, pass, pay, places, refund } = await given(1)
    const late = await order(MEI, SPRING, COINS)
    virtualPay.open(late)
    await pass(31 * MINUTE)
    await pay(late)
    await refund(MEI, late)
    await pass(MINUTE)
    expect(places()).toEqual({ left: 1, held: [], sold: [] })
  })
})

describe('other ways to a course', () => {
  test('a gift takes a place for the friend, who takes none by opening it; given back, it is free', async () => {
    const { paid, places, look, owns, ports, buy } = await given(1)
    const gift = await paid(MEI, GIFT)
    expect(places()).toEqual({ left: 0, held: [], sold: [gift] })
    expect(await refusal(buy(ZHOU, SPRING))).toBe('SOLD_OUT')
    await redeemCode(ports)(ZHOU, { action: 'redeem', code: look(gift).giftCode ?? '' })
    expect(owns('zhou')).toBe(true)
    expect(places()).toEqual({ left: 0, held: [], sold: [gift] })
  })

  test('a code of the school takes none, and opens a full course', async () => {
    const { paid, ports, owns, places } = await given(1)
    const orderId = await paid(MEI)
    const { codes } = await makeCodes(ports)(OFFICE, {
      action: 'make',
      batch: 'guests',
      count: 1,
      goods: SPRING,
      expiresAt: null,
    })
    await redeemCode(ports)(ZHOU, { action: 'redeem', code: codes[0]?.code ?? '' })
    expect(owns('zhou')).toBe(true)
    expect(places()).toEqual({ left: 0, held: [], sold: [orderId] })
  })

  test('a member’s free course takes a place, which stays theirs when the membership is over', async () => {
    const market = await given(1)
    const { ports, paid, places, buy, owns, pass } = market
    await officeTerms(ports)(OFFICE, { action: 'course', courseId: 'spring-ink', share: null, forMembers: 'free' })
    await paid(MEI, { kind: 'membership', planId: YEAR._id })
    const { orderId } = await buy(MEI, SPRING)
    expect(places()).toEqual({ left: 0, held: [], sold: [orderId] })
    await pass(366 * DAY)
    expect(owns('mei')).toBe(false)
    expect(places()).toEqual({ left: 0, held: [], sold: [orderId] })
  })
})

describe('the office', () => {
  test('says how many places there are, and sees how many are sold and held', async () => {
    const { limit, order, paid, ports, store } = await given(5)
    await paid(MEI)
    await order(ZHOU)
    const look = await officeTerms(ports)(OFFICE, { action: 'look', courseId: 'spring-ink' })
    expect(look).toMatchObject({ seats: { limit: 5, sold: 1, held: 1 } })
    expect(await limit(7)).toMatchObject({ seats: { limit: 7, sold: 1, held: 1 } })
    expect(await limit(null)).toMatchObject({ seats: { limit: null, sold: 1, held: 1 } })
    const kept = store.all('audits').filter(({ what }) => what === 'seats')
    expect(kept.map(({ by, courseId, seats }) => [by, courseId, seats])).toEqual(
      [5, 7, null].map((seats) => ['office', 'spring-ink', seats]),
    )
  })

  test('lowers the number under what is sold: nothing more is sold; raises it: it is sold at once', async () => {
    const { limit, paid, order, places, refund, buy } = await given(2)
    const [mine, other] = [await paid(MEI), await paid(ZHOU)]
    await limit(1)
    expect(places()).toEqual({ left: -1, held: [], sold: [mine, other] })
    const LIN = learner('lin')
    expect(await refusal(buy(LIN, SPRING))).toBe('SOLD_OUT')
    await refund(MEI, mine)
    expect(await refusal(buy(LIN, SPRING))).toBe('SOLD_OUT')
    await limit(2)
    const third = await order(LIN)
    expect(places()).toEqual({ left: 0, held: [third], sold: [other] })
  })

  test('takes the limit away and sets it again: those who have a place are counted, those who bought in between are not', async () => {
    const { limit, paid, places, order, pay } = await given(1)
    const first = await paid(MEI)
    await limit(null)
    await paid(ZHOU)
    expect(places()).toEqual({ left: -1, held: [], sold: [first] })
    await limit(2)
    const LIN = learner('lin')
    const second = await order(LIN)
    await limit(null)
    await pay(second)
    expect(places()).toEqual({ left: -2, held: [], sold: [first, second] })
  })
})

describe('what people see', () => {
  const detail = async ({ ports }: Given, who: Caller) => {
    const answer = await browseCatalog(ports)(who, { action: 'detail', courseId: 'spring-ink' })
    if (answer.action !== 'detail') throw new Error('no detail')
    const { card, holdsSeat } = answer.course
    return { seats: card.seats, holdsSeat }
  }
  const listed = async ({ ports }: Given) => {
    const [list, home] = [
      await browseCatalog(ports)(MEI, { action: 'list' }),
      await browseCatalog(ports)(MEI, { action: 'home' }),
    ]
    if (list.action !== 'list' || home.action !== 'home') throw new Error('no list')
    const seats = (courseId: string) => list.courses.find((card) => card.courseId === courseId)?.seats
    const atHome = home.blocks.flatMap((block) => ('cards' in block ? block.cards : []))
    return [seats('spring-ink'), seats('water'), atHome.find(({ courseId }) => courseId === 'spring-ink')?.seats]
  }

  test('a course without a limit says nothing of places', async () => {
    const shop = await given(null)
    expect(await detail(shop, MEI)).toEqual({ seats: null, holdsSeat: false })
  })

  test('how many are left, on the course’s page and in every list; whoever holds one may go on', async () => {
    const shop = await given(1)
    expect(await detail(shop, MEI)).toEqual({ seats: { left: 1, held: 0 }, holdsSeat: false })
    await shop.order(MEI)
    const full = { left: 0, held: 1 }
    expect(await listed(shop)).toEqual([full, null, full])
    expect(await detail(shop, MEI)).toEqual({ seats: full, holdsSeat: true })
    expect(await detail(shop, ZHOU)).toEqual({ seats: full, holdsSeat: false })
    const quote = (who: Caller) => quotePrice(shop.ports)(who, { goods: SPRING })
    expect(await refusal(quote(ZHOU))).toBe('SEATS_HELD')
    expect(await quote(MEI)).toMatchObject({ price: { payFen: 19900 } })
    await shop.limit(null)
    expect(await listed(shop)).toEqual([null, null, null])
  })
})
