import type { Bills, Gateway } from '../../core/ports'

/** A file of its own in functions, read when Alipay is first thought of. */
const later = () => require('./setUp') as typeof import('./setUp')

/** Alipay as this shop's functions use it; null for a shop without it. */
export const gateway = (): Gateway | null => later().gateway()

/** Its bills; null for a shop without it. */
export const bills = (): Bills | null => later().bills()
