import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import type { BillChanges } from '../billChanges'
import type { DeskClock } from '../clock'
import type { Route } from '../http'
import { beginOf, billTime } from '../wechatPay/chinaTime'
import { badParameter, taskRunning } from './errors'
import type { FaultDesk } from './faults'
import { LIST_LIVES_MS, LIST_TAKES_MS, MOST_LIST_DAYS } from './limits'
import type { Order, OrderBook, Refund } from './orders'
import { EnvField } from './shapes'
import { sheetOf } from './sheet'

const DAY_MS = 24 * 3_600_000
const PATH = '/virtualPay/lists/orders.xlsx'
const TYPE = { coins: 1, goods: 2, membership: 3, refunds: 4 } as const
const CHANNEL = { weChatPay: 1, apple: 2 } as const
const STATUS = { running: 1, done: 2, failed: 3 } as const

const Ds = z.int().transform((ds, context) => {
  const day = String(ds).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
  if (z.iso.date().safeParse(day).success) return beginOf(day)
  context.addIssue('YYYYMMDD')
  return z.NEVER
})

// …/api_start_download_order.html and …/api_query_download_order.html
export const Start = z
  .strictObject({
    begin_ds: Ds,
    end_ds: Ds,
    order_type: z.int().min(1).max(4),
    order_info: z.string().optional(),
    is_provided: z.boolean().optional(),
    refund_status: z.union([z.literal(0), z.literal(2), z.literal(4), z.literal(5)]).optional(),
    env: EnvField,
    pay_channel: z.union([z.literal(1), z.literal(2)]),
  })
  .refine(
    ({ begin_ds, end_ds }) => begin_ds <= end_ds && end_ds - begin_ds <= MOST_LIST_DAYS * DAY_MS,
    'begin_ds, end_ds',
  )
  .refine(
    ({ order_type, is_provided }) =>
      (order_type === TYPE.goods || order_type === TYPE.membership) === (is_provided !== undefined),
    'is_provided',
  )
export const Ask = z.strictObject({ task_id: z.string(), env: EnvField })
type Start = z.infer<typeof Start>

/** What money moved, as the lists have it: made from the orders, and falsified where that was ordered. */
export type Booking = {
  kind: 'payment' | 'refund'
  at: number
  number: string
  fen: number
  order: Order
  refund?: Refund
}

export const bookings = (orders: Order[]): Booking[] =>
  orders
    .flatMap((order): Booking[] => [
      ...(order.paidAt === undefined
        ? []
        : [{ kind: 'payment' as const, at: order.paidAt, number: order.outTradeNo, fen: order.fen, order }]),
      ...order.refunds.map(
        (refund): Booking => ({
          kind: 'refund',
          at: refund.createdAt,
          number: refund.refundOrderId,
          fen: refund.fen,
          order,
          refund,
        }),
      ),
    ])
    .sort((a, b) => a.at - b.at)

/** A payment for coins of which nobody here knows. */
export const strangerOf = ({ at, number, fen }: { at: number; number: string; fen: number }): Booking => ({
  kind: 'payment',
  at,
  number,
  fen,
  order: {
    outTradeNo: number,
    wxOrderId: `WXO${number}`,
    env: 0,
    openid: 'o-a-stranger',
    mode: 'short_series_coin',
    productId: '',
    title: '陌生的一笔',
    quantity: fen,
    fen,
    attach: '',
    token: '',
    status: 4,
    createdAt: at,
    phone: 'android',
    paidAt: at,
    transactionId: `4200${number}`,
    refunds: [],
    pushes: [],
  },
})

// Columns are the console's words: the API's pages name none.
const PAYMENT_COLUMNS = [
  '交易单号',
  '商户单号',
  '用户ID',
  '商品名称',
  '订单金额(分)',
  '下单时间',
  '支付时间',
  '订单状态',
]
const REFUND_COLUMNS = ['交易单号', '商户单号', '退款单号', '用户ID', '退款金额(分)', '退款时间', '退款状态']
const REFUND_STATES: Record<Refund['state'], string> = { running: '退款中', done: '已退款', failed: '退款失败' }

const isProvided = ({ status }: Order): boolean => status >= 4 && status !== 6
const channelOf = ({ phone }: Order): number => (phone === 'ios' ? CHANNEL.apple : CHANNEL.weChatPay)

const paymentRow = (order: Order, fen: number) => [
  order.transactionId ?? '',
  order.outTradeNo,
  order.openid,
  order.title,
  fen,
  billTime(order.createdAt),
  order.paidAt === undefined ? '' : billTime(order.paidAt),
  order.paidAt === undefined ? '待支付' : isProvided(order) ? '已发货' : '待发货',
]
const refundRow = ({ order, refund, fen }: Booking & { refund: Refund }) => [
  refund.wxRefundId,
  order.outTradeNo,
  refund.refundOrderId,
  order.openid,
  fen,
  billTime(refund.createdAt),
  REFUND_STATES[refund.state],
]

type Task = { asked: Start; endsAt: number; outcome: 'done' | 'failed' }

/**
 * Lists of orders to download: a task is begun, looked after until it is done, and then its file fetched. One at a time. Orders stand under the day on
 * which they were made, refunds under that on which they were asked for; orders that nobody paid stand there too.
 */
export function orderLists(clock: DeskClock, faults: FaultDesk, book: OrderBook, changes: BillChanges<Booking>) {
  // In memory: a desk that starts again has no tasks.
  const tasks = new Map<string, Task>()
  const isRunning = ({ endsAt }: Task) => endsAt > clock.now()

  function fileOf({ begin_ds, end_ds, order_type, is_provided, refund_status = 0, pay_channel, env }: Start): Buffer {
    const isIn = (at: number) => at >= begin_ds && at < end_ds + DAY_MS
    const booked = changes
      .applied(bookings(book.all()))
      .filter(({ order }) => order.env === env && channelOf(order) === pay_channel)
    if (order_type === TYPE.refunds) {
      const wanted = { 0: undefined, 2: 'done', 4: 'running', 5: 'failed' }[refund_status]
      const refunds = booked
        .filter((one): one is Booking & { refund: Refund } => one.refund !== undefined && isIn(one.at))
        .filter(({ refund }) => wanted === undefined || refund.state === wanted)
      return sheetOf([REFUND_COLUMNS, ...refunds.map(refundRow)])
    }
    const mode = { [TYPE.coins]: 'short_series_coin', [TYPE.goods]: 'short_series_goods' }[order_type]
    const fits = (order: Order) =>
      order.mode === mode && isIn(order.createdAt) && (is_provided === undefined || isProvided(order) === is_provided)
    const paid = booked.filter(({ kind, order }) => kind === 'payment' && fits(order))
    const unpaid = book
      .all()
      .filter((one) => one.paidAt === undefined && one.env === env && channelOf(one) === pay_channel && fits(one))
    return sheetOf([
      PAYMENT_COLUMNS,
      ...paid.map(({ order, number, fen }) => paymentRow({ ...order, outTradeNo: number }, fen)),
      ...unpaid.map((order) => paymentRow(order, order.fen)),
    ])
  }

  return {
    start(asked: Start) {
      if ([...tasks.values()].some(isRunning)) throw taskRunning()
      const fault = faults.tasks.take()
      const task_id = randomBytes(12).toString('hex')
      const endsAt = clock.now() + (fault?.afterMs ?? LIST_TAKES_MS)
      tasks.set(task_id, { asked, endsAt, outcome: fault?.outcome ?? 'done' })
      return { task_id }
    },

    tell({ task_id, env }: z.infer<typeof Ask>, origin: string) {
      const task = tasks.get(task_id)
      if (!task || task.asked.env !== env) throw badParameter('字段[task_id]错误')
      if (isRunning(task)) return { task_id, status: STATUS.running }
      if (task.outcome === 'failed') return { task_id, status: STATUS.failed }
      const expire_at = Math.floor((task.endsAt + LIST_LIVES_MS) / 1000)
      return { task_id, status: STATUS.done, download_url: `${origin}${PATH}?task=${task_id}`, expire_at }
    },

    routes: [
      {
        method: 'GET',
        path: PATH,
        handle({ url }) {
          const task = tasks.get(url.searchParams.get('task') ?? '')
          const isThere =
            task && !isRunning(task) && task.outcome === 'done' && task.endsAt + LIST_LIVES_MS > clock.now()
          if (!isThere) return { status: 403, body: 'AccessDenied' }
          return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: fileOf(task.asked) }
        },
      },
    ] satisfies Route[],
  }
}
export type OrderLists = ReturnType<typeof orderLists>
