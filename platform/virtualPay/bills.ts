import { setTimeout as pause } from 'node:timers/promises'
import type * as z from 'zod'
import { AppError } from '../../core/contract/errors'
import { dayOf, daysAfter } from '../../core/days'
import type { Bill, Bills, Clock, TradeLine } from '../../core/ports'
import { paymentLines, refundLines } from './orderFile'
import type { VirtualPaySettings } from './settings'
import { fileAt, NoAnswer, PATIENCE, type Patience } from './transport'
import { refusalOf, weChatApi } from './weChatApi'
import { DATA_GENERATING, DownloadTask, DownloadTaskReply, downloadTask, TASK_RUNNING } from './wire'

/** A list is written within seconds; until then it is looked for so often, with growing pauses. */
const LOOKS = 6

/**
 * The lists that make a day: coins bought, items delivered and not yet delivered, refunds; each as WeChat Pay and as Apple took it. Numbers of
 * developers.weixin.qq.com/miniprogram/dev/server/API/VirtualPayment/api_start_download_order.html
 */
const KINDS = [
  { ask: { order_type: 1 }, read: paymentLines },
  { ask: { order_type: 2, is_provided: true }, read: paymentLines },
  { ask: { order_type: 2, is_provided: false }, read: paymentLines },
  { ask: { order_type: 4, refund_status: 0 }, read: refundLines },
]
const CHANNELS = [1, 2]
const LISTS = KINDS.flatMap((kind) => CHANNELS.map((pay_channel) => ({ ...kind, ask: { ...kind.ask, pay_channel } })))

const dsOf = (day: string): number => Number(day.replaceAll('-', ''))

/** "Not yet" in WeChat's numbers: another list is being written, or this one. */
const isLate = (error: unknown): boolean =>
  error instanceof AppError && [DATA_GENERATING, TASK_RUNNING].map(String).includes(String(error.facts.code))

/**
 * What virtual payment took and gave back on a day, from the lists of its orders. The bill proper (`/xpay/download_bill`) is a table of sums by the day of
 * settling, without any order's number, and movements of the account are told nowhere. Which of an order's times decides its day there nobody says: two
 * days are asked for, and the lines of this one are kept.
 */
export function virtualBills(settings: VirtualPaySettings, clock: Clock, patience: Patience = PATIENCE): Bills {
  const { env } = settings
  const weChat = weChatApi(settings, clock, patience)

  async function call<Shape extends z.ZodType>(name: string, fields: object, shape: Shape): Promise<z.output<Shape>> {
    const answer = await weChat.xpay(name, { ...fields, env }, shape)
    if (!answer.ok) throw refusalOf(answer)
    return answer.body
  }

  /** Where the list can be fetched once it is written; null while it is not. */
  async function addressOf(taskId: string): Promise<string | null> {
    for (let look = 1; look <= LOOKS; look += 1) {
      const { status, download_url = '' } = await call('query_download_order', { task_id: taskId }, DownloadTaskReply)
      if (status === downloadTask.failed) throw new AppError('PAYMENT_UNAVAILABLE', { reason: 'BILL_TASK' })
      if (status === downloadTask.done && download_url) return download_url
      await pause(patience.pauseMs * look)
    }
    return null
  }

  async function fileOf(fields: object): Promise<Uint8Array | null> {
    const { task_id } = await call('start_download_order', fields, DownloadTask)
    const address = await addressOf(task_id)
    if (address === null) return null
    if (settings.apiBaseUrl.startsWith('https:') && !address.startsWith('https:'))
      throw new AppError('PAYMENT_UNAVAILABLE', { reason: 'BILL_ADDRESS' })
    try {
      return await fileAt(address, patience.timeoutMs)
    } catch (error) {
      if (error instanceof NoAnswer) throw new AppError('PAYMENT_UNAVAILABLE', { reason: error.reason })
      throw error
    }
  }

  return {
    async trade(day): Promise<Bill<TradeLine>> {
      const days = { begin_ds: dsOf(daysAfter(day, -1)), end_ds: dsOf(day) }
      const lines: TradeLine[] = []
      try {
        // One after the other: WeChat runs one task at a time for a shop.
        for (const { ask, read } of LISTS) {
          const file = await fileOf({ ...days, ...ask })
          if (file === null) return 'late'
          lines.push(...read(file))
        }
      } catch (error) {
        if (isLate(error)) return 'late'
        throw error
      }
      return lines.filter(({ at }) => dayOf(at) === day).sort((a, b) => a.at.localeCompare(b.at))
    },
    funds: null,
  }
}
