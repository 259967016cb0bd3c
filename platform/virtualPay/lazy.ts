import type { Bills, Gateway, VirtualItems } from '../../core/ports'

/** A file of its own in functions, read when virtual payment is first thought of. */
const later = () => require('./setUp') as typeof import('./setUp')

/** Virtual payment as this shop's functions use it; null when the shop has none. */
export const gateway = (): Gateway | null => later().gateway()

/** The items of this shop; null when it has no virtual payment. */
export const items = (): VirtualItems | null => later().items()

/** Its bills; null when the shop has no virtual payment. */
export const bills = (): Bills | null => later().bills()
