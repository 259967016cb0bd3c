import * as z from 'zod'
import type { WithdrawalView } from '../contract/withdraw'

/** A teacher's income on its way to their WeChat. Its id is the transfer's number: one request, one transfer, whatever happens. */
export const Withdrawal = z.object({
  _id: z.string(),
  userId: z.string(),
  openid: z.string(),
  attempt: z.int().positive(),
  fen: z.int().positive(),
  state: z.enum(['started', 'confirm', 'paying', 'paid', 'failed', 'cancelled']),
  packageInfo: z.string().nullable(),
  /** WeChat Pay's number of the transfer, by which the fund bill calls it; null until we have heard it. */
  transferBillNo: z.string().nullable(),
  askedAt: z.string(),
  /** WeChat gives the teacher until then to confirm. */
  confirmBy: z.string(),
  endedAt: z.string().nullable(),
  why: z.string(),
  /**
   * Written down before the transfer is started, and only while nobody has given it up: from then on it exists or is about to, so that
   * giving up means starting and cancelling it. Given up before, it is never started.
   */
  isStarting: z.boolean(),
  isCancelling: z.boolean(),
  /**
   * When it was given up after it had been started and refused: nobody starts it any more, and once every start that was already under way must have
   * ended, what WeChat Pay then says is final. Null otherwise.
   */
  givenUpAt: z.string().nullable(),
  dueAt: z.string().nullable(),
  looks: z.int().nonnegative(),
})
export type Withdrawal = z.infer<typeof Withdrawal>

/** WeChat's limits of one transfer without a name (pay.weixin.qq.com/doc/v3/merchant/4012716434): 0.1 yuan, below 2000 yuan. */
export const LEAST_FEN = 10
export const MOST_FEN = 199_999

const DAY_MS = 24 * 3_600_000
/** WeChat's patience with the teacher, from the moment the transfer is started (pay.weixin.qq.com/doc/v3/merchant/4013778940). */
export const confirmUntil = (startedAt: Date): string => new Date(startedAt.getTime() + DAY_MS).toISOString()

/** No function of ours lives this long (`timeout` in function.json): what was being started when it was given up has been started by then, or never. */
export const GIVE_UP_MS = 20 * 60_000

export const openWithdrawal = (
  { withdrawalId, userId, openid, attempt }: { withdrawalId: string; userId: string; openid: string; attempt: number },
  fen: number,
  now: Date,
): Withdrawal => ({
  _id: withdrawalId,
  userId,
  openid,
  attempt,
  fen,
  state: 'started',
  packageInfo: null,
  transferBillNo: null,
  askedAt: now.toISOString(),
  confirmBy: confirmUntil(now),
  endedAt: null,
  why: '',
  isStarting: false,
  isCancelling: false,
  givenUpAt: null,
  dueAt: now.toISOString(),
  looks: 0,
})

export const withdrawalView = (one: Withdrawal): WithdrawalView => ({
  withdrawalId: one._id,
  fen: one.fen,
  state: one.state,
  packageInfo: one.state === 'confirm' ? one.packageInfo : null,
  confirmBy: one.state === 'confirm' ? one.confirmBy : null,
  askedAt: one.askedAt,
  endedAt: one.endedAt,
  why: one.why,
})
