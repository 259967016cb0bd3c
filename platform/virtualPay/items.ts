import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '../../core/contract/errors'
import type { Clock, VirtualItems } from '../../core/ports'
import { itemIdOf } from './itemId'
import type { VirtualPaySettings } from './settings'
import { PATIENCE, type Patience } from './transport'
import { Nothing, refusalOf, weChatApi } from './weChatApi'
import { item, PublishTask, task, UploadTask } from './wire'

/**
 * How long after publishing a client may still be refused (-15014): WeChat says "about 10 minutes", its guide "a few minutes
 * to 30". In its sandbox an item is there at once.
 */
export const READY_AFTER_MS = 30 * 60_000

/** Longest name WeChat takes; a longer title is cut. */
const LONGEST_NAME = 20

const taskRunning = (): AppError => new AppError('PAYMENT_UNAVAILABLE', { reason: 'TASK_RUNNING' })

/**
 * The shop's items at WeChat. Uploading and publishing are tasks there, one at a time and one item each, and only the last task
 * can be looked at: so `stateOf` is null again once another item was published, and what it said must be kept by whoever
 * asked. `readyAt` counts from the asking, because WeChat does not say when it published: keep the first.
 */
export function virtualItems(settings: VirtualPaySettings, clock: Clock, patience: Patience = PATIENCE): VirtualItems {
  const { env, itemPictureUrl } = settings
  const weChat = weChatApi(settings, clock, patience)

  async function yes<Body>(asked: Promise<{ ok: true; body: Body } | { ok: false; errcode: number }>): Promise<Body> {
    const answer = await asked
    if (!answer.ok) throw refusalOf(answer)
    return answer.body
  }
  const uploads = () => yes(weChat.xpay('query_upload_goods', { env }, UploadTask))
  const publishings = () => yes(weChat.xpay('query_publish_goods', { env }, PublishTask))

  /** Waits a little for the upload; publishing needs it, and whoever asks again finds it there. */
  async function uploaded(id: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const { status, upload_item } = await uploads()
      if (status !== task.running) {
        const mine = upload_item.find((one) => one.id === id)
        if (mine?.upload_status === item.done || mine?.upload_status === item.thereBefore) return
        if (mine?.upload_status === item.failed) throw new AppError('PAYMENT_REFUSED', { code: 'ITEM_REFUSED' })
      }
      if (attempt >= patience.tries) throw taskRunning()
      await pause(patience.pauseMs * attempt)
    }
  }

  return {
    async publish({ productId, title, fen }) {
      if (itemPictureUrl === null) throw new AppError('PAYMENT_REFUSED', { code: 'NO_ITEM_PICTURE' })
      const id = itemIdOf(productId, fen)
      const name = [...title].slice(0, LONGEST_NAME).join('')
      const upload = { id, name, price: fen, remark: productId, item_url: itemPictureUrl }
      await yes(weChat.xpay('start_upload_goods', { upload_item: [upload], env }, Nothing))
      await uploaded(id)
      await yes(weChat.xpay('start_publish_goods', { publish_item: [{ id }], env }, Nothing))
    },

    async stateOf(productId) {
      const { upload_item } = await uploads()
      // The remark is ours: it says which product an item is, whatever its price.
      const mine = upload_item.find(({ remark }) => remark === productId)
      if (!mine) return null
      const waitMs = env === 0 ? READY_AFTER_MS : 0
      const readyAt = new Date(clock.now().getTime() + waitMs).toISOString()
      if (mine.upload_status === item.failed) return { state: 'refused', fen: mine.price, readyAt }

      const { publish_item } = await publishings()
      const published = publish_item.find(({ id }) => id === mine.id)?.publish_status
      if (published === undefined) return null
      if (published === item.failed) return { state: 'refused', fen: mine.price, readyAt }
      return { state: published === item.running ? 'publishing' : 'published', fen: mine.price, readyAt }
    },
  }
}
