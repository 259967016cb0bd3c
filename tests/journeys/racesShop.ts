import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Input } from '../../core/contract'
import { Enrolment } from '../../core/entitlements/enrolment'
import { openShop } from '../../scripts/shop'
import { booksOf } from './books'
import { type Phone, phone, phoneOf, Refused, until } from './phone'

export const TEA = 'tea-in-ten-minutes'
export const TEA_FEN = 990
export const NUMBERS = 'numbers-that-lie'
export const EAR = 'ear-training'
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const DAY = 24 * 60 * MINUTE

/** What is meant by "at once": so many people ask, and so many are served in the same moment. */
export const CROWD = 200
export const SERVED_AT_ONCE = 8

/** The machine may be busy with other suites. */
const PATIENCE_MS = 60_000
const EVERYTHING = { offset: 0, limit: 1_000_000 }

export type PersonAtPhone = Phone & { userId: string }

/** How often each answer came: a refusal by its code, anything else by the word that `name` finds for it. */
export async function outcomes<T>(
  asked: Promise<T>[],
  name: (answer: T) => string = () => 'done',
): Promise<Record<string, number>> {
  const told = await Promise.all(
    asked.map((one) => one.then(name, (error: unknown) => (error instanceof Refused ? error.code : String(error)))),
  )
  const counted: Record<string, number> = {}
  for (const word of told.sort()) counted[word] = (counted[word] ?? 0) + 1
  return counted
}

/** Nobody races at the door: people come in a few at a time, or on a busy machine the last would wait too long. */
async function oneAfterAnother<T>(size: number, next: () => Promise<T>): Promise<T[]> {
  const all: T[] = []
  const AT_A_TIME = 8
  while (all.length < size)
    all.push(...(await Promise.all(Array.from({ length: Math.min(AT_A_TIME, size - all.length) }, next))))
  return all
}

/** A school with every way of paying switched on, with crowds of people in front of it. */
export async function openRacesShop() {
  const dataDir = mkdtempSync(join(tmpdir(), 'xingtan-races-'))
  const money = { ways: { jsapi: true }, topUpFen: [TEA_FEN, 5000] }
  const desk = await openShop({
    dataDir,
    port: 0,
    money,
    courses: [TEA, NUMBERS, EAR],
    strictIndexes: true,
    maxConcurrency: SERVED_AT_ONCE,
  })
  const { store } = await import('../../platform/cloudbase/store')
  let people = 0

  const send = async (path: string, body: unknown): Promise<unknown> =>
    (await fetch(desk.url + path, { method: 'POST', body: JSON.stringify(body) })).json()

  async function signedIn(who: Phone): Promise<PersonAtPhone> {
    const { userId } = await who.signIn()
    return Object.assign(who, { userId })
  }
  const newcomer = async (): Promise<PersonAtPhone> => {
    people += 1
    return signedIn(await phone(desk.url, `学员${people}`))
  }
  const books = () => booksOf(desk)
  const order = (orderId: string) => {
    const found = books().orders.find(({ _id }) => _id === orderId)
    if (!found) throw new Error(`no order ${orderId}`)
    return found
  }
  const enrolments = () => desk.database.look('enrolments', EVERYTHING).documents.map((one) => Enrolment.parse(one))

  async function buy(who: Phone, input: Omit<Input<'buyCourse'>, 'courseId'> & { courseId?: string } = {}) {
    const bought = await who.call('buyCourse', { courseId: TEA, method: 'jsapi', ...input })
    if (bought.status !== 'pay') throw new Error('nothing to pay')
    return bought
  }

  /** Money that the bank is still giving back, and a notice that we could not take yet: what they tell is still to be done. */
  const isSomethingOnItsWay = (): boolean =>
    desk.weChatPay.look().some(({ notice, refunds }) => {
      const notices = [notice, ...refunds.map((one) => one.notice)]
      return notices.some((one) => one?.nextAt != null) || refunds.some(({ status }) => status === 'PROCESSING')
    })

  return {
    desk,
    store,
    send,
    books,
    order,
    newcomer,
    buy,
    crowd: (size = CROWD): Promise<PersonAtPhone[]> => oneAfterAnother(size, newcomer),
    /** So many taps of one person, on ten phones of theirs. */
    async tapsOf(openid: string, size = CROWD): Promise<PersonAtPhone[]> {
      const phones = await oneAfterAnother(10, async () => signedIn(await phoneOf(desk.url, openid)))
      return Array.from({ length: size / phones.length }, () => phones).flat()
    },

    /** Somebody of the office, who may do everything. */
    async office(): Promise<PersonAtPhone> {
      const { openid, userId } = await newcomer()
      await store.change('users', userId, {}, { set: { roles: ['admin'] } })
      return signedIn(await phoneOf(desk.url, openid))
    },

    /** Buys and pays, and waits until it is there. */
    async bought(who: Phone, input: Parameters<typeof buy>[1] = {}): Promise<string> {
      const { orderId, sheet } = await buy(who, input)
      await who.pay(sheet)
      await until(
        () => order(orderId),
        ({ state, todo }) => state === 'paid' && !todo.length,
        PATIENCE_MS,
      )
      return orderId
    },

    /** Who has the course open now. */
    learnersOf: (courseId: string): string[] =>
      enrolments().flatMap((one) => (one.courseId === courseId && one.hasAccess ? [one.userId] : [])),
    /** Whether this order's course is open to its buyer. */
    isOpenBy: (orderId: string): boolean =>
      enrolments().some(
        ({ grants, revoked }) =>
          grants.some(({ source }) => source === `order:${orderId}`) && !revoked.includes(`order:${orderId}`),
      ),
    paymentOf: (orderId: string) => desk.weChatPay.look().find(({ outTradeNo }) => outTradeNo === orderId),
    /** Brings the notice of a payment (or of its refund) again: so many copies of the same bytes at once. */
    notifyAgain: (outTradeNo: string, times: number, outRefundNo?: string) =>
      send('/wechatPay/desk/notify', { outTradeNo, times, ...(outRefundNo && { outRefundNo }) }),
    sweep: () => desk.timers.fire('sweepOrders', 'everyMinute'),

    /** Lets the minutes pass until nobody has anything left to do; unpaid orders run out on the way. */
    async untilDone(): Promise<void> {
      for (let passed = 0; passed < 2 * 60; passed += 5) {
        await desk.functions.quiet()
        if (books().orders.every(({ dueAt }) => dueAt === null) && !isSomethingOnItsWay()) return
        desk.clock.advance(5 * MINUTE)
      }
      const late = books().orders.filter(({ dueAt }) => dueAt !== null)
      throw new Error(`still to be done: ${late.map(({ _id, state, todo }) => `${_id} ${state} ${todo}`).join(', ')}`)
    },

    async close(): Promise<void> {
      await desk.functions.quiet()
      await desk.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
export type RacesShop = Awaited<ReturnType<typeof openRacesShop>>
