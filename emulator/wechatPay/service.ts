import type { DeskClock } from '../clock'
import type { Driver } from '../database/driver'
import type { DeskRequest, Route } from '../http'
import { api } from './api'
import { cashier } from './cashier'
import { controls, type looked } from './controls'
import { faultDesk } from './faults'
import { account, type Merchant } from './merchant'
import { orderBook } from './orders'
import { type FetchNotice, postman } from './postman'
import { refunds } from './refunds'
import { transactions } from './transactions'

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
  close(): Promise<void>
}

/**
 * WeChat Pay APIv3 on the desk, public-key mode, JSAPI: checks every request as strictly as the service does, signs every
 * reply, keeps orders on disk, shows the payment sheet, and brings signed, encrypted notices on WeChat's schedule. What it
 * does not do is refused by name.
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
  const post = postman(who, book, clock, faults, fetchNotice)
  const orders = transactions(who.merchant, book, clock, post)
  const money = refunds(book, clock, faults, post)
  const { routes, calls } = api(who, clock, faults, orders, money)
  const desk = controls(book, clock, faults, orders, post, calls)

  for (const order of book.all()) {
    post.resume(order)
    money.resume(order)
  }

  return {
    routes: [...routes, ...cashier(who.merchant, clock, orders, identify), ...desk.routes],
    merchant: who.merchant,
    look: desk.look,
    async close() {
      for (const stop of stops) stop()
      await post.close()
    },
  }
}
