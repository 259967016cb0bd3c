import * as z from 'zod'
import type { DeskClock } from '../clock'
import { chinaTime } from './chinaTime'
import { failed } from './errors'
import type { FaultDesk } from './faults'
import { BETWEEN_REFUNDS_MS, LONGEST_REASON } from './limits'
import type { Postman } from './postman'
import { isNamed, named, parsed, text } from './request'
import { givenBack, type Refund, stateAt, type Trade, type TradeBook } from './trades'
import { fenOf, yuanOf } from './yuan'

// opendocs.alipay.com/open/02ekfk; `out_request_no` may be left out there for a whole refund. This desk wants it always: without
// it a repetition cannot be told from a second refund.
const RefundRequest = z
  .strictObject({
    ...named,
    refund_amount: z.string(),
    out_request_no: text(64),
    refund_reason: text(LONGEST_REASON).optional(),
  })
  .refine(isNamed)

// open/02ekfl.
const RefundQuestion = z
  .strictObject({ ...named, out_request_no: text(64), query_options: z.array(z.string()).optional() })
  .refine(isNamed)

/** All that was ever asked back, arrived or not: what may still be asked for is the rest. */
const asked = ({ refunds }: Trade): number => refunds.reduce((sum, { fen }) => sum + fen, 0)

function checkRules(trade: Trade, fen: number, now: number): void {
  const state = stateAt(trade, now)
  if (state === 'WAIT_BUYER_PAY') throw failed('TRADE_STATUS_ERROR', '交易状态不合法')
  if (state === 'TRADE_CLOSED') throw failed('TRADE_HAS_CLOSE', '交易已关闭')
  if (state === 'TRADE_FINISHED') throw failed('TRADE_HAS_FINISHED', '交易已完结')
  if (asked(trade) + fen > trade.fen) throw failed('REFUND_AMT_NOT_EQUAL_TOTAL', '退款金额超限')
  const last = trade.refunds.at(-1)
  // The interval is documented, its code is not: "try again" is what a shop must do in any case.
  if (last && now - last.createdAt < BETWEEN_REFUNDS_MS) throw failed('SYSTEM_ERROR', '同一笔交易两次退款须间隔3秒以上')
}

/** Giving money back: at once, unless ordered otherwise. The last of it closes the trade. Every method throws AlipayRefusal. */
export function refunds(book: TradeBook, clock: DeskClock, faults: FaultDesk, post: Postman) {
  /** The bank is done: the trade with the refund settled, or without it when it failed. */
  function settled(trade: Trade, refund: Refund): Trade {
    const rest = trade.refunds.filter((one) => one.outRequestNo !== refund.outRequestNo)
    if (refund.outcome === 'FAIL') return { ...trade, refunds: rest }
    const now = clock.now()
    const done: Trade = { ...trade, refunds: [...rest, { ...refund, settlesAt: null }] }
    const isWhole = givenBack(done) === trade.fen
    return post.withNotice(isWhole ? { ...done, state: 'TRADE_CLOSED', closedAt: now } : done, 'refunded', {
      refund_fee: yuanOf(givenBack(done)),
      gmt_refund: `${chinaTime(now)}.000`,
      out_biz_no: refund.outRequestNo,
    })
  }

  function settle(outTradeNo: string, outRequestNo: string): void {
    const trade = book.find(outTradeNo)
    const refund = trade?.refunds.find((one) => one.outRequestNo === outRequestNo)
    if (!trade || !refund || refund.settlesAt === null) return
    book.put(settled(trade, refund))
    if (refund.outcome === 'SUCCESS') post.expectLast(outTradeNo)
  }

  function expect({ outTradeNo }: Trade, { outRequestNo, settlesAt }: Refund): void {
    if (settlesAt !== null) clock.at(settlesAt, () => settle(outTradeNo, outRequestNo))
  }

  const answer = (trade: Trade, fundChange: 'Y' | 'N') => ({
    buyer_logon_id: '138****0000',
    buyer_user_id: '2088102000000001',
    fund_change: fundChange,
    out_trade_no: trade.outTradeNo,
    // All that was given back for this trade until now, not by this request.
    refund_fee: yuanOf(givenBack(trade)),
    send_back_fee: '0.00',
    trade_no: trade.tradeNo,
  })

  return {
    /** The same request number with the same amount moves nothing more; with another it is refused. */
    ask(business: unknown): Record<string, string> {
      const request = parsed(RefundRequest, business)
      const fen = fenOf(request.refund_amount) ?? 0
      if (fen < 1) throw failed('REASON_TRADE_REFUND_FEE_ERR', '退款金额无效')
      const trade = book.get(request)
      const known = trade.refunds.find((one) => one.outRequestNo === request.out_request_no)
      if (known && known.fen !== fen) throw failed('DISCORDANT_REPEAT_REQUEST', '退款金额不一致')
      if (known) return answer(trade, 'N')

      const now = clock.now()
      checkRules(trade, fen, now)
      const { outcome, afterMs } = faults.refunds.take() ?? { outcome: 'SUCCESS', afterMs: 0 }
      const refund: Refund = {
        outRequestNo: request.out_request_no,
        fen,
        reason: request.refund_reason,
        createdAt: now,
        settlesAt: now + afterMs,
        outcome,
      }
      const asking: Trade = { ...trade, refunds: [...trade.refunds, refund] }
      if (afterMs > 0) {
        book.put(asking)
        expect(asking, refund)
        return answer(asking, 'N')
      }
      const done = settled(asking, refund)
      book.put(done)
      if (outcome === 'FAIL') return answer(done, 'N')
      post.expectLast(done.outTradeNo)
      return answer(done, 'Y')
    },

    /** A refund that is not done has no status, and nothing else is said of it. */
    look(business: unknown): Record<string, string> {
      const question = parsed(RefundQuestion, business)
      const trade = book.get(question)
      const refund = trade.refunds.find((one) => one.outRequestNo === question.out_request_no)
      if (!refund || refund.settlesAt !== null) return {}
      return {
        out_request_no: refund.outRequestNo,
        out_trade_no: trade.outTradeNo,
        refund_amount: yuanOf(refund.fen),
        refund_status: 'REFUND_SUCCESS',
        total_amount: yuanOf(trade.fen),
        trade_no: trade.tradeNo,
      }
    },

    /** Takes up, after a start, what the bank had not settled. */
    resume(trade: Trade): void {
      for (const refund of trade.refunds) expect(trade, refund)
    },
  }
}
export type Refunds = ReturnType<typeof refunds>
