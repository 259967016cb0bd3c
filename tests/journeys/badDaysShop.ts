import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Enrolment, orderSource } from '../../core/entitlements/enrolment'
import { Order } from '../../core/orders/order'
import { openDriver } from '../../emulator/database/driver'
import type { FaultOrder } from '../../emulator/faults'
import { records } from '../../emulator/records'
import type { NoticeFault } from '../../emulator/wechatPay/faults'
import { type Sealed, sealed } from '../../emulator/wechatPay/letter'
import { keptAccount } from '../../emulator/wechatPay/merchant'
import type { Order as PaidOrder } from '../../emulator/wechatPay/orders'
import { ORDINARY_PAY, openShop } from '../../scripts/shop'
import { type Phone, phone, until } from './phone'

export const TEA = 'tea-in-ten-minutes'
export const TEA_FEN = 990
export const MINUTE = 60_000

/** The machine may be busy with other suites. */
const PATIENCE_MS = 30_000

type Bought = { orderId: string; sheet: Parameters<Phone['pay']>[0] }

/** A shop with one course, and what a test of its bad days needs to see and to order. */
export async function openBadDaysShop() {
  const dataDir = mkdtempSync(join(tmpdir(), 'xingtan-bad-days-'))
  const desk = await openShop({ dataDir, port: 0, money: ORDINARY_PAY, courses: [TEA], strictIndexes: true })
  let people = 0

  const send = (path: string, body: unknown, method = 'POST') =>
    fetch(desk.url + path, { method, ...(method === 'POST' && { body: JSON.stringify(body) }) })
  const documents = (collection: string): unknown[] =>
    desk.database.look(collection, { offset: 0, limit: 200 }).documents
  const orders = (): Order[] => documents('orders').map((one) => Order.parse(one))
  const enrolments = (): Enrolment[] => documents('enrolments').map((one) => Enrolment.parse(one))
  const paymentOf = (orderId: string) => desk.weChatPay.look().find((one) => one.outTradeNo === orderId)
  const order = (orderId: string): Order => {
    const found = orders().find(({ _id }) => _id === orderId)
    if (!found) throw new Error(`no order ${orderId}`)
    return found
  }

  return {
    desk,
    orders,
    enrolments,
    order,
    paymentOf,
    attemptsOf: (orderId: string) => paymentOf(orderId)?.notice?.attempts ?? [],

    /** Everything the shop has written down about who bought what; for "nothing has changed". */
    books: () => ({ orders: orders(), enrolments: enrolments() }),
    /** How often this order gave access. */
    grantsOf: (orderId: string): number =>
      enrolments()
        .flatMap(({ grants }) => grants)
        .filter(({ source }) => source === orderSource(orderId)).length,
    messagesOf: (openid: string) => desk.weChat.messages.list(openid),

    async newcomer(): Promise<Phone> {
      people += 1
      const someone = await phone(desk.url, `学员${people}`)
      await someone.signIn()
      return someone
    },

    async buy(who: Phone): Promise<Bought> {
      const bought = await who.call('buyCourse', { courseId: TEA })
      if (bought.status !== 'pay') throw new Error('nothing to pay')
      return bought
    },

    /** Waits until the order is as wished; the desk's work goes on meanwhile. */
    until: (orderId: string, pleases: (order: Order) => boolean) => until(() => order(orderId), pleases, PATIENCE_MS),
    untilTold: (orderId: string, attempts = 1) =>
      until(
        () => paymentOf(orderId)?.notice?.attempts ?? [],
        (list) => list.length >= attempts,
        PATIENCE_MS,
      ),

    nextNotice: (fault: Partial<NoticeFault>) => send('/wechatPay/desk/noticeFault', fault),
    nextCall: (fault: object) => send('/wechatPay/desk/callFault', fault),
    payLate: (outTradeNo: string) => send('/wechatPay/desk/pay', { outTradeNo, late: true }),
    notifyAgain: async (outTradeNo: string, times: number): Promise<unknown> =>
      (await (await send('/wechatPay/desk/notify', { outTradeNo, times })).json()).answers,
    nextMisfortune: (fault: FaultOrder) => desk.faults.order(fault),
    async goodWeather(): Promise<void> {
      desk.faults.clear()
      await send('/wechatPay/desk/faults', {}, 'DELETE')
    },

    /** The notice of a paid order, sealed and signed by WeChat Pay's own key, to be brought by hand. */
    letterOf(orderId: string, fault: Partial<NoticeFault> = {}): Sealed {
      const driver = openDriver(join(dataDir, 'desk.sqlite'))
      try {
        const account = keptAccount(driver)
        const notice = records<PaidOrder>(driver, 'wechatPay.orders').get(orderId)?.notice
        if (!account || !notice) throw new Error(`nobody has paid ${orderId}`)
        return sealed(account, notice, desk.clock.now(), fault)
      } finally {
        driver.close()
      }
    },
    async bring({ headers, body }: { headers: Record<string, string>; body: string }) {
      const reply = await fetch(`${desk.url}/http/payNotify`, { method: 'POST', headers, body })
      return { status: reply.status, body: await reply.json() }
    },

    async close(): Promise<void> {
      await desk.functions.quiet()
      await desk.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
export type BadDaysShop = Awaited<ReturnType<typeof openBadDaysShop>>
