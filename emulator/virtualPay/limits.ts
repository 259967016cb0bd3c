/**
 * Virtual payment's own numbers. Sources: developers.weixin.qq.com/miniprogram/dev/server/API/VirtualPayment/*,
 * …/api/payment/wx.requestVirtualPayment, …/platform-capabilities/business-capabilities/virtual-payment{,/ios}.html.
 */
const SECOND = 1000
const MINUTE = 60 * SECOND

/** Apple takes nothing smaller than a yuan. */
export const LEAST_FEN_ON_IOS = 100

/** After publishing, a client is refused with -15014 for "about 10 minutes"; in WeChat's sandbox (env 1) not at all. */
export const ITEM_TAKES_EFFECT_MS = 10 * MINUTE

/** A message push must be answered by then (message-push.html). */
export const PUSH_TIMEOUT_MS = 5 * SECOND
/** Waits after the first attempt: 2, 4, 8 … seconds, 15 times ("RetryTimes", xpay_refund_notify). */
export const PUSH_RETRIES_MS = Array.from({ length: 15 }, (_, n) => 2 ** (n + 1) * SECOND)

/** Apple's question waits three seconds for an answer and is asked three times. */
export const APPLE_WAITS_MS = 3 * SECOND
/** The desk's own: WeChat does not say how far apart the three are. */
export const APPLE_RETRIES_MS = [10 * SECOND, 10 * SECOND]

/** The desk's own: how long the money takes on its way back, and a task with items. */
export const REFUND_TAKES_MS = 2 * SECOND
export const TASK_TAKES_MS = 200

/** What one yuan buys on this desk: 1 coin = 1 fen. */
export const COINS_PER_YUAN = 100

/** A list of orders spans at most 31 days (api_start_download_order.html). The desk's own: how long it takes to be written, and stays. */
export const MOST_LIST_DAYS = 31
export const LIST_TAKES_MS = 20
export const LIST_LIVES_MS = 30 * MINUTE
