import type { Goods } from '../../core/contract/shapes'

/** The goods that a page's address names: `kind=course&id=tea`, `kind=topUp&fen=5000`. Null for an address that names none. */
export function goodsOf({ kind, id = '', fen = '' }: Record<string, string | undefined>): Goods | null {
  if (kind === 'topUp') return Number(fen) > 0 ? { kind, fen: Number(fen) } : null
  if (!id) return null
  switch (kind) {
    case 'course':
    case 'gift':
      return { kind, courseId: id }
    case 'membership':
      return { kind, planId: id }
    default:
      return null
  }
}

/** Where these goods are bought. */
export function checkoutOf(goods: Goods): string {
  const page = '/shop/pages/checkout/checkout'
  switch (goods.kind) {
    case 'course':
    case 'gift':
      return `${page}?kind=${goods.kind}&id=${goods.courseId}`
    case 'membership':
      return `${page}?kind=membership&id=${goods.planId}`
    case 'topUp':
      return `${page}?kind=topUp&fen=${goods.fen}`
  }
}
