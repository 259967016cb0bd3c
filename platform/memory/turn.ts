/** What a call waits for before it happens: others may go first. */
export type Turn = () => Promise<void>

/** A turn of the event loop, as the network would take. A simulation gives one of its own, in an order that a seed decides. */
export const eventLoop: Turn = () => new Promise((resolve) => setImmediate(resolve))
