/** Alipay's own numbers, each with its page on opendocs.alipay.com. */
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** open/028r8t (alipay.trade.page.pay): `total_amount` is 0.01 to 100 000 000 yuan. */
export const MOST_FEN = 10_000_000_000
export const LONGEST_SUBJECT = 256
export const LONGEST_ADDRESS = 256
export const LONGEST_REASON = 256

/** The same page: an unpaid trade may live 1 minute to 15 days, and lives 15 when nothing is said. */
export const SHORTEST_TRADE_MS = MINUTE
export const LONGEST_TRADE_MS = 15 * DAY

/** open/02ekfk (alipay.trade.refund): a year after the payment the trade is finished; 3 seconds between two refunds of one trade. */
export const REFUND_WITHIN_MS = 365 * DAY
export const BETWEEN_REFUNDS_MS = 3 * SECOND

/**
 * The desk's own: Alipay asks for the format of `timestamp` and documents no window. One hour finds every clock in a wrong
 * time zone, which is what goes wrong in life. The address of a page is opened later than it was signed, so it may be as
 * old as the longest trade.
 */
export const TIMESTAMP_WINDOW_MS = HOUR
export const PAGE_LIVES_MS = LONGEST_TRADE_MS

/** The desk's own: a notice counts as lost when the shop has not answered by then. */
export const NOTICE_TIMEOUT_MS = 5 * SECOND
/**
 * Waits after the first attempt (open/270/105902: 25 小时以内完成 8 次通知，间隔频率一般是 4m,10m,10m,1h,2h,6h,15h).
 */
export const NOTICE_RETRIES_MS = [4 * MINUTE, 10 * MINUTE, 10 * MINUTE, HOUR, 2 * HOUR, 6 * HOUR, 15 * HOUR]
/** The one answer that ends them: the seven letters and nothing else. */
export const NOTICE_ANSWER = 'success'

/** open/e81ed5f1 (bill.downloadurl.query): 当日数据一般于次日 9 点前生成; six years back; an address lives 30 seconds. */
export const BILL_READY_MS = 9 * HOUR
export const BILLS_KEPT_YEARS = 6
export const BILL_LINK_LIVES_MS = 30 * SECOND

/** What Alipay keeps of a payment on a web page, 0.6 %; the desk's own: it comes back with a refund. */
export const FEE_PER_MILLE = 6
