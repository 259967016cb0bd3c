import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { DeskClock } from '../clock'
import { post } from '../post'
import type { VirtualAccount } from './account'
import type { FaultDesk, PushFault } from './faults'
import { type Letter, letterTo, openedAnswer } from './letter'
import { APPLE_RETRIES_MS, APPLE_WAITS_MS, PUSH_RETRIES_MS, PUSH_TIMEOUT_MS } from './limits'
import type { Attempt, Order, OrderBook, Push } from './orders'

/** How a push leaves the desk; answers what the shop said, or throws. */
export type FetchPush = (letter: Letter & { signal: AbortSignal }) => Promise<{ status: number; text: string }>

export const APPLE_ASKS = 'xpay_subscribe_ios_refund_query_notify'

/** The mini-program's own name in messages. */
const TO_USER = 'gh_desk00000000'
/** A push sent by hand is waited for longer, so that a thousand at once can all be counted. */
const BY_HAND_TIMEOUT_MS = 60_000
const ATTEMPTS_KEPT = 100

const overTheWire: FetchPush = ({ url, ...letter }) => post(url, letter)

const Taken = z.object({ ErrCode: z.literal(0) })
const AppleAnswer = z.object({
  result_code: z.union([z.literal(0), z.literal(1)]),
  result_info: z.string(),
  evidence: z.string().min(1),
})

/** A push nobody should have believed is not delivered by being answered kindly. */
const isForged = (fault: PushFault | undefined): boolean =>
  Boolean(fault?.badSignature || fault?.plainSignature || fault?.flippedBit || fault?.appid)

const nameOf = (fault: PushFault): string =>
  Object.entries(fault)
    .filter(([name, value]) => name !== 'times' && value)
    .map(([name]) => name)
    .join(' ')

type Outcome = { status?: number; failed?: string; answer?: Push['answer'] }

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Brings pushes to the shop in secure mode, again and again under the desk's clock. What is still to be brought stands in the orders. */
export function postman(options: {
  account: VirtualAccount
  book: OrderBook
  clock: DeskClock
  faults: FaultDesk
  /** Where the shop takes pushes; null while none was entered. */
  address(): string | null
  /** Apple has its answer, or none came. */
  onApple(outTradeNo: string, answer: Push['answer']): void
  fetchPush?: FetchPush
}) {
  const { account, book, clock, faults, address, onApple, fetchPush = overTheWire } = options
  const underway = new Set<Promise<unknown>>()
  const stopping = new AbortController()

  const pushOf = (order: Order | undefined, id: string) => order?.pushes.find((one) => one.id === id)
  const isApples = ({ event }: Push) => event === APPLE_ASKS

  /** Reads the order afresh: it may have changed while the shop was answering. */
  function change(
    outTradeNo: string,
    id: string,
    how: (push: Push) => Push,
    more: (order: Order) => Order = (o) => o,
  ): void {
    if (stopping.signal.aborted) return
    const order = book.find(outTradeNo)
    const push = pushOf(order, id)
    if (!order || !push) return
    book.put(more({ ...order, pushes: order.pushes.map((one) => (one === push ? how(push) : one)) }))
  }

  function messageOf(order: Order, push: Push): Record<string, unknown> {
    const common = {
      ToUserName: TO_USER,
      FromUserName: order.openid,
      CreateTime: Math.floor(push.createdAt / 1000),
      MsgType: 'event',
      Event: push.event,
    }
    return { ...common, ...push.content, ...('RetryTimes' in push.content ? { RetryTimes: push.tries } : {}) }
  }

  /** What the answer is worth: taken only as WeChat wants it. */
  function judged(push: Push, status: number, text: string): Outcome {
    if (status !== 200) return { status, failed: `status ${status}` }
    const said = jsonIn(text)
    if (!isApples(push)) return Taken.safeParse(said).success ? { status } : { status, failed: 'no ErrCode 0' }
    // Shops answer as it stands or sealed; WeChat's pages show the one here and the other for messages with content.
    const open =
      typeof said === 'object' && said !== null && 'Encrypt' in said ? openedAnswer(account, { ...said }) : said
    const answer = AppleAnswer.safeParse(open)
    return answer.success ? { status, answer: answer.data } : { status, failed: 'no result_code with evidence' }
  }

  async function carried(push: Push, letter: Letter, timeoutMs: number): Promise<Outcome> {
    const limit = AbortSignal.timeout(timeoutMs)
    try {
      const { status, text } = await fetchPush({ ...letter, signal: AbortSignal.any([limit, stopping.signal]) })
      return judged(push, status, text)
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
      return { failed: limit.aborted ? 'timeout' : String(cause instanceof Error ? cause.message : cause) }
    }
  }

  async function sent(
    order: Order,
    push: Push,
    copies: number,
    timeoutMs: number,
    fault: PushFault | undefined,
  ): Promise<Outcome[]> {
    if (fault?.lost) return [{ failed: 'lost' }]
    const to = address()
    if (to === null) return [{ failed: 'no address' }]
    const letter = letterTo(to, account, messageOf(order, push), clock.now(), fault)
    return Promise.all(Array.from({ length: copies }, () => carried(push, letter, timeoutMs)))
  }

  const isGood = ({ failed }: Outcome): boolean => failed === undefined

  function logged(at: number, copies: number, outcomes: Outcome[], fault: PushFault | undefined): Attempt {
    const { status, failed } = outcomes.find(isGood) ?? outcomes[0] ?? {}
    return {
      at,
      copies,
      ...(status === undefined ? {} : { status }),
      ...(failed === undefined ? {} : { failed }),
      ...(fault ? { fault: nameOf(fault) } : {}),
    }
  }

  /** One attempt of the schedule. */
  async function attempt(outTradeNo: string, id: string): Promise<void> {
    const order = book.find(outTradeNo)
    const push = pushOf(order, id)
    if (!order || !push || push.nextAt === null || push.nextAt > clock.now()) return
    const fault = faults.pushes.take()
    if (fault?.delayMs !== undefined) {
      const later = clock.now() + fault.delayMs
      change(outTradeNo, id, (one) => ({ ...one, nextAt: later }))
      return expect(outTradeNo, id)
    }
    const at = clock.now()
    const copies = 1 + (fault?.duplicate ?? 0)
    const outcomes = await sent(order, push, copies, isApples(push) ? APPLE_WAITS_MS : PUSH_TIMEOUT_MS, fault)
    const good = isForged(fault) ? undefined : outcomes.find(isGood)
    const retries = isApples(push) ? APPLE_RETRIES_MS : PUSH_RETRIES_MS
    change(
      outTradeNo,
      id,
      (one) => {
        const wait = retries[one.tries]
        const isOver = good !== undefined || one.delivered || wait === undefined
        return {
          ...one,
          tries: one.tries + 1,
          nextAt: isOver ? null : at + wait,
          delivered: one.delivered || good !== undefined,
          attempts: [...one.attempts, logged(at, copies, outcomes, fault)].slice(-ATTEMPTS_KEPT),
          ...(good?.answer ? { answer: good.answer } : {}),
        }
      },
      // Taking the push is what makes WeChat call the goods delivered.
      (one) => (good && push.event === 'xpay_goods_deliver_notify' && one.status === 2 ? { ...one, status: 4 } : one),
    )
    expect(outTradeNo, id)
  }

  function track<T>(work: Promise<T>): Promise<T> {
    underway.add(work)
    const done = () => underway.delete(work)
    work.then(done, done)
    return work
  }

  /** Waits for the time the push is due, also when that time has passed while the desk was not running. */
  function expect(outTradeNo: string, id: string): void {
    if (stopping.signal.aborted) return
    const push = pushOf(book.find(outTradeNo), id)
    if (!push) return
    if (push.nextAt === null) {
      if (isApples(push)) onApple(outTradeNo, push.answer)
      return
    }
    const go = () => void track(attempt(outTradeNo, id).catch(console.error))
    if (push.nextAt <= clock.now()) go()
    else clock.at(push.nextAt, go)
  }

  return {
    /** A new push, due now. It is sent once its order has been put on disk and `expect` is called. */
    written(event: string, content: Record<string, unknown>): Push {
      const now = clock.now()
      return { id: randomUUID(), event, content, createdAt: now, tries: 0, nextAt: now, delivered: false, attempts: [] }
    },

    expect,

    /** Sends an order's last push again beside the schedule: so many copies of the same bytes. Answers how often each outcome came. */
    async again(outTradeNo: string, event: string | undefined, times: number): Promise<Record<string, number>> {
      const order = book.get(outTradeNo)
      const push = order.pushes.filter((one) => event === undefined || one.event === event).at(-1)
      if (!push) return {}
      const at = clock.now()
      const fault = faults.pushes.take()
      const outcomes = await track(sent(order, push, times, BY_HAND_TIMEOUT_MS, fault))
      change(outTradeNo, push.id, (one) => ({
        ...one,
        attempts: [...one.attempts, { ...logged(at, times, outcomes, fault), byHand: true }].slice(-ATTEMPTS_KEPT),
      }))
      const counted: Record<string, number> = {}
      for (const { status, failed } of outcomes) {
        const name = failed ?? String(status)
        counted[name] = (counted[name] ?? 0) + 1
      }
      return counted
    },

    /** Takes up, after a start, what had not been brought. */
    resume(order: Order): void {
      for (const push of order.pushes) expect(order.outTradeNo, push.id)
    },

    /** Stops sending; what is not delivered stays on disk for the next start. */
    async close(): Promise<void> {
      stopping.abort()
      await Promise.allSettled(underway)
    },
  }
}
export type Postman = ReturnType<typeof postman>
