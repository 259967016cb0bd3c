import { createHash } from 'node:crypto'

/** WeChat's pages say 64 signs now and said 20 before; what fits in both is good everywhere. */
const LONGEST_ITEM_ID = 20

/**
 * WeChat's id of an item (道具) at a price: letters, digits, `_` and `-`. An item there can neither be changed nor read back, so
 * every price of a product is an item of its own, and the same product at the same price is always the same item.
 */
export function itemIdOf(productId: string, fen: number): string {
  const readable = `${productId}-${fen}`
  if (readable.length <= LONGEST_ITEM_ID && /^[0-9A-Za-z_-]+$/.test(readable)) return readable
  return createHash('sha256')
    .update(JSON.stringify([productId, fen]))
    .digest('hex')
    .slice(0, LONGEST_ITEM_ID)
}
