import * as z from 'zod'
import type { DeskClock } from '../clock'
import type { DeskRequest, Route } from '../http'
import type { Merchant } from './merchant'
import type { Order } from './orders'
import { type Identify, payable, personOf, Refused, shownBill, step } from './sheetStep'
import type { Transactions } from './transactions'
import { WEB_PAGE, WEB_PAGE_POLICY } from './webPage'

/** What a scanned QR code, or the link of an H5 order, says. */
const Ticket = z.union([
  z.strictObject({ pr: z.string().min(1).max(64) }),
  z.strictObject({ prepay_id: z.string().min(1).max(64), package: z.string().min(1).max(64) }),
])

const page = (path: string): Route => ({
  method: 'GET',
  path,
  handle: () => ({
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': WEB_PAGE_POLICY },
    body: WEB_PAGE,
  }),
})

/**
 * Where somebody pays who is not in the mini-program. On the desk no phone scans: `GET /wechatPay/native?pr=…` stands for the
 * phone that scanned a QR code, `GET /wechatPay/h5?…` for WeChat that a phone's browser opened. One page for both; it lets
 * a person of the desk pay, whoever they are.
 */
export function webCashier(merchant: Merchant, clock: DeskClock, orders: Transactions, identify: Identify): Route[] {
  function billOf(request: DeskRequest): Order {
    let ticket: z.infer<typeof Ticket>
    try {
      ticket = Ticket.parse(JSON.parse(request.body.toString('utf8')))
    } catch {
      throw new Refused('PARAM_ERROR', '这个付款链接不完整，请返回重新下单')
    }
    const found = 'pr' in ticket ? orders.orderOfCode(ticket.pr) : orders.orderOfH5(ticket.prepay_id, ticket.package)
    return payable(found, clock.now())
  }

  const shown = (order: Order) => shownBill(order, merchant.name)

  return [
    page('/wechatPay/native'),
    page('/wechatPay/h5'),
    step('/wechatPay/web', (request) => shown(billOf(request))),
    step('/wechatPay/web/confirm', (request) => {
      const order = billOf(request)
      const openid = personOf(request, identify)
      return { ...shown(order), transactionId: orders.pay(order, openid).transactionId }
    }),
  ]
}
