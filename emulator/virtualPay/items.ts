import * as z from 'zod'
import type { DeskClock } from '../clock'
import type { Driver } from '../database/driver'
import { records } from '../records'
import type { Env } from './account'
import { badParameter, taskRunning } from './errors'
import type { FaultDesk } from './faults'
import { ITEM_TAKES_EFFECT_MS, TASK_TAKES_MS } from './limits'
import { EnvField } from './shapes'

const name = (longest: number) =>
  z.string().refine((text) => text !== '' && [...text].length <= longest, `1 to ${longest}`)
const ItemId = z.string().regex(/^[0-9A-Za-z_-]{1,20}$/, '1 to 20 of 0-9 A-Z a-z _ -')

// …/api_start_upload_goods.html: one item at a time.
export const Upload = z.strictObject({
  upload_item: z
    .array(z.strictObject({ id: ItemId, name: name(20), price: z.int().min(1), remark: name(1024), item_url: z.url() }))
    .length(1),
  env: EnvField,
})
export const Publish = z.strictObject({
  publish_item: z.array(z.strictObject({ id: ItemId })).length(1),
  env: EnvField,
})
export const Look = z.strictObject({ env: EnvField })

type Item = {
  env: Env
  id: string
  name: string
  price: number
  remark: string
  itemUrl: string
  /** When it was published; null before. */
  publishedAt: number | null
  isRefused: boolean
}
/** The last task of its kind: only this one can be looked at. */
type Task = { id: string; endsAt: number; outcome: 'thereBefore' | 'done' | 'failed' }

const STATUS = { none: 0, running: 1, failed: 2, done: 3 } as const
const ITEM_STATUS = { running: 0, thereBefore: 1, done: 2, failed: 3 } as const

/** The shop's items (道具): uploaded, published, and after a while on sale. They cannot be changed or taken away. */
export function itemShelf(driver: Driver, clock: DeskClock, faults: FaultDesk) {
  const items = records<Item>(driver, 'virtualPay.items')
  const tasks = records<Task>(driver, 'virtualPay.tasks')
  const keyOf = (env: Env, id: string) => `${env}:${id}`
  const taskOf = (kind: 'upload' | 'publish', env: Env) => tasks.get(`${kind}:${env}`)
  const isRunning = (task: Task | undefined): boolean => task !== undefined && task.endsAt > clock.now()

  function begin(kind: 'upload' | 'publish', env: Env, id: string, isThere: boolean): Task {
    const fault = faults.tasks.take()
    const outcome = fault?.outcome === 'failed' ? 'failed' : isThere ? 'thereBefore' : 'done'
    const task: Task = { id, endsAt: clock.now() + (fault?.afterMs ?? TASK_TAKES_MS), outcome }
    tasks.put(`${kind}:${env}`, task)
    return task
  }
  const checkFree = (env: Env): void => {
    if (isRunning(taskOf('upload', env)) || isRunning(taskOf('publish', env))) throw taskRunning()
  }
  const statusOf = (task: Task | undefined): number =>
    task === undefined
      ? STATUS.none
      : isRunning(task)
        ? STATUS.running
        : task.outcome === 'failed'
          ? STATUS.failed
          : STATUS.done
  const itemStatus = (task: Task): number => (isRunning(task) ? ITEM_STATUS.running : ITEM_STATUS[task.outcome])

  return {
    /** An id that is there stays as it is, at its old price. */
    upload({ upload_item: [asked], env }: z.infer<typeof Upload>): object {
      if (!asked) throw badParameter('字段[upload_item]错误')
      checkFree(env)
      const known = items.get(keyOf(env, asked.id))
      const { outcome } = begin('upload', env, asked.id, known !== undefined)
      if (known && outcome !== 'failed') return {}
      const { id, name, price, remark, item_url } = asked
      const isRefused = outcome === 'failed'
      items.put(keyOf(env, id), { env, id, name, price, remark, itemUrl: item_url, publishedAt: null, isRefused })
      return {}
    },

    uploads({ env }: z.infer<typeof Look>) {
      const task = taskOf('upload', env)
      const item = task && items.get(keyOf(env, task.id))
      if (!task || !item) return { status: STATUS.none, upload_item: [] }
      const { id, name, price, remark, itemUrl } = item
      const told = { id, name, price, remark, item_url: itemUrl, upload_status: itemStatus(task), errmsg: '' }
      return { status: statusOf(task), upload_item: [told] }
    },

    publish({ publish_item: [asked], env }: z.infer<typeof Publish>): object {
      const item = asked && items.get(keyOf(env, asked.id))
      checkFree(env)
      if (!item) throw badParameter('道具不存在')
      const { outcome, endsAt } = begin('publish', env, item.id, item.publishedAt !== null)
      const publishedAt = item.publishedAt ?? (outcome === 'failed' ? null : endsAt)
      items.put(keyOf(env, item.id), { ...item, publishedAt, isRefused: outcome === 'failed' })
      return {}
    },

    publishings({ env }: z.infer<typeof Look>) {
      const task = taskOf('publish', env)
      if (!task) return { status: STATUS.none, publish_item: [] }
      return { status: statusOf(task), publish_item: [{ id: task.id, publish_status: itemStatus(task), errmsg: '' }] }
    },

    /** Whether a client may buy it now. */
    standing(env: Env, id: string): { state: 'absent' | 'refused' | 'notYet' | 'onSale'; name: string; price: number } {
      const item = items.get(keyOf(env, id))
      const { name = '', price = 0 } = item ?? {}
      if (item?.isRefused) return { state: 'refused', name, price }
      if (!item || item.publishedAt === null || item.publishedAt > clock.now()) return { state: 'absent', name, price }
      const takesEffect = item.publishedAt + (env === 0 ? ITEM_TAKES_EFFECT_MS : 0)
      return { state: takesEffect > clock.now() ? 'notYet' : 'onSale', name, price }
    },

    all: () => items.all().map(({ value }) => value),
  }
}
export type ItemShelf = ReturnType<typeof itemShelf>
