import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod'
import type { DeskClock } from '../clock'
import { invalidRequest, notEmulated, PayRefusal, paramError } from './errors'
import type { FaultDesk } from './faults'
import {
  CANCELLING_TAKES_MS,
  CONFIRM_TRANSFER_MS,
  LEAST_TRANSFER_FEN,
  NAMED_TRANSFER_FEN,
  TRANSFER_ASKED_MS,
  TRANSFER_TAKES_MS,
} from './limits'
import type { Merchant } from './merchant'
import { packageInfo, transferBillNo } from './numbers'
import type { Told } from './orders'
import type { Postman } from './postman'
import { NotifyUrl, parsed, text } from './transactions'
import { type Transfer, type TransferBook, toldStart, toldTransfer } from './transferBook'

/** What must be told with a scene, no more and no fewer (pay.weixin.qq.com/doc/v3/merchant/4012716434). */
const SCENES: Record<string, string[]> = {
  1000: ['活动名称', '奖励说明'],
  1002: ['补贴类型'],
  1004: ['保险产品备案编号', '保险名称', '保险操作单号'],
  1005: ['岗位类型', '报酬说明'],
  1009: ['采购商品名称'],
  1010: ['回收商品名称'],
  1011: ['赔付原因'],
  1013: ['公益活动名称', '公益活动备案编号'],
}

const TransferRequest = z.strictObject({
  appid: text(32),
  out_bill_no: z.string().regex(/^[0-9A-Za-z]{1,32}$/, '1 to 32 of 0-9 A-Z a-z'),
  transfer_scene_id: text(36),
  openid: text(64),
  user_name: z.string().min(1).optional(),
  transfer_amount: z.int().min(1),
  transfer_remark: text(32),
  notify_url: NotifyUrl.optional(),
  user_recv_perception: z.string().min(1).optional(),
  user_recv_style: z.strictObject({ type: z.enum(['CONFIRM_PAGE', 'RED_PACKET']) }).optional(),
  transfer_scene_report_infos: z.array(z.strictObject({ info_type: text(15), info_content: text(32) })).min(1),
})
type TransferRequest = z.infer<typeof TransferRequest>

const unknownBill = () => new PayRefusal(404, 'NOT_FOUND', '记录不存在')

function checkScene({ transfer_scene_id, transfer_scene_report_infos }: TransferRequest): void {
  const wanted = SCENES[transfer_scene_id]
  if (!wanted) throw paramError('转账场景ID不存在', { field: '/transfer_scene_id', location: 'body' })
  const told = transfer_scene_report_infos.map(({ info_type }) => info_type)
  if (!isDeepStrictEqual([...told].sort(), [...wanted].sort()))
    throw paramError('需传入转账场景报备信息，请检查', { field: '/transfer_scene_report_infos', location: 'body' })
}

function checkAmount({ transfer_amount, user_name }: TransferRequest): void {
  if (transfer_amount < LEAST_TRANSFER_FEN) throw invalidRequest('超过单笔转账上下限，核实产品设置是否准确')
  if (transfer_amount >= NAMED_TRANSFER_FEN && user_name === undefined)
    throw paramError('转账金额大于等于2000元，收款用户姓名必填', { field: '/user_name', location: 'body' })
}

/**
 * Payments from the merchant to people (商家转账, as of 2025): the merchant's money is set aside at once, the person confirms
 * on a page of WeChat's within a day, and the end is told by a notice. `balanceFen` is what the merchant has.
 */
export function transfers(
  merchant: Merchant,
  book: TransferBook,
  clock: DeskClock,
  faults: FaultDesk,
  postman: Postman,
  balanceFen: () => number,
) {
  /** Writes the end of a transfer together with the notice of it. */
  function finish(transfer: Transfer, change: Partial<Transfer>): void {
    const now = clock.now()
    const done: Transfer = { ...transfer, settlesAt: null, updatedAt: now, ...change }
    const { appid: _appid, transfer_remark: _remark, ...content } = toldTransfer(done)
    // Without an address in the request there is nobody to tell.
    const notice =
      done.notifyUrl &&
      postman.written('MCHTRANSFER.BILL.FINISHED', '商家转账单据终态通知', 'mch_payment', done.notifyUrl, content)
    book.put(notice ? { ...done, notice } : done)
    if (notice) postman.expect({ outBillNo: done.outBillNo })
  }

  /** Brings to an end what is due: a day without confirmation, a payout, a cancelling. */
  function settle(outBillNo: string): void {
    const transfer = book.find(outBillNo)
    if (!transfer || transfer.settlesAt === null || transfer.settlesAt > clock.now()) return
    const returnedAt = transfer.settlesAt
    if (transfer.state === 'WAIT_USER_CONFIRM')
      finish(transfer, { state: 'FAIL', failReason: 'OVERDUE_CLOSE', returnedAt })
    if (transfer.state === 'CANCELING') finish(transfer, { state: 'CANCELLED', returnedAt })
    if (transfer.state !== 'TRANSFERING') return
    if (transfer.outcome === 'SUCCESS') finish(transfer, { state: 'SUCCESS' })
    else finish(transfer, { state: 'FAIL', failReason: 'REAL_NAME_CHECK_FAIL', returnedAt })
  }

  function expect({ outBillNo, settlesAt }: Transfer): void {
    if (settlesAt !== null) clock.at(settlesAt, () => settle(outBillNo))
  }

  function move(transfer: Transfer, change: Partial<Transfer> & { settlesAt: number }): Transfer {
    const moved: Transfer = { ...transfer, updatedAt: clock.now(), ...change }
    book.put(moved)
    expect(moved)
    return moved
  }

  function asked(outBillNo: string): Transfer {
    const transfer = book.find(outBillNo)
    if (!transfer || clock.now() - transfer.createdAt > TRANSFER_ASKED_MS) throw unknownBill()
    return transfer
  }

  return {
    /** The same number with the same parameters answers how that transfer stands; with others it is refused. */
    start(body: unknown): Told {
      const request = parsed(TransferRequest, body)
      if (request.appid !== merchant.appid) throw new PayRefusal(400, 'APPID_MCHID_NOT_MATCH', '商户号与appid不匹配')
      if (request.user_name !== undefined) throw notEmulated('the receiver’s name (user_name)')
      if (request.user_recv_perception !== undefined)
        throw notEmulated('another reason on the page (user_recv_perception)')
      if (request.user_recv_style !== undefined) throw notEmulated('another look of the page (user_recv_style)')
      checkScene(request)
      checkAmount(request)

      const known = book.find(request.out_bill_no)
      if (known) {
        if (!isDeepStrictEqual(JSON.parse(known.request), request))
          throw invalidRequest('单号已存在但信息不一致，请查单后比较确认')
        return toldStart(known)
      }
      if (request.transfer_amount > balanceFen())
        throw new PayRefusal(403, 'NOT_ENOUGH', '商户账户资金不足，充值后可以原单号发起重试，请勿更换商户单号')

      const now = clock.now()
      const transfer: Transfer = {
        outBillNo: request.out_bill_no,
        transferBillNo: transferBillNo(now),
        appid: request.appid,
        mchid: merchant.mchid,
        openid: request.openid,
        fen: request.transfer_amount,
        remark: request.transfer_remark,
        notifyUrl: request.notify_url,
        packageInfo: packageInfo(),
        request: JSON.stringify(request),
        createdAt: now,
        updatedAt: now,
        state: 'WAIT_USER_CONFIRM',
        settlesAt: now + CONFIRM_TRANSFER_MS,
        outcome: 'SUCCESS',
      }
      book.point(transfer.packageInfo, transfer.outBillNo)
      book.put(transfer)
      expect(transfer)
      return toldStart(transfer)
    },

    look: (outBillNo: string): Told => toldTransfer(asked(outBillNo)),

    /** Accepted at once, done a little later. May be repeated; a confirmed transfer can no longer be called back. */
    cancel(outBillNo: string): Told {
      const transfer = asked(outBillNo)
      const told = ({ transferBillNo, state, updatedAt }: Transfer): Told => {
        const { update_time } = toldTransfer({ ...transfer, updatedAt })
        return { out_bill_no: outBillNo, transfer_bill_no: transferBillNo, state, update_time }
      }
      if (transfer.state === 'CANCELING' || transfer.state === 'CANCELLED') return told(transfer)
      if (transfer.state !== 'WAIT_USER_CONFIRM') throw invalidRequest('当前转账单状态不支持撤销')
      return told(move(transfer, { state: 'CANCELING', settlesAt: clock.now() + CANCELLING_TAKES_MS }))
    },

    /** The person has confirmed: the money is on its way. The caller has checked who it is and that it waits. */
    confirm(transfer: Transfer): Transfer {
      const fault = faults.transfers.take()
      const settlesAt = clock.now() + (fault?.afterMs ?? TRANSFER_TAKES_MS)
      return move(transfer, { state: 'TRANSFERING', outcome: fault?.outcome ?? 'SUCCESS', settlesAt })
    },

    /** Takes up, after a start, what had not come to its end. */
    resume(transfer: Transfer): void {
      postman.expect({ outBillNo: transfer.outBillNo })
      expect(transfer)
    },
  }
}
export type TransferDesk = ReturnType<typeof transfers>
