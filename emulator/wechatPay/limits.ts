/** WeChat Pay's own numbers. Sources: pay.weixin.qq.com/doc/v3/merchant/4012525182 (placing), 4012556457 (refunds), 4012075420 (signatures). */
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How far a request's timestamp may be from now. */
export const SIGNATURE_WINDOW_SECONDS = 300

export const PREPAY_LIVES_MS = 2 * HOUR
export const ORDER_LIVES_MS = 7 * DAY
/** An earlier `time_expire` is moved here, a later one is cut. */
export const SHORTEST_ORDER_MS = MINUTE
export const LONGEST_ORDER_MS = 90 * DAY

export const REFUND_WITHIN_MS = 365 * DAY
export const MOST_REFUNDS = 50
export const BETWEEN_REFUNDS_MS = MINUTE

/** A notice counts as lost when the shop has not answered by then. */
export const NOTICE_TIMEOUT_MS = 5 * SECOND
/** Waits after the first attempt: 15 retries in 24 hours and 4 minutes. */
export const NOTICE_RETRIES_MS = [
  15 * SECOND,
  15 * SECOND,
  30 * SECOND,
  3 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  30 * MINUTE,
  30 * MINUTE,
  30 * MINUTE,
  60 * MINUTE,
  3 * HOUR,
  3 * HOUR,
  3 * HOUR,
  6 * HOUR,
  6 * HOUR,
]

/** The desk's own: how long the bank takes to give money back. In life it is seconds to days. */
export const REFUND_TAKES_MS = 2 * SECOND
