import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import { credit, debit, type Entry, entryOf, gatewayAccount, payoutOf, teacherOf } from '../ledger/entry'
import { ledger } from '../ledger/ledger'
import { lookAgainAt } from '../orders/order'
import type { Caller, Filter, Ports, Transfer } from '../ports'
import { confirmUntil, GIVE_UP_MS, LEAST_FEN, MOST_FEN, type Withdrawal, withdrawalView } from './withdrawal'
import { withdrawals } from './withdrawals'

export type WithdrawPorts = Pick<Ports, 'store' | 'ids' | 'clock' | 'alert' | 'transfers'>

/** What the transfer is called on WeChat's page, at most 32 signs. */
const REMARK = '课程收入'

const movement = (one: Withdrawal, kind: Entry['kind'], at: string, from: string, to: string): Entry =>
  entryOf({ _id: `${one._id}:${kind}`, kind, at, words: REMARK }, [debit(from, one.fen), credit(to, one.fen)])

/** The three movements of a withdrawal: set aside, then either paid out or given back. Each can be written once. */
const entries = {
  taken: (one: Withdrawal, at: string) => movement(one, 'withdraw', at, teacherOf(one.userId), payoutOf(one.userId)),
  paid: (one: Withdrawal, at: string) =>
    movement(one, 'withdrawPaid', at, payoutOf(one.userId), gatewayAccount('wechatPay')),
  back: (one: Withdrawal, at: string) => movement(one, 'withdrawBack', at, payoutOf(one.userId), teacherOf(one.userId)),
}

const states: Record<Transfer['state'], Withdrawal['state']> = {
  ACCEPTED: 'paying',
  PROCESSING: 'paying',
  WAIT_USER_CONFIRM: 'confirm',
  TRANSFERING: 'paying',
  SUCCESS: 'paid',
  FAIL: 'failed',
  CANCELING: 'started',
  CANCELLED: 'cancelled',
}

/** Ends a withdrawal: the books first, then the document over them, so that a death in between is made good by the next look. */
async function end(
  ports: WithdrawPorts,
  one: Withdrawal,
  state: 'paid' | 'failed' | 'cancelled',
  why: string,
): Promise<Withdrawal> {
  const at = ports.clock.now().toISOString()
  await ledger(ports).post(state === 'paid' ? entries.paid(one, at) : entries.back(one, at))
  const { transferBillNo } = one
  return endDocument(ports, one, { state, why, endedAt: at, packageInfo: null, transferBillNo })
}

async function endDocument(
  ports: WithdrawPorts,
  { _id }: Withdrawal,
  set: Pick<Withdrawal, 'state' | 'why' | 'endedAt'> & Partial<Withdrawal>,
): Promise<Withdrawal> {
  return change(ports, _id, {}, { ...set, dueAt: null })
}

/** Changes a withdrawal that has not ended; answers it as it then is, changed or not. */
async function change(
  ports: WithdrawPorts,
  id: string,
  when: Filter,
  set: Partial<Withdrawal>,
  inc: Record<string, number> = {},
): Promise<Withdrawal> {
  const changed = await withdrawals(ports).change(id, { ...when, endedAt: null }, { set, inc })
  const now = changed ?? (await withdrawals(ports).find(id))
  if (!now) throw new AppError('WITHDRAWAL_NOT_POSSIBLE', { why: 'UNKNOWN' })
  return now
}

/** Nothing to do but to look again later. */
const later = (ports: WithdrawPorts, one: Withdrawal, set: Partial<Withdrawal>): Promise<Withdrawal> =>
  change(ports, one._id, {}, { ...set, dueAt: lookAgainAt(one.looks, ports.clock.now()) }, { looks: 1 })

/** Sets aside what was asked for. False when the teacher does not hold it, and then it never will be. */
async function isSetAside(ports: WithdrawPorts, one: Withdrawal): Promise<boolean> {
  const at = ports.clock.now().toISOString()
  try {
    return (await ledger(ports).post(entries.taken(one, at), { mustCover: true })).lines.length > 0
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'BALANCE_TOO_LOW') throw error
    // Somebody else may have set it aside in this moment, over money that has just come: only what is crossed out has not happened.
    return !(await ledger(ports).crossOut({ _id: entries.taken(one, at)._id, kind: 'withdraw', at }))
  }
}

/**
 * WeChat Pay refused to start it. For want of our own money it waits, unless the teacher no longer wants it; any other refusal would be repeated. It is given
 * up then, but only later ended: another of us may be starting it at this moment.
 */
async function refused(ports: WithdrawPorts, one: Withdrawal, code: string): Promise<Withdrawal> {
  // Told at the first time, and while it waits about once an hour: the waits grow to a quarter of an hour.
  if (one.why !== code || one.looks % 4 === 0) ports.alert('TRANSFER_REFUSED', { withdrawalId: one._id, code })
  if (code === 'NOT_ENOUGH' && !one.isCancelling) return later(ports, one, { why: code })
  const now = ports.clock.now()
  const dueAt = new Date(now.getTime() + GIVE_UP_MS).toISOString()
  return change(ports, one._id, { givenUpAt: null }, { givenUpAt: now.toISOString(), why: code, dueAt })
}

/** What is to be done about a transfer that WeChat Pay has never heard of. */
async function begin(ports: WithdrawPorts, one: Withdrawal): Promise<Withdrawal> {
  const now = ports.clock.now()
  if (one.transferBillNo) {
    // It was there: WeChat Pay answers for thirty days only. Never again under this number without a person.
    ports.alert('TRANSFER_VANISHED', { withdrawalId: one._id })
    return later(ports, one, {})
  }
  if (one.givenUpAt) {
    const isOver = now.getTime() - Date.parse(one.givenUpAt) >= GIVE_UP_MS
    if (!isOver) return later(ports, one, {})
    return end(ports, one, one.isCancelling ? 'cancelled' : 'failed', one.why)
  }
  // Written down before it is started, and only while nobody has given it up: what was given up unstarted is never started.
  const started = one.isStarting
    ? one
    : await change(
        ports,
        one._id,
        { isCancelling: false, isStarting: false },
        { isStarting: true, confirmBy: confirmUntil(now) },
      )
  if (started.endedAt) return started
  if (!started.isStarting) return end(ports, started, 'cancelled', '')
  try {
    return await follow(ports, started, await start(ports, started), now)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'PAYMENT_REFUSED') throw error
    return refused(ports, started, String(error.facts.code ?? 'REFUSED'))
  }
}

/** The same number with the same facts is the same transfer, however often it is started. */
const start = (ports: WithdrawPorts, one: Withdrawal): Promise<Transfer> =>
  ports.transfers.start({ outBillNo: one._id, openid: one.openid, fen: one.fen, remark: REMARK })

/** A transfer that is no longer wanted is cancelled, if its teacher has not confirmed it in this moment; asked again, WeChat Pay says which. */
async function cancelled(ports: WithdrawPorts, one: Withdrawal, transfer: Transfer): Promise<Transfer> {
  try {
    await ports.transfers.cancel(one._id)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'PAYMENT_REFUSED') throw error
  }
  return (await ports.transfers.transferOf(one._id)) ?? transfer
}

/** Brings a withdrawal to where its transfer is. `startedAt`: we have just started it. */
async function follow(
  ports: WithdrawPorts,
  one: Withdrawal,
  known: Transfer,
  startedAt: Date | null,
): Promise<Withdrawal> {
  if (known.fen !== one.fen || known.openid !== one.openid) {
    ports.alert('TRANSFER_DOES_NOT_FIT', { withdrawalId: one._id })
    throw new AppError('UNEXPECTED')
  }
  const isWaiting = known.state === 'WAIT_USER_CONFIRM'
  const transfer = isWaiting && one.isCancelling ? await cancelled(ports, one, known) : known
  const { transferBillNo } = transfer
  const state = states[transfer.state]
  if (state === 'paid' || state === 'failed' || state === 'cancelled')
    return end(ports, { ...one, transferBillNo }, state, transfer.failReason ?? '')
  return later(ports, one, {
    state,
    why: '',
    transferBillNo,
    packageInfo: transfer.packageInfo ?? one.packageInfo,
    ...(startedAt && { confirmBy: confirmUntil(startedAt) }),
  })
}

/**
 * Brings a withdrawal as far as WeChat Pay has it. What was asked for is set aside first, and a transfer is started only over that, once: it may
 * die anywhere and run many times at once. Money that cannot be set aside ends it with `why` BALANCE_TOO_LOW.
 * Refuses: PAYMENT_UNAVAILABLE (ask again).
 */
export async function lookAtWithdrawal(ports: WithdrawPorts, one: Withdrawal): Promise<Withdrawal> {
  if (one.endedAt) return one
  if (!(await isSetAside(ports, one)))
    return endDocument(ports, one, {
      state: 'failed',
      why: 'BALANCE_TOO_LOW',
      endedAt: ports.clock.now().toISOString(),
    })
  const known = await ports.transfers.transferOf(one._id)
  if (!known) return begin(ports, one)
  // Whoever started it died before writing down what opens WeChat's page, and only starting tells that.
  const isUnopened = known.state === 'WAIT_USER_CONFIRM' && !one.packageInfo && !one.isCancelling
  return follow(ports, one, isUnopened ? await start(ports, one) : known, null)
}

/** Begins the next withdrawal, or goes on with the one that is under way. Refuses: WITHDRAWAL_NOT_POSSIBLE {why}. */
async function ask(ports: WithdrawPorts, { userId, openid }: Caller, fen: number): Promise<Withdrawal> {
  if (!openid) throw new AppError('WITHDRAWAL_NOT_POSSIBLE', { why: 'WECHAT_ONLY' })
  if (fen < LEAST_FEN || fen > MOST_FEN) throw new AppError('WITHDRAWAL_NOT_POSSIBLE', { why: 'AMOUNT' })
  const [latest] = await withdrawals(ports).ofTeacher(userId, 1)
  const isUnderWay = latest !== undefined && !latest.endedAt
  if (!isUnderWay && (await ledger(ports).balanceOf(teacherOf(userId))) < fen)
    throw new AppError('BALANCE_TOO_LOW', { account: 'teacher' })
  const attempt = (latest?.attempt ?? 0) + 1
  const one = isUnderWay ? latest : await withdrawals(ports).open({ userId, openid }, attempt, fen, ports.clock.now())
  // Another amount is another wish: of two taps at once with different amounts the second is told so.
  if (one.fen !== fen) throw new AppError('WITHDRAWAL_NOT_POSSIBLE', { why: 'UNDER_WAY' })
  return one
}

/** Gives up what is not confirmed yet: the wish is written down, and carried out by the look that follows. */
async function cancel(ports: WithdrawPorts, one: Withdrawal): Promise<Withdrawal> {
  return (await withdrawals(ports).change(one._id, { endedAt: null }, { set: { isCancelling: true } })) ?? one
}

/** A teacher's withdrawal. Somebody else's is answered like one that does not exist. */
export const withdraw =
  (ports: WithdrawPorts) =>
  async (caller: Caller, input: Input<'withdraw'>): Promise<Output<'withdraw'>> => {
    const known =
      input.action === 'ask' ? await ask(ports, caller, input.fen) : await withdrawals(ports).find(input.withdrawalId)
    if (!known || known.userId !== caller.userId) throw new AppError('WITHDRAWAL_NOT_POSSIBLE', { why: 'UNKNOWN' })
    const current = input.action === 'cancel' && !known.endedAt ? await cancel(ports, known) : known
    const seen = await lookAtWithdrawal(ports, current)
    if (input.action === 'ask' && seen.why === 'BALANCE_TOO_LOW')
      throw new AppError('BALANCE_TOO_LOW', { account: 'teacher' })
    return { withdrawal: withdrawalView(seen), merchant: ports.transfers.merchant }
  }
