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

/** A QR code of NATIVE and a link of H5 serve so long; a repetition of the order gives a fresh one (4012791877, 4012791856). */
export const CODE_LIVES_MS = 2 * HOUR
export const H5_LINK_LIVES_MS = 5 * MINUTE

/** The usual rate, kept from every payment and given back with a refund; the bill counts whole fen, half up. */
export const FEE_PER_MILLE = 6

/** A day's bills are made from nine o'clock on and ready by ten of the next day, China's time (4013071227), for three months. */
export const BILL_READY_MS = 10 * HOUR
export const BILLS_KEPT_MONTHS = 3
/** How long a bill may be fetched after it was asked for (4013071227; an older page says 30 seconds). */
export const BILL_LINK_LIVES_MS = 5 * MINUTE

/** Transfers (4013778940): ten fen at least, and confirmed within a day, or the money comes back. */
export const LEAST_TRANSFER_FEN = 10
export const CONFIRM_TRANSFER_MS = 24 * HOUR
/** From 2000 yuan on the receiver's name must be told (4012716434). */
export const NAMED_TRANSFER_FEN = 200_000
/** Transfers are answered to a question for thirty days (4012716437). */
export const TRANSFER_ASKED_MS = 30 * DAY

/** The desk's own: how long a confirmed transfer takes to arrive, and a cancelled one to come back. */
export const TRANSFER_TAKES_MS = SECOND
export const CANCELLING_TAKES_MS = 2 * SECOND

/** The desk's own: how long the bank takes to give money back. In life it is seconds to days. */
export const REFUND_TAKES_MS = 2 * SECOND
