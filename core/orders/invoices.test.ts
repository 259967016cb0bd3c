import { CHEN, financeSchool } from '../../platform/memory/finance'
import { MEI, ZHOU } from '../../platform/memory/school'
import { refusalOf } from '../../platform/memory/teacher'
import { learner } from '../../platform/memory/world'
import { askInvoice as contract } from '../contract/askInvoice'
import type { Ports } from '../ports'
import { askInvoice } from './askInvoice'
import { buyCourse } from './buyCourse'
import { issueInvoices } from './issueInvoices'

const PERSON = { title: '梅若雪', taxNo: '', email: 'mei@example.com' }
const COMPANY = { title: '春山文化有限公司', taxNo: '91310000MA1FL0001X', email: 'office@example.com' }

/** Mei has paid 199 yuan for SPRING. */
async function given() {
  const world = await financeSchool()
  const orderId = await world.sell(MEI)
  const { ports, store } = world
  const finance = (some: Ports = ports) => issueInvoices(some)
  return {
    ...world,
    orderId,
    ask: async (whose = orderId, asked = PERSON, who = MEI) =>
      (await askInvoice(ports)(who, { orderId: whose, ...asked })).order,
    list: async (action: 'waiting' | 'toCorrect', after?: string) =>
      finance()(CHEN, { action, ...(after && { after }) }),
    issue: async (number = '24312000000000000001', some?: Ports) =>
      (await finance(some)(CHEN, { action: 'issue', orderId, number })).orders[0]?.invoice,
    correct: async (number: string) =>
      (await finance()(CHEN, { action: 'correct', orderId, number })).orders[0]?.invoice,
    audits: () => store.all('audits').filter(({ what }) => what === 'invoice'),
  }
}

test('asked for, corrected until it is issued, issued with its number', async () => {
  const { ask, issue, list, orderId, clock, audits } = await given()
  const askedAt = clock.now().toISOString()
  const asked = { state: 'asked', fen: 19900, keptFen: 19900, askedAt, issuedAt: null, number: '', corrections: [] }
  expect((await ask()).invoice).toEqual({ ...PERSON, ...asked })
  clock.advance(60_000)
  expect((await ask(orderId, COMPANY)).invoice).toEqual({ ...COMPANY, ...asked })
  expect(await list('waiting')).toMatchObject({ orders: [{ orderId, invoice: COMPANY }], next: null })

  const issuedAt = clock.now().toISOString()
  const issued = { ...COMPANY, ...asked, state: 'issued', issuedAt, number: '24312000000000000001' }
  expect(await issue()).toEqual(issued)
  clock.advance(60_000)
  expect(await issue()).toEqual(issued)
  expect(await list('waiting')).toEqual({ orders: [], next: null })
  expect(await refusalOf(ask())).toBe('INVOICE_NOT_POSSIBLE')
  expect(await refusalOf(issue('24312000000000000002'))).toBe('INVOICE_NOT_POSSIBLE')
  expect(audits()).toEqual([
    {
      _id: `invoice:${orderId}:24312000000000000001`,
      at: issuedAt,
      by: 'chen',
      what: 'invoice',
      orderId,
      number: '24312000000000000001',
    },
  ])
})

test('no invoice for what is not paid, was given back, is being given back, was only topped up, or is somebody else’s', async () => {
  const { ports, ask, orderId, orderOf, notify, payments, giveBack, sell } = await given()
  expect(await refusalOf(ask(orderId, PERSON, ZHOU))).toBe('ORDER_NOT_FOUND')
  const unpaid = await orderOf(ZHOU)
  expect(await refusalOf(ask(unpaid, PERSON, ZHOU))).toBe('INVOICE_NOT_POSSIBLE')
  const topUp = await orderOf(MEI, 'topUp')
  await notify(payments.pay(topUp))
  expect(await refusalOf(ask(topUp))).toBe('INVOICE_NOT_POSSIBLE')
  const slow = { ...payments, refund: async () => ({ state: 'PROCESSING' }) as never, refundOf: async () => null }
  await giveBack(orderId, 100, { ...ports, gateways: () => slow })
  expect(await refusalOf(ask())).toBe('INVOICE_NOT_POSSIBLE')
  const wang = learner('wang')
  const back = await sell(wang)
  await giveBack(back)
  expect(await refusalOf(ask(back, PERSON, wang))).toBe('INVOICE_NOT_POSSIBLE')
})

test('a company’s tax number and an e-mail address must be such', () => {
  const asked = { orderId: 'XT1', ...COMPANY }
  expect(contract.input.safeParse(asked).success).toBe(true)
  expect(contract.input.safeParse({ ...asked, taxNo: '91310000MA1' }).success).toBe(false)
  expect(contract.input.safeParse({ ...asked, email: 'office' }).success).toBe(false)
  expect(contract.input.safeParse({ ...asked, title: '  ' }).success).toBe(false)
})

test('after a part was given back it is written for what stayed, whether paid outside or from the balance', async () => {
  const { ports, ask, orderId, giveBack, orderOf, notify, payments, issue } = await given()
  await giveBack(orderId, 9900)
  expect((await ask()).invoice).toMatchObject({ fen: 10000, keptFen: 10000 })
  await giveBack(orderId, 1000)
  expect(await issue()).toMatchObject({ state: 'issued', fen: 9000, keptFen: 9000 })

  await notify(payments.pay(await orderOf(ZHOU, 'topUp')))
  const bought = await buyCourse(ports)(ZHOU, { courseId: 'spring-ink', useBalance: true })
  if (bought.status !== 'pay') throw new Error('nothing to pay')
  await notify(payments.pay(bought.orderId))
  expect(bought.fen).toBe(9900)
  expect((await ask(bought.orderId, PERSON, ZHOU)).invoice).toMatchObject({ fen: 19900, keptFen: 19900 })
})

test('asked for and everything given back: there is none to write any more', async () => {
  const { ask, orderId, giveBack, list, issue, store } = await given()
  await ask()
  await giveBack(orderId)
  expect(await list('waiting')).toEqual({ orders: [], next: null })
  expect(store.all('orders')).toMatchObject([{ state: 'refunded', invoice: null }])
  expect(await refusalOf(issue())).toBe('INVOICE_NOT_POSSIBLE')
})

test('a part given back after it was issued is shown to finance until a red invoice takes it back, and again at the next part', async () => {
  const { ask, orderId, giveBack, list, issue, correct, clock, audits } = await given()
  await ask()
  await issue()
  expect(await list('toCorrect')).toEqual({ orders: [], next: null })
  await giveBack(orderId, 9900)
  const toCorrect = { state: 'toCorrect', fen: 19900, keptFen: 10000, corrections: [] }
  expect(await list('toCorrect')).toMatchObject({ orders: [{ orderId, invoice: toCorrect }], next: null })
  expect(await refusalOf(ask())).toBe('INVOICE_NOT_POSSIBLE')
  expect(await refusalOf(correct('24312000000000000001'))).toBe('INVOICE_NOT_POSSIBLE')

  const first = { number: '24312000000000000007', fen: 9900, issuedAt: clock.now().toISOString() }
  const corrected = { state: 'issued', fen: 10000, keptFen: 10000, corrections: [first] }
  expect(await correct(first.number)).toMatchObject(corrected)
  clock.advance(60_000)
  expect(await correct(first.number)).toMatchObject(corrected)
  expect(await list('toCorrect')).toEqual({ orders: [], next: null })

  await giveBack(orderId)
  const second = { number: '24312000000000000008', fen: 10000, issuedAt: clock.now().toISOString() }
  expect(await correct(second.number)).toMatchObject({
    state: 'cancelled',
    fen: 0,
    keptFen: 0,
    corrections: [first, second],
  })
  expect(audits().map(({ number }) => number)).toEqual(['24312000000000000001', first.number, second.number])
})

test('issued in the moment a refund begins: either there is no invoice, or it is to be corrected', async () => {
  for (let turns = 0; turns < 12; turns += 1) {
    const { ports, ask, orderId, giveBack, issue, store } = await given()
    await ask()
    const later = async () => {
      for (let turn = 0; turn < turns; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve))
      return refusalOf(issue('24312000000000000001', ports))
    }
    const [, answer] = await Promise.all([giveBack(orderId), later()])
    const [order] = store.all('orders')
    expect(order).toMatchObject(
      typeof answer === 'string'
        ? { state: 'refunded', invoice: null }
        : { state: 'refunded', invoice: { state: 'toCorrect', issuedFen: 19900 } },
    )
  }
})

test('those asked for come the oldest first, a page at a time', async () => {
  const { ask, list, sell, clock } = await given()
  for (let n = 0; n < 21; n += 1) {
    const buyer = learner(`buyer${n}`)
    clock.advance(1000)
    await ask(await sell(buyer), { ...PERSON, title: `第 ${n} 位` }, buyer)
  }
  const first = await list('waiting')
  expect(first.orders.map(({ invoice }) => invoice?.title).slice(0, 2)).toEqual(['第 0 位', '第 1 位'])
  expect(first.orders).toHaveLength(20)
  const rest = await list('waiting', first.next ?? '')
  expect([rest.orders.map(({ invoice }) => invoice?.title), rest.next]).toEqual([['第 20 位'], null])
})
