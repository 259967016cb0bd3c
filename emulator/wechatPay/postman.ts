import { randomUUID } from 'node:crypto'
import type { DeskClock } from '../clock'
import { post } from '../post'
import type { FaultDesk, NoticeFault } from './faults'
import { type Sealed, sealed } from './letter'
import { NOTICE_RETRIES_MS, NOTICE_TIMEOUT_MS } from './limits'
import type { Account } from './merchant'
import type { About, Attempt, Notice, Order, Told } from './orders'
import type { Shelf } from './shelf'

/** How a notice leaves the desk; answers the shop's HTTP status, or throws. */
export type FetchNotice = (url: string, notice: Sealed & { signal: AbortSignal }) => Promise<{ status: number }>

/** A notice sent by hand is waited for longer, so that a thousand at once can all be counted. */
const BY_HAND_TIMEOUT_MS = 60_000

// Enough for the whole schedule and some by hand; a thousand copies are one attempt.
const ATTEMPTS_KEPT = 100

/** A notice nobody should have believed is not delivered by being answered kindly. */
const isForged = (fault: NoticeFault): boolean =>
  Boolean(fault.badSignature || fault.signtest || fault.flippedBit || fault.serial || fault.skewSeconds)

const nameOf = (fault: NoticeFault): string =>
  Object.entries(fault)
    .filter(([name, value]) => name !== 'times' && value)
    .map(([name]) => name)
    .join(' ')

/** Brings notices to the shop, again and again on WeChat's schedule, under the desk's clock. What is still to be brought stands in what it tells about. */
export function postman(
  who: Account,
  shelf: Shelf,
  clock: DeskClock,
  faults: FaultDesk,
  fetchNotice: FetchNotice = post,
) {
  const underway = new Set<Promise<unknown>>()
  const stopping = new AbortController()

  /** Reads it afresh: the record may have changed while the shop was answering. */
  function change(about: About, how: (notice: Notice) => Notice): void {
    if (!stopping.signal.aborted) shelf.change(about, how)
  }

  async function carried(
    url: string,
    letter: Sealed,
    timeoutMs: number,
  ): Promise<{ status: number } | { failed: string }> {
    const limit = AbortSignal.timeout(timeoutMs)
    try {
      const { status } = await fetchNotice(url, { ...letter, signal: AbortSignal.any([limit, stopping.signal]) })
      return { status }
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
      return { failed: limit.aborted ? 'timeout' : String(cause instanceof Error ? cause.message : cause) }
    }
  }

  const isTaken = (answer: { status: number } | { failed: string }) =>
    'status' in answer && (answer.status === 200 || answer.status === 204)

  /** One attempt of the schedule. */
  async function attempt(about: About): Promise<void> {
    const notice = shelf.find(about)
    if (!notice || notice.nextAt === null || notice.nextAt > clock.now()) return
    const fault = faults.notices.take()
    if (fault?.delayMs !== undefined) {
      const later = clock.now() + fault.delayMs
      change(about, (one) => ({ ...one, nextAt: later }))
      return expect(about)
    }

    const at = clock.now()
    const copies = 1 + (fault?.duplicate ?? 0)
    const letter = sealed(who, notice, at, fault)
    const answers = fault?.lost
      ? [{ failed: 'lost' }]
      : await Promise.all(Array.from({ length: copies }, () => carried(notice.url, letter, NOTICE_TIMEOUT_MS)))
    const delivered = answers.some(isTaken) && !(fault && isForged(fault))
    const logged: Attempt = {
      at,
      copies,
      ...(answers.find(isTaken) ?? answers[0]),
      ...(fault ? { fault: nameOf(fault) } : {}),
    }
    change(about, (one) => {
      const wait = NOTICE_RETRIES_MS[one.tries]
      const over = delivered || one.delivered || wait === undefined
      return {
        ...one,
        tries: one.tries + 1,
        nextAt: over ? null : at + wait,
        delivered: one.delivered || delivered,
        attempts: [...one.attempts, logged].slice(-ATTEMPTS_KEPT),
      }
    })
    expect(about)
  }

  function track<T>(work: Promise<T>): Promise<T> {
    underway.add(work)
    const done = () => underway.delete(work)
    work.then(done, done)
    return work
  }

  /** Waits for the time the notice is due, also when that time has passed while the desk was not running. */
  function expect(about: About): void {
    if (stopping.signal.aborted) return
    const nextAt = shelf.find(about)?.nextAt
    if (nextAt === undefined || nextAt === null) return
    const go = () => void track(attempt(about).catch(console.error))
    if (nextAt <= clock.now()) go()
    else clock.at(nextAt, go)
  }

  return {
    /** A new notice, due now. It is sent once it has been put on disk with what it tells about, and `expect` is called. */
    written(eventType: string, summary: string, originalType: string, url: string, content: Told): Notice {
      const now = clock.now()
      const fresh = { createdAt: now, tries: 0, nextAt: now, delivered: false, attempts: [] }
      return { id: randomUUID(), eventType, summary, originalType, url, content, ...fresh }
    },

    expect,

    /** Sends a notice again beside the schedule: so many copies of the same bytes at once. Answers how often each status came back. */
    async again(about: About, times: number): Promise<Record<string, number>> {
      const notice = shelf.find(about)
      if (!notice) return {}
      const at = clock.now()
      const fault = faults.notices.take()
      const letter = sealed(who, notice, at, fault)
      const one = () => carried(notice.url, letter, BY_HAND_TIMEOUT_MS)
      const answers = await track(Promise.all(Array.from({ length: times }, one)))
      const logged: Attempt = {
        at,
        copies: times,
        byHand: true,
        ...(answers.find(isTaken) ?? answers[0]),
        ...(fault ? { fault: nameOf(fault) } : {}),
      }
      change(about, (kept) => ({ ...kept, attempts: [...kept.attempts, logged].slice(-ATTEMPTS_KEPT) }))
      const counted: Record<string, number> = {}
      for (const answer of answers) {
        const name = 'status' in answer ? String(answer.status) : answer.failed
        counted[name] = (counted[name] ?? 0) + 1
      }
      return counted
    },

    /** Takes up, after a start, what had not been brought. */
    resume({ outTradeNo, refunds }: Order): void {
      expect({ outTradeNo })
      for (const { outRefundNo } of refunds) expect({ outTradeNo, outRefundNo })
    },

    /** Stops sending; what is not delivered stays on disk for the next start. */
    async close(): Promise<void> {
      stopping.abort()
      await Promise.allSettled(underway)
    },
  }
}
export type Postman = ReturnType<typeof postman>
