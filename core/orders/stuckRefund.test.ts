import { MEI, memorySchool } from '../../platform/memory/school'
import { AppError } from '../contract/errors'
import { payNotify } from '../payments/payNotify'
import type { Caller, Ports, Refund } from '../ports'
import { buyCourse } from './buyCourse'
import { reviewRefunds } from './reviewRefunds'
import { sweepOrders } from './sweepOrders'

const NOBODY: Caller = { userId: '', openid: '', roles: [] }
const STAFF: Caller = { userId: 'staff', openid: '', roles: ['support'] }
const HOUR = 3_600_000

/** Mei has paid a course, and the gateway refuses to give 5000 fen of it back: the refund is stuck. */
async function given(fen = 5000) {
  const world = await memorySchool()
  const { ports, payments, store, settled, clock } = world
  const notify = async (letter: { headers: Record<string, string>; body: string }) => {
    await payNotify(ports)(NOBODY, letter)
    await settled()
  }
  const bought = await buyCourse(ports)(MEI, { courseId: 'spring-ink' })
  const { orderId } = bought
  await notify(payments.pay(orderId))
  const refusing: Ports = {
    ...ports,
    gateways: () => ({
      ...payments,
      refund: () => Promise.reject(new AppError('PAYMENT_REFUSED', { code: 'NOT_ENOUGH' })),
    }),
  }
  const give = (with_: Ports) => reviewRefunds(with_)(STAFF, { action: 'give', orderId, fen, reason: '课程有误' })
  await give(refusing)
  return {
    ...world,
    orderId,
    refusing,
    notify,
    again: (with_: Ports) => reviewRefunds(with_)(STAFF, { action: 'again', orderId }),
    /** Somebody gives back in the merchant's console, and WeChat Pay tells us. */
    async giveInConsole(outRefundNo: string, refundFen: number) {
      const placed = { outTradeNo: orderId, method: 'jsapi' as const, fen: 19900, openid: MEI.openid, seal: null }
      const refund: Refund = await payments.refund({ ...placed, outRefundNo, refundFen, reason: '' })
      return payments.genuine({ id: outRefundNo, kind: 'refund', refund })
    },
    async later() {
      clock.advance(HOUR)
      await sweepOrders(ports)(NOBODY, {})
    },
    order: () => store.all('orders')[0],
    booked: () =>
      store
        .all('ledger')
        .filter(({ kind }) => kind === 'refund')
        .map(({ _id }) => _id),
  }
}

test('a refund tried again while the refused try is being ticked off is not ticked off with it', async () => {
  const { ports, refusing, again, order, later, payments, orderId } = await given()
  // The second try also fails; while its worker takes the task off the list, somebody tries a third time.
  let isThird = false
  const interrupted: Ports = {
    ...refusing,
    gateways: (name) => (isThird ? payments : refusing.gateways(name)),
    store: {
      ...ports.store,
      async change(collection, id, when, change) {
        const rest = change.set?.todo
        const isTicking = change.pull?.todo === 'refund' || (Array.isArray(rest) && !rest.includes('refund'))
        if (isTicking && !isThird) {
          isThird = true
          const silent = { ...payments, refund: () => Promise.reject(new AppError('PAYMENT_UNAVAILABLE')) }
          const third = reviewRefunds({ ...ports, gateways: () => silent })(STAFF, { action: 'again', orderId })
          await third.catch(() => {})
        }
        return ports.store.change(collection, id, when, change)
      },
    },
  }
  await again(interrupted).catch(() => {})
  await later()
  expect(payments.refunds()).toMatchObject([{ outRefundNo: `${orderId}R1`, fen: 5000, state: 'SUCCESS' }])
  expect(order()).toMatchObject({ state: 'partlyRefunded', refund: null, refundedFen: 5000, todo: [], dueAt: null })
})

test('what is given back in the console takes the place of a stuck refund of as much', async () => {
  const { giveInConsole, notify, order, booked, orderId } = await given()
  const letter = await giveInConsole('CONSOLE1', 5000)
  await notify(letter)
  await notify(letter)
  expect(order()).toMatchObject({
    state: 'partlyRefunded',
    refund: null,
    refundedFen: 5000,
    refunds: [
      { refundNo: `${orderId}R1`, state: 'refused' },
      { refundNo: 'CONSOLE1', state: 'done', by: 'elsewhere' },
    ],
  })
  expect(booked()).toEqual(['CONSOLE1:refund'])
})

test('of less than was stuck, the rest still goes back', async () => {
  const { giveInConsole, notify, order, booked, later, payments, orderId } = await given(19900)
  await notify(await giveInConsole('CONSOLE1', 15000))
  await later()
  expect(order()).toMatchObject({ state: 'refunded', refund: null, refundedFen: 19900, todo: [], dueAt: null })
  expect(payments.refunds().map(({ outRefundNo, fen }) => [outRefundNo, fen])).toEqual([
    ['CONSOLE1', 15000],
    [`${orderId}R1`, 4900],
  ])
  expect(booked()).toEqual(['CONSOLE1:refund', `${orderId}R1:refund`])
})

test('a refund told before its payment: the payment is asked for and booked first', async () => {
  const { ports, payments, store, settled, clock } = await memorySchool()
  const { orderId } = await buyCourse(ports)(MEI, { courseId: 'spring-ink' })
  payments.pay(orderId)
  const placed = { outTradeNo: orderId, method: 'jsapi' as const, fen: 19900, openid: MEI.openid, seal: null }
  const refund = await payments.refund({ ...placed, outRefundNo: 'CONSOLE1', refundFen: 900, reason: '' })
  await payNotify(ports)(NOBODY, payments.genuine({ id: 'r', kind: 'refund', refund }))
  await settled()
  clock.advance(HOUR)
  await sweepOrders(ports)(NOBODY, {})
  expect(store.all('orders')).toMatchObject([{ state: 'partlyRefunded', refundedFen: 900, todo: [], dueAt: null }])
  expect(store.all('enrolments')).toMatchObject([{ hasAccess: true }])
  expect(store.all('ledger').map(({ _id }) => _id)).toEqual([`${orderId}:sale`, 'CONSOLE1:refund'])
})

test('a refund given back by hand and closed by staff is not booked again when its notice comes', async () => {
  const { ports, giveInConsole, notify, order, booked, orderId } = await given()
  const letter = await giveInConsole('CONSOLE1', 5000)
  await reviewRefunds(ports)(STAFF, { action: 'settle', orderId, answer: '已在商户平台退款' })
  await notify(letter)
  await notify(letter)
  expect(order()).toMatchObject({
    state: 'partlyRefunded',
    refundedFen: 5000,
    refunds: [{ refundNo: `${orderId}R1`, state: 'done', by: 'elsewhere', answer: '已在商户平台退款' }],
  })
  expect(booked()).toEqual([`${orderId}R1:refund`])
})

test('a part given back in the console twice told, and a closed try: each is booked once', async () => {
  const { ports, giveInConsole, notify, order, booked, later, payments, orderId } = await given(19900)
  const letter = await giveInConsole('CONSOLE1', 15000)
  // Told while the office tries again: whichever comes first, the books hold both parts.
  await Promise.allSettled([notify(letter), reviewRefunds(ports)(STAFF, { action: 'again', orderId }), notify(letter)])
  await notify(letter).catch(() => {})
  await later()
  expect(order()).toMatchObject({ state: 'refunded', refundedFen: 19900, todo: [] })
  expect(booked().sort()).toEqual(['CONSOLE1:refund', `${orderId}R1:refund`])
  expect(payments.refunds().reduce((sum, { fen }) => sum + fen, 0)).toBe(19900)
})

test('a part given back in the console while an older try is still being refused: that try decides nothing any more', async () => {
  const { ports, payments, giveInConsole, notify, again, order, booked, later, orderId } = await given(19900)
  // The older try hangs at the service; meanwhile another one is refused, the console gives a part, and whoever heard of it dies.
  let isOlder = true
  const hanging: Ports = {
    ...ports,
    gateways: () => ({
      ...payments,
      async refund() {
        if (isOlder) {
          isOlder = false
          await ports.store.change('orders', orderId, {}, { set: { 'refund.state': 'stuck' } })
          await payNotify({ ...ports, afterwards: () => {} })(NOBODY, await giveInConsole('CONSOLE1', 15000))
        }
        throw new AppError('PAYMENT_REFUSED', { code: 'NOT_ENOUGH' })
      },
    }),
  }
  await again(hanging)
  expect(booked()).toEqual(['CONSOLE1:refund'])
  await notify(await giveInConsole('CONSOLE2', 4900))
  await later()
  expect(order()).toMatchObject({ state: 'refunded', refundedFen: 19900, todo: [], dueAt: null })
  expect(booked()).toEqual(['CONSOLE1:refund', 'CONSOLE2:refund'])
})
