import { MINUTE, memoryMarket, NOBODY, OFFICE } from '../../platform/memory/market'
import { JSAPI_ONLY, MEI } from '../../platform/memory/school'
import { payNotify } from '../payments/payNotify'
import type { Ports, Store } from '../ports'
import { askRefund } from './askRefund'
import { checkOrder } from './checkOrder'
import { finishOrder } from './outbox'
import { reviewRefunds } from './reviewRefunds'
import { sweepOrders } from './sweepOrders'

const SPRING = { kind: 'course', courseId: 'spring-ink' } as const
const GIFT = { kind: 'gift', courseId: 'spring-ink' } as const

/** Paid and booked, and the process died before anything was worked off. */
async function owing(goods: typeof SPRING | typeof GIFT = SPRING) {
  const market = await memoryMarket({ ways: JSAPI_ONLY })
  const orderId = await market.ordered(MEI, goods)
  await payNotify({ ...market.ports, afterwards: () => {} })(NOBODY, market.payments.pay(orderId))
  return { ...market, orderId }
}

/** The same store, in which every write to this collection fails. */
const without = (store: Store, collection: string): Store => {
  const refuse = <T extends unknown[], R>(write: (name: string, ...rest: T) => Promise<R>) => {
    return async (name: string, ...rest: T): Promise<R> => {
      if (name === collection) throw new Error(`no ${collection}`)
      return write(name, ...rest)
    }
  }
  return { ...store, insert: refuse(store.insert), change: refuse(store.change) }
}

test('ten workers at once leave an order as one would', async () => {
  const { orderId, order, ports, store, clock, sent, books } = await owing()
  const tenAtOnce = async () => {
    const known = order(orderId)
    await Promise.all(Array.from({ length: 10 }, () => finishOrder(ports, known)))
  }
  await tenAtOnce()
  expect(store.all('enrolments')).toMatchObject([{ grants: [{ source: `order:${orderId}` }] }])
  expect(books()).toEqual({ 'gateway:wechatPay': 19900, sales: -19900 })
  // The one that wrote the payment down was to tell the buyer, and may still be doing it: the others wait a minute for it.
  expect(order(orderId)).toMatchObject({ state: 'paid', todo: ['message'] })
  expect(sent).toEqual([])
  clock.advance(MINUTE)
  await tenAtOnce()
  expect(order(orderId)).toMatchObject({ state: 'paid', todo: [], dueAt: null })
  expect(sent).toHaveLength(1)
})

/** A bill that is paid; its notice is booked now, and what follows from it only when `goOn` is called. */
async function noticed() {
  const market = await memoryMarket({ ways: JSAPI_ONLY })
  const orderId = await market.ordered(MEI, SPRING)
  const lists: unknown[] = []
  const store: Store = {
    ...market.store,
    change(collection, id, when, change) {
      if (collection === 'orders') lists.push(change.set?.todo)
      return market.store.change(collection, id, when, change)
    },
  }
  const later: (() => Promise<void>)[] = []
  const afterwards: Ports['afterwards'] = (work) => void later.push(work)
  await payNotify({ ...market.ports, store, afterwards })(NOBODY, market.payments.pay(orderId))
  return { ...market, orderId, lists, goOn: () => Promise.all(later.map((work) => work())) }
}

test('whoever writes a payment down tells the buyer, and takes everything off the list in one write', async () => {
  const { orderId, order, lists, sent, goOn } = await noticed()
  await goOn()
  expect(lists).toEqual([['deliver', 'book', 'message'], []])
  expect(order(orderId)).toMatchObject({ state: 'paid', todo: [], dueAt: null })
  expect(sent).toHaveLength(1)
})

test('somebody else who is faster opens and books, and leaves the telling to whoever wrote the payment down', async () => {
  const { orderId, order, ports, sent, goOn } = await noticed()
  await checkOrder(ports)(MEI, { orderId })
  expect(order(orderId).todo).toEqual(['message'])
  expect(sent).toEqual([])
  await goOn()
  expect(order(orderId)).toMatchObject({ state: 'paid', todo: [], dueAt: null })
  expect(sent).toHaveLength(1)
})

test('what fails for ever holds up nothing beside it: booked though not opened, and nobody is told that it is open', async () => {
  const { orderId, order, ports, store, sent, books } = await owing()
  const broken = { ...ports, store: without(store, 'enrolments') }
  await expect(finishOrder(broken, order(orderId))).rejects.toThrow('no enrolments')
  expect(order(orderId)).toMatchObject({ state: 'paid', todo: ['deliver', 'message'] })
  expect(books()).toEqual({ 'gateway:wechatPay': 19900, sales: -19900 })
  expect(sent).toEqual([])
})

test('an opening that fails for ever does not hold up the money that goes back', async () => {
  const { orderId, order, ports, store, payments } = await owing(GIFT)
  const broken = { ...ports, store: without(store, 'codes') }
  await expect(finishOrder(broken, order(orderId))).rejects.toThrow('no codes')
  const give = { action: 'give', orderId, fen: 1000, reason: '久等了' } as const
  await expect(reviewRefunds(broken)(OFFICE, give)).rejects.toThrow('no codes')
  expect(payments.refunds()).toMatchObject([{ fen: 1000, state: 'SUCCESS' }])
  expect(order(orderId)).toMatchObject({ state: 'partlyRefunded', todo: ['deliver'] })
})

test('nothing goes back that is not in the books yet', async () => {
  const { orderId, order, ports, store, payments } = await owing()
  const broken = { ...ports, store: without(store, 'ledger') }
  await expect(finishOrder(broken, order(orderId))).rejects.toThrow('no ledger')
  await askRefund(broken)(MEI, { action: 'ask', orderId, reason: '买错了' })
  expect(payments.refunds()).toEqual([])
  await finishOrder(ports, order(orderId))
  expect(payments.refunds()).toMatchObject([{ fen: 19900 }])
  expect(order(orderId)).toMatchObject({ state: 'refunded', todo: [], dueAt: null })
})

test('a message that cannot be sent does not trouble the buyer who looks at the order', async () => {
  const { orderId, order, ports, owns } = await owing()
  const messages: Ports['messages'] = {
    ...ports.messages,
    coursePaid: () => Promise.reject(new Error('no network')),
  }
  const looked = await checkOrder({ ...ports, messages })(MEI, { orderId })
  expect(looked.order).toMatchObject({ state: 'paid', opened: true })
  expect(owns('mei')).toBe(true)
  expect(order(orderId).todo).toEqual(['message'])
})

test('given back before the message was sent: nobody is told that the course is open', async () => {
  const { orderId, order, ports, sent, notify, payments } = await owing()
  await notify(payments.refundNotice({ outTradeNo: orderId, fen: 19900 }))
  await finishOrder(ports, order(orderId))
  expect(order(orderId)).toMatchObject({ state: 'refunded', todo: [], dueAt: null })
  expect(sent).toEqual([])
})

test('a buyer whom WeChat does not know is sent nothing', async () => {
  const market = await memoryMarket({})
  await market.paid({ userId: 'lin', openid: '', roles: ['learner'] }, SPRING, { method: 'h5' })
  expect(market.owns('lin')).toBe(true)
  expect(market.sent).toEqual([])
})

test('a second refund that begins while the first is being taken off the list is not taken off with it', async () => {
  const market = await memoryMarket({ ways: JSAPI_ONLY })
  const { ports, store, order, payments } = market
  const orderId = await market.paid(MEI, SPRING)
  const give = (on: Ports, fen: number) =>
    reviewRefunds(on)(OFFICE, { action: 'give', orderId, fen, reason: '老师病了一周' })

  // The first refund is done. Just before it is ticked off, the second begins, and its process dies.
  let hasBegun = false
  const dies: Ports = {
    ...ports,
    gateways: () => ({ ...payments, refundOf: () => Promise.reject(new Error('killed')) }),
  }
  const slow: Store = {
    ...store,
    async change(collection, id, when, change) {
      const isTick = collection === 'orders' && change.set !== undefined && 'todo' in change.set
      if (isTick && order(orderId).refunds.length === 1 && !hasBegun) {
        hasBegun = true
        await give(dies, 200)
      }
      return store.change(collection, id, when, change)
    },
  }
  await give({ ...ports, store: slow }, 100)
  await market.pass(MINUTE)
  expect(order(orderId)).toMatchObject({
    state: 'partlyRefunded',
    refundedFen: 300,
    refund: null,
    todo: [],
    dueAt: null,
  })
  expect(payments.refunds().map(({ fen }) => fen)).toEqual([100, 200])
})

test('an order that cannot be closed because its gateway contradicts itself does not stand before all others', async () => {
  const market = await memoryMarket({ ways: JSAPI_ONLY })
  const { ports, payments, order } = market
  const torn: Ports = { ...ports, gateways: () => ({ ...payments, close: async () => 'paid' }) }
  const orderId = await market.ordered(MEI, SPRING)
  market.clock.advance(31 * MINUTE)
  expect(await sweepOrders(torn)(NOBODY, {})).toMatchObject({ closed: 0, failed: 0 })
  expect(String(order(orderId).dueAt) > market.clock.now().toISOString()).toBe(true)
})
