import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import { Enrolment, orderSource } from '../../core/entitlements/enrolment'
import { Order } from '../../core/orders/order'
import { mortalDesk, quietPort } from './mortalDesk'
import { type Phone, phone, Refused, until } from './phone'

/** A hundred people buy while the whole desk is killed again and again. Nothing that was acknowledged may be lost. */

const SEED = 20261121
const BUYERS = 100
const AT_ONCE = 10
const KILLS = 4
const COURSE = 'tea-in-ten-minutes'
const MINUTE = 60_000
const PATIENCE_MS = 180_000

function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const dataDir = mkdtempSync(join(tmpdir(), 'xingtan-killed-'))
let desk: ReturnType<typeof mortalDesk>
beforeAll(async () => {
  desk = mortalDesk({ dataDir, port: await quietPort(), course: COURSE })
  await desk.open()
}, 120_000)
afterAll(async () => {
  await desk.kill()
  rmSync(dataDir, { recursive: true, force: true })
}, 120_000)

/** Tries until it works, as people do whose phone says "please try again"; gives up only on an answer that is final. */
async function again<T>(step: () => Promise<T>): Promise<T> {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      return await step()
    } catch (error) {
      const isFinal = error instanceof Refused && !['UNEXPECTED', 'PAYMENT_UNAVAILABLE', 'BUSY'].includes(error.code)
      if (isFinal || Date.now() > end) throw error
      await pause(150)
    }
  }
}

/** Confirms at the sheet until WeChat Pay has said yes, or says that it had said so before. */
const pay = (who: Phone): Promise<void> =>
  again(async () => {
    try {
      const bought = await who.call('buyCourse', { courseId: COURSE })
      if (bought.status === 'pay') await who.pay(bought.sheet)
    } catch (error) {
      const isPaid = error instanceof Refused && error.code === 'ALREADY_OWNED'
      if (!isPaid && !String(error).includes('ORDER_PAID')) throw error
      // Otherwise the answer to an earlier confirmation was lost with the desk: now it has been heard.
    }
  })

const acknowledged: string[] = []
const leftUnpaid: string[] = []

/** Every tenth only looks at the pay sheet; of the others every third never opens the shop again. */
async function visit(n: number): Promise<void> {
  const who = await again(() => phone(desk.url, `学员${n}`))
  await again(() => who.signIn())
  const bought = await again(() => who.call('buyCourse', { courseId: COURSE }))
  if (bought.status !== 'pay') throw new Error('nothing to pay')
  if (n % 10 === 9) {
    leftUnpaid.push(bought.orderId)
    return
  }
  await pay(who)
  acknowledged.push(bought.orderId)
  if (n % 3 === 0) return
  await again(async () => {
    const { order } = await who.call('checkOrder', { orderId: bought.orderId })
    if (!order.opened) throw new Error('not open yet')
  })
}

async function crowd(): Promise<void> {
  let next = 0
  const queue = async () => {
    while (next < BUYERS) {
      next += 1
      await visit(next - 1)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, queue))
}

/** Strikes whenever so many more have paid, and a moment later than that. */
async function lightning(isOver: () => boolean): Promise<number> {
  const roll = dice(SEED)
  let strikes = 0
  for (let at = 8; strikes < KILLS; at += 12 + Math.floor(roll() * 10)) {
    await until(
      () => acknowledged.length,
      (paid) => paid >= at || isOver(),
      PATIENCE_MS,
    )
    if (isOver()) break
    await pause(roll() * 150)
    await desk.kill()
    await desk.open()
    strikes += 1
  }
  return strikes
}

const Payments = z.array(z.object({ outTradeNo: z.string(), state: z.string() }))
const read = async (path: string): Promise<unknown> => (await fetch(desk.url + path)).json()
const documents = async <T extends z.ZodType>(collection: string, shape: T): Promise<z.output<T>[]> =>
  z.object({ documents: z.array(shape) }).parse(await read(`/desk/database/${collection}?limit=200`)).documents
const advance = (advanceMs: number) =>
  fetch(`${desk.url}/desk/clock`, { method: 'POST', body: JSON.stringify({ advanceMs }) })

const sorted = (list: Iterable<string>): string[] => [...list].sort()

test('kill -9 in the middle of a hundred purchases, four times: who has paid has the course, once, and nobody else', async () => {
  let isOver = false
  const storm = lightning(() => isOver)
  const outcome = await Promise.allSettled([crowd()])
  isOver = true
  const strikes = await storm
  expect(outcome).toEqual([{ status: 'fulfilled', value: undefined }])
  expect(strikes).toBe(KILLS)
  expect(desk.orphans()).toBeGreaterThan(0)
  expect(acknowledged).toHaveLength(90)

  // Notices come again, the sweep asks about quiet orders and closes those whose time is over.
  for (const minutes of [1, 2, 31]) {
    await advance(minutes * MINUTE)
    await read('/desk/quiet')
  }
  const orders = await until(
    async () => {
      await advance(MINUTE)
      await read('/desk/quiet')
      return documents('orders', Order)
    },
    (list) => list.every(({ dueAt }) => dueAt === null),
    PATIENCE_MS,
  )
  const enrolments = await documents('enrolments', Enrolment)
  const payments = Payments.parse(await read('/desk/payments'))

  const paid = orders.filter(({ state }) => state === 'paid')
  expect(sorted(acknowledged)).toEqual(sorted(paid.map(({ _id }) => _id)))
  expect(sorted(leftUnpaid)).toEqual(sorted(orders.filter(({ state }) => state === 'closed').map(({ _id }) => _id)))
  const moneyFor = payments.filter(({ state }) => state === 'SUCCESS').map(({ outTradeNo }) => outTradeNo)
  expect(sorted(moneyFor)).toEqual(sorted(paid.map(({ _id }) => _id)))

  const opened = enrolments.flatMap(({ userId, courseId, grants, hasAccess }) =>
    grants.map(({ source }) => [userId, courseId, source, hasAccess].join(' ')),
  )
  expect(sorted(opened)).toEqual(
    sorted(
      paid.map(({ _id, userId, goodsKey }) =>
        [userId, goodsKey.slice('course:'.length), orderSource(_id), true].join(' '),
      ),
    ),
  )
  expect(new Set(orders.map(({ userId }) => userId)).size).toBe(orders.length)
}, 400_000)
