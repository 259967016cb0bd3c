import { billChanges } from '../billChanges'
import type { DeskClock } from '../clock'
import type { Driver } from '../database/driver'
import type { Route } from '../http'
import { type AlipaySeller, account } from './account'
import { api } from './api'
import { bills } from './bills'
import { cashier } from './cashier'
import { controls, type looked } from './controls'
import { faultDesk } from './faults'
import { bookings, strangerOf } from './ledger'
import { type FetchNotice, postman } from './postman'
import { refunds } from './refunds'
import { tradeBook } from './trades'

type Options = {
  driver: Driver
  clock: DeskClock
  /** How notices leave the desk; HTTP unless told otherwise. */
  fetchNotice?: FetchNotice
  /** The name on the page. */
  sellerName?: string
}

export type AlipaySandbox = {
  routes: Route[]
  /** Everything a shop's settings need; the same after every start. */
  seller: AlipaySeller
  /** The trades with their refunds, notices and attempts, newest first. */
  look(): ReturnType<typeof looked>[]
  close(): Promise<void>
}

/**
 * Alipay on the desk, public-key mode, for websites (page.pay and wap.pay): checks every request as strictly as the service
 * does, signs every reply, keeps trades on disk, shows the page where a buyer pays, and brings signed notices on Alipay's
 * schedule. What it does not do is refused by name.
 */
export function alipaySandbox(options: Options): AlipaySandbox {
  const { driver, fetchNotice, sellerName = '杏坛' } = options
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

  const who = account(driver, sellerName)
  const book = tradeBook(driver)
  const faults = faultDesk()
  const post = postman(who, book, clock, faults, fetchNotice)
  const page = cashier(who, clock, book, post)
  const money = refunds(book, clock, faults, post)
  const changes = billChanges(driver, 'alipay', strangerOf)
  const billing = bills(who.seller.sellerId, clock, changes, () => bookings(book.all()))
  const { routes, calls } = api(who, clock, faults, book, page, money, billing)
  const desk = controls(book, clock, faults, page, post, changes, calls)

  for (const trade of book.all()) {
    post.expectAll(trade.outTradeNo)
    if (trade.state === 'WAIT_BUYER_PAY') page.resume(trade)
    money.resume(trade)
  }

  return {
    routes: [...page.routes, ...routes, ...billing.routes, ...desk.routes],
    seller: who.seller,
    look: desk.look,
    async close() {
      for (const stop of stops) stop()
      await post.close()
    },
  }
}
