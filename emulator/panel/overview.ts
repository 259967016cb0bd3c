import type { DeskClock } from '../clock'
import type { Database } from '../database/service'
import type { Faults } from '../faults'
import type { FunctionHost } from '../functions/host'
import { json, type Route } from '../http'
import type { StorageService } from '../storage/service'
import type { Timers } from '../timers/timers'
import type { WeChatService } from '../wechat/service'
import type { WeChatPaySandbox } from '../wechatPay/service'

/** The services the overview looks at. */
export type Looked = {
  envId: string
  appId: string
  clock: DeskClock
  database: Database
  storage: StorageService
  functions: FunctionHost
  timers: Timers
  weChat: WeChatService
  weChatPay: WeChatPaySandbox
  faults: Faults
}

type Payment = ReturnType<WeChatPaySandbox['look']>[number]
type NoticeView = Payment['notice']

type Transfer = ReturnType<WeChatPaySandbox['lookTransfers']>[number]

/** Every notice that is still to be brought, the next one first. */
function pendingNotices(payments: Payment[], transfers: Transfer[]) {
  const pending = (
    of: { outTradeNo: string | null; outBillNo: string | null; description: string },
    notice: NoticeView,
    outRefundNo: string | null,
  ) =>
    notice?.nextAt
      ? [
          {
            outTradeNo: of.outTradeNo,
            outRefundNo,
            outBillNo: of.outBillNo,
            description: of.description,
            tries: notice.attempts.filter((attempt) => !attempt.byHand).length,
            nextAt: notice.nextAt,
          },
        ]
      : []
  const ofOrders = payments.flatMap(({ outTradeNo, description, notice, refunds }) => {
    const of = { outTradeNo, outBillNo: null, description }
    return [
      ...pending(of, notice, null),
      ...refunds.flatMap((refund) => pending(of, refund.notice, refund.outRefundNo)),
    ]
  })
  const ofTransfers = transfers.flatMap(({ outBillNo, remark, notice }) =>
    pending({ outTradeNo: null, outBillNo, description: remark }, notice, null),
  )
  return [...ofOrders, ...ofTransfers].sort((a, b) => a.nextAt.localeCompare(b.nextAt))
}

/** The whole desk at a glance: addresses, time, counts, and what it is waiting for. */
export function overview(desk: Looked) {
  const invocations = desk.functions.invocations.list()
  const collections = desk.database.look()
  const files = desk.storage.files()
  const payments = desk.weChatPay.look()
  const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0)
  return {
    envId: desk.envId,
    appId: desk.appId,
    now: new Date(desk.clock.now()).toISOString(),
    offsetMs: desk.clock.offsetMs(),
    /** Functions that answer by HTTP, and at which path of this desk. */
    http: desk.functions.catalog
      .all()
      .flatMap(({ name, config }) => (config.http ? [{ function: name, path: `/http${config.http}` }] : [])),
    counts: {
      invocations: invocations.length,
      failed: invocations.filter(({ outcome }) => outcome !== undefined && outcome !== 'ok').length,
      running: invocations.filter(({ state }) => state !== 'done').length,
      collections: collections.length,
      documents: sum(collections.map(({ documents }) => documents)),
      files: files.length,
      fileBytes: sum(files.map(({ bytes }) => bytes)),
      payments: payments.length,
      paid: payments.filter(({ paidAt }) => paidAt !== null).length,
      messages: desk.weChat.messages.list().length,
      openApiCalls: desk.weChat.openApiCalls().length,
      faults: desk.faults.list().length,
    },
    waiting: { notices: pendingNotices(payments, desk.weChatPay.lookTransfers()), timers: desk.timers.list() },
  }
}

/** `GET /desk/overview`. */
export const overviewRoutes = (desk: Looked): Route[] => [
  { method: 'GET', path: '/desk/overview', handle: () => json(overview(desk)) },
]
