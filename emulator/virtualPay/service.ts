import { billChanges } from '../billChanges'
import type { DeskClock } from '../clock'
import type { Driver } from '../database/driver'
import type { DeskRequest, Route } from '../http'
import { records } from '../records'
import type { AccessTokens } from '../wechat/accessTokens'
import type { SessionKeys } from '../wechat/sessionKeys'
import { account, type VirtualAccount } from './account'
import { api } from './api'
import { cashier } from './cashier'
import { coinLedger } from './coins'
import { controls, type looked } from './controls'
import { faultDesk } from './faults'
import { itemShelf } from './items'
import { orderLists, strangerOf } from './lists'
import { orderBook, type Push } from './orders'
import { type FetchPush, postman } from './postman'
import { type Refunds, refunds } from './refunds'

type Options = {
  driver: Driver
  clock: DeskClock
  appid: string
  /** Whose WeChat a request of the client comes from: the openid, or undefined when nobody is signed in. */
  identify(request: DeskRequest): string | undefined
  sessions: SessionKeys
  tokens: AccessTokens
  /** Where the shop takes message pushes, unless another address was entered by hand. */
  pushUrl?: string
  merchantName?: string
  /** How pushes leave the desk; HTTP unless told otherwise. */
  fetchPush?: FetchPush
}

export type VirtualPaySandbox = {
  routes: Route[]
  /** Everything a shop's settings need; the same after every start. */
  account: VirtualAccount
  /** The orders with their pushes, attempts and refunds, newest first. */
  look(): ReturnType<typeof looked>[]
  close(): Promise<void>
}

/**
 * WeChat's virtual payment on the desk: checks tokens, both signatures over the exact bytes and every field, keeps orders, items
 * and coins on disk, shows the sheet of either phone, asks as Apple does, and brings sealed pushes on WeChat's schedule. What
 * it does not do is refused by name. In life WeChat's sandbox (env 1) is said to push nothing; this desk pushes in both.
 */
export function virtualPaySandbox(options: Options): VirtualPaySandbox {
  const { driver, appid, identify, sessions, tokens, pushUrl, merchantName = '杏坛', fetchPush } = options
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

  const who = account(driver, appid, tokens.secret)
  const book = orderBook(driver)
  const faults = faultDesk()
  const entered = records<string>(driver, 'virtualPay.pushUrl')
  const address = { get: () => entered.get(appid) ?? pushUrl ?? null, set: (url: string) => entered.put(appid, url) }

  let money: Refunds | undefined
  /** Apple gives back when the shop agreed, and also when it said nothing three times. */
  function onApple(outTradeNo: string, answer: Push['answer']): void {
    const order = book.find(outTradeNo)
    if (order && answer?.result_code !== 1) money?.byApple(order)
  }
  const post = postman({ account: who, book, clock, faults, address: address.get, onApple, fetchPush })
  const coins = coinLedger(driver, book, clock.now)
  money = refunds(book, clock, faults, coins, post)
  const items = itemShelf(driver, clock, faults)
  const changes = billChanges(driver, 'virtualPay', strangerOf)
  const lists = orderLists(clock, faults, book, changes)
  const world = { account: who, tokens, sessions, clock, faults, book, coins, items, post, changes }
  const server = api({ ...world, refunds: money, lists })
  const till = cashier({ ...world, merchantName, identify })
  const desk = controls({ ...world, cashier: till, address, calls: server.calls })

  for (const order of book.all()) {
    post.resume(order)
    money.resume(order)
  }

  return {
    routes: [...server.routes, ...lists.routes, ...till.routes, ...desk.routes],
    account: who,
    look: desk.look,
    async close() {
      for (const stop of stops) stop()
      await post.close()
    },
  }
}
