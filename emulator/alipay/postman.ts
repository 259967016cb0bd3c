import { randomUUID } from 'node:crypto'
import type { DeskClock } from '../clock'
import { post } from '../post'
import type { Account } from './account'
import { chinaDay, chinaTime } from './chinaTime'
import type { FaultDesk, NoticeFault } from './faults'
import { type Letter, letterOf } from './letter'
import { NOTICE_ANSWER, NOTICE_RETRIES_MS, NOTICE_TIMEOUT_MS } from './limits'
import type { Parameters } from './signature'
import { type Attempt, type Notice, stateAt, type Trade, type TradeBook } from './trades'
import { yuanOf } from './yuan'

/** How a notice leaves the desk; answers what the shop said, or throws. */
export type FetchNotice = (
  url: string,
  letter: Letter & { signal: AbortSignal },
) => Promise<{ status: number; text: string }>

/** A notice sent by hand is waited for longer, so that a thousand at once can all be counted. */
const BY_HAND_TIMEOUT_MS = 60_000

// Enough for the whole schedule and some by hand; a thousand copies are one attempt.
const ATTEMPTS_KEPT = 100
const SAID_KEPT = 80

type Carried = { status: number; said: string } | { failed: string }

const isTaken = (answer: Carried): boolean => 'said' in answer && answer.status === 200 && answer.said === NOTICE_ANSWER

/** A notice nobody should have believed is not delivered by being answered kindly. */
const isForged = (fault: NoticeFault): boolean => Boolean(fault.badSignature || fault.signType || fault.forge)

const nameOf = (fault: NoticeFault): string =>
  Object.entries(fault)
    .filter(([name, value]) => name !== 'times' && value)
    .map(([name]) => name)
    .join(' ')

/** Brings notices to the shop, again and again on Alipay's schedule, under the desk's clock. What is still to be brought stands in the trades. */
export function postman(
  who: Account,
  book: TradeBook,
  clock: DeskClock,
  faults: FaultDesk,
  fetchNotice: FetchNotice = post,
) {
  const underway = new Set<Promise<unknown>>()
  const stopping = new AbortController()

  const noticeOf = (outTradeNo: string, id: string): Notice | undefined =>
    book.find(outTradeNo)?.notices.find((one) => one.id === id)

  /** Reads the trade afresh: it may have changed while the shop was answering. */
  function change(outTradeNo: string, id: string, how: (notice: Notice) => Notice): void {
    const trade = book.find(outTradeNo)
    if (!trade || stopping.signal.aborted) return
    book.put({ ...trade, notices: trade.notices.map((one) => (one.id === id ? how(one) : one)) })
  }

  async function carried(url: string, letter: Letter, timeoutMs: number): Promise<Carried> {
    const limit = AbortSignal.timeout(timeoutMs)
    try {
      const { status, text } = await fetchNotice(url, { ...letter, signal: AbortSignal.any([limit, stopping.signal]) })
      return { status, said: text.slice(0, SAID_KEPT) }
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
      return { failed: limit.aborted ? 'timeout' : String(cause instanceof Error ? cause.message : cause) }
    }
  }

  const logOf = (at: number, answers: Carried[], fault: NoticeFault | undefined): Attempt => ({
    at,
    copies: answers.length,
    ...(answers.find(isTaken) ?? answers[0]),
    ...(fault ? { fault: nameOf(fault) } : {}),
  })

  /** One attempt of the schedule. */
  async function attempt(outTradeNo: string, id: string): Promise<void> {
    const notice = noticeOf(outTradeNo, id)
    if (!notice || notice.nextAt === null || notice.nextAt > clock.now()) return
    const fault = faults.notices.take()
    if (fault?.delayMs !== undefined) {
      const later = clock.now() + fault.delayMs
      change(outTradeNo, id, (one) => ({ ...one, nextAt: later }))
      return expect(outTradeNo, id)
    }

    const at = clock.now()
    const letter = letterOf(who, notice, at, fault)
    const copies = Array.from({ length: 1 + (fault?.duplicate ?? 0) })
    const answers: Carried[] = fault?.lost
      ? [{ failed: 'lost' }]
      : await Promise.all(copies.map(() => carried(notice.url, letter, NOTICE_TIMEOUT_MS)))
    const delivered = answers.some(isTaken) && !(fault && isForged(fault))
    change(outTradeNo, id, (one) => {
      const wait = NOTICE_RETRIES_MS[one.tries]
      const over = delivered || one.delivered || wait === undefined
      return {
        ...one,
        tries: one.tries + 1,
        nextAt: over ? null : at + wait,
        delivered: one.delivered || delivered,
        attempts: [...one.attempts, logOf(at, answers, fault)].slice(-ATTEMPTS_KEPT),
      }
    })
    expect(outTradeNo, id)
  }

  function track<T>(work: Promise<T>): Promise<T> {
    underway.add(work)
    const done = () => underway.delete(work)
    work.then(done, done)
    return work
  }

  /** Waits for the time the notice is due, also when that time has passed while the desk was not running. */
  function expect(outTradeNo: string, id: string): void {
    if (stopping.signal.aborted) return
    const nextAt = noticeOf(outTradeNo, id)?.nextAt
    if (nextAt === undefined || nextAt === null) return
    const go = () => void track(attempt(outTradeNo, id).catch(console.error))
    if (nextAt <= clock.now()) go()
    else clock.at(nextAt, go)
  }

  return {
    /**
     * The trade with a notice of how it stands now, due at once; without an address there is nobody to tell. It is sent
     * once the trade has been put on disk and `expectLast` is called.
     */
    withNotice(trade: Trade, event: Notice['event'], more: Parameters = {}): Trade {
      if (trade.notifyUrl === undefined) return trade
      const now = clock.now()
      const { seller } = who
      const fields: Parameters = {
        notify_type: 'trade_status_sync',
        app_id: seller.appId,
        auth_app_id: seller.appId,
        charset: 'utf-8',
        version: '1.0',
        seller_id: seller.sellerId,
        buyer_id: '2088102000000001',
        buyer_logon_id: '138****0000',
        out_trade_no: trade.outTradeNo,
        trade_no: trade.tradeNo,
        trade_status: stateAt(trade, now),
        subject: trade.subject,
        total_amount: yuanOf(trade.fen),
        gmt_create: chinaTime(trade.createdAt),
        ...(trade.paidAt === undefined ? {} : { gmt_payment: chinaTime(trade.paidAt) }),
        ...(trade.closedAt === undefined ? {} : { gmt_close: chinaTime(trade.closedAt) }),
        ...more,
      }
      // Alipay's own begin with the day, too.
      const id = `${chinaDay(now)}${randomUUID().replaceAll('-', '')}`
      const fresh = { createdAt: now, tries: 0, nextAt: now, delivered: false, attempts: [] }
      return { ...trade, notices: [...trade.notices, { id, event, url: trade.notifyUrl, fields, ...fresh }] }
    },

    /** Sends what is due of this trade, and waits for what is due later; also after a start. */
    expectAll(outTradeNo: string): void {
      for (const { id } of book.find(outTradeNo)?.notices ?? []) expect(outTradeNo, id)
    },

    expectLast(outTradeNo: string): void {
      const last = book.find(outTradeNo)?.notices.at(-1)
      if (last) expect(outTradeNo, last.id)
    },

    /** Sends a notice again beside the schedule: so many copies of the same bytes at once. Answers how often each answer came back. */
    async again(outTradeNo: string, id: string | undefined, times: number): Promise<Record<string, number>> {
      const notices = book.find(outTradeNo)?.notices ?? []
      const notice = id === undefined ? notices.at(-1) : notices.find((one) => one.id === id)
      if (!notice) return {}
      const at = clock.now()
      const fault = faults.notices.take()
      const letter = letterOf(who, notice, at, fault)
      const one = () => carried(notice.url, letter, BY_HAND_TIMEOUT_MS)
      const answers = await track(Promise.all(Array.from({ length: times }, one)))
      const logged: Attempt = { ...logOf(at, answers, fault), byHand: true }
      change(outTradeNo, notice.id, (kept) => ({
        ...kept,
        attempts: [...kept.attempts, logged].slice(-ATTEMPTS_KEPT),
      }))
      const counted: Record<string, number> = {}
      for (const answer of answers) {
        const name = 'said' in answer ? answer.said : answer.failed
        counted[name] = (counted[name] ?? 0) + 1
      }
      return counted
    },

    /** Stops sending; what is not delivered stays on disk for the next start. */
    async close(): Promise<void> {
      stopping.abort()
      await Promise.allSettled(underway)
    },
  }
}
export type Postman = ReturnType<typeof postman>
