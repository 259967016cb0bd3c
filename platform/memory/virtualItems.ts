import type { Clock, VirtualItems } from '../../core/ports'

/** The longest WeChat takes after publishing until every client may buy the item. */
const READY_AFTER_MS = 30 * 60_000

type Item = { fen: number; publishedAt: string; readyAt: string; isRefused: boolean }

/** Items of WeChat's virtual payment in memory: published soon, bought only when `readyAt` has come. */
export function memoryVirtualItems(
  clock: Clock,
  { publishingTakesMs = 0, readyAfterMs = READY_AFTER_MS }: { publishingTakesMs?: number; readyAfterMs?: number } = {},
): VirtualItems & {
  /** WeChat's review says no to this item. */
  refuse(productId: string): void
  /** Whether a client may buy this item at this price now. */
  isOnSale(productId: string, fen: number): boolean
} {
  const items = new Map<string, Item>()
  const isPast = (time: string) => time <= clock.now().toISOString()
  const inMs = (ms: number) => new Date(clock.now().getTime() + ms).toISOString()

  return {
    async publish({ productId, fen }) {
      const known = items.get(productId)
      if (known?.fen === fen && !known.isRefused) return
      const readyAt = inMs(publishingTakesMs + readyAfterMs)
      items.set(productId, { fen, publishedAt: inMs(publishingTakesMs), readyAt, isRefused: false })
    },
    async stateOf(productId) {
      const item = items.get(productId)
      if (!item) return null
      const state = item.isRefused ? 'refused' : isPast(item.publishedAt) ? 'published' : 'publishing'
      return { state, fen: item.fen, readyAt: item.readyAt }
    },
    refuse(productId) {
      const item = items.get(productId)
      if (item) items.set(productId, { ...item, isRefused: true })
    },
    isOnSale(productId, fen) {
      const item = items.get(productId)
      return item !== undefined && item.fen === fen && !item.isRefused && isPast(item.readyAt)
    },
  }
}
