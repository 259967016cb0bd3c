import { billChanges } from '../billChanges'
import type { DeskClock } from '../clock'
import type { Driver } from '../database/driver'
import type { DeskRequest, Route } from '../http'
import { api } from './api'
import { bills } from './bills'
import { cashier } from './cashier'
import { controls, type looked, type lookedTransfer } from './controls'
import { faultDesk } from './faults'
import { balanceOf, bookings, strangerOf } from './ledger'
import { account, type Merchant } from './merchant'
import { orderBook } from './orders'
import { type FetchNotice, postman } from './postman'
import { refunds } from './refunds'
import { noticeShelf } from './shelf'
import { transactions } from './transactions'
import { transferBook } from './transferBook'
import { transferCashier } from './transferCashier'
import { transfers } from './transfers'
import { webCashier } from './webCashier'

type Options = {
  driver: Driver
  clock: DeskClock
  /** Whose WeChat a request of the client comes from: the openid, or undefined when nobody is signed in. */
  identify(request: DeskRequest): string | undefined
  /** How notices leave the desk; HTTP unless told otherwise. */
  fetchNotice?: FetchNotice
  /** The mini-program that pays, and the name on the payment sheet. */
  appid?: string
  merchantName?: string
}

export type WeChatPaySandbox = {
  routes: Route[]
  /** Everything a shop's settings need; the same after every start. */
  merchant: Merchant
  /** The orders with their refunds, notices and attempts, newest first. */
  look(): ReturnType<typeof looked>[]
  /** The transfers to people with their notices, newest first. */
  lookTransfers(): ReturnType<typeof lookedTransfer>[]
  close(): Promise<void>
}

/**
 * WeChat Pay APIv3 on the desk, public-key mode: JSAPI, Native and H5 orders, refunds, transfers to people and the days'
 * bills. It checks every request as strictly as the service does, signs every reply, keeps everything on disk, shows the
 * sheets, and brings signed, encrypted notices on WeChat's schedule. What it does not do is refused by name.
 */
export function weChatPaySandbox(options: Options): WeChatPaySandbox {
  const { driver, identify, fetchNotice, appid = 'wx8888888888888888', merchantName = '杏坛' } = options
  const stops = new Set<() => void>()
  // Nothing may ring after the sandbox is closed: its database may be closed too.
  const clock: DeskClock = {
    ...options.clock,
    at(at, fire) {
      const stop = options.clock.at(at, () => {
        stops.delete(stop)
        fire()
      })
      stops.add(stop)
      return stop
    },
  }

  const who = account(driver, clock, appid, merchantName)
  const book = orderBook(driver)
  const faults = faultDesk()
  const given = transferBook(driver)
  const post = postman(who, noticeShelf(book, given), clock, faults, fetchNotice)
  const { merchant } = who
  const orders = transactions(merchant, book, clock, post)
  const money = refunds(book, clock, faults, post)
  const booked = () => bookings(book.all(), given.all())
  const balanceFen = () => balanceOf(booked())
  const paying = transfers(merchant, given, clock, faults, post, balanceFen)
  const changes = billChanges(driver, 'wechatPay', strangerOf)
  const { routes, calls } = api(who, clock, faults, {
    orders,
    money,
    transfers: paying,
    bills: bills(merchant, clock, changes, booked),
  })
  const desk = controls({
    book,
    transferBook: given,
    clock,
    faults,
    orders,
    transfers: paying,
    changes,
    post,
    balanceFen,
    calls,
  })

  for (const order of book.all()) {
    post.resume(order)
    money.resume(order)
  }
  for (const transfer of given.all()) paying.resume(transfer)

  return {
    routes: [
      ...routes,
      ...cashier(merchant, clock, orders, identify),
      ...webCashier(merchant, clock, orders, identify),
      ...transferCashier(merchant, given, paying, identify),
      ...desk.routes,
    ],
    merchant,
    look: desk.look,
    lookTransfers: desk.lookTransfers,
    async close() {
      for (const stop of stops) stop()
      await post.close()
    },
  }
}
