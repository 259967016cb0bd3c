import * as z from 'zod'
import type { DeskRequest, Route } from '../http'
import { CONFIRM_TRANSFER_MS } from './limits'
import type { Merchant } from './merchant'
import { type Identify, personOf, Refused, step } from './sheetStep'
import type { Transfer, TransferBook } from './transferBook'
import type { TransferDesk } from './transfers'

/** What `wx.requestMerchantTransfer` hands to WeChat. */
const Ticket = z.object({ mchId: z.string(), appId: z.string(), package: z.string().min(1) })

/**
 * WeChat's page where a person takes a transfer: look, confirm, or leave. It is for the one whom the merchant named; leaving
 * changes nothing, and the money waits until its day is over.
 */
export function transferCashier(
  merchant: Merchant,
  book: TransferBook,
  desk: TransferDesk,
  identify: Identify,
): Route[] {
  function ticketOf(request: DeskRequest): z.infer<typeof Ticket> {
    try {
      return Ticket.parse(JSON.parse(request.body.toString('utf8')))
    } catch {
      throw new Refused('PARAM_ERROR', '收款参数不完整，请返回重试')
    }
  }

  /** The transfer on the page, if this person may take it now. */
  function waiting(request: DeskRequest): Transfer {
    const openid = personOf(request, identify)
    const ticket = ticketOf(request)
    if (ticket.mchId !== merchant.mchid || ticket.appId !== merchant.appid)
      throw new Refused('PARAM_ERROR', '商户信息不一致，请返回重试')
    const transfer = book.byPackage(ticket.package)
    if (!transfer) throw new Refused('NOT_FOUND', '找不到这笔收款，请返回重试')
    if (transfer.openid !== openid) throw new Refused('NOT_THE_RECEIVER', '这笔钱是付给另一个微信号的')
    if (transfer.state === 'SUCCESS' || transfer.state === 'TRANSFERING')
      throw new Refused('TRANSFER_TAKEN', '你已经确认收款，无需再次操作')
    if (transfer.state !== 'WAIT_USER_CONFIRM') throw new Refused('TRANSFER_OVER', '这笔收款已失效，请返回重新申请')
    return transfer
  }

  const shown = ({ outBillNo, fen, remark, createdAt }: Transfer) => ({
    outBillNo,
    fen,
    remark,
    merchantName: merchant.name,
    expiresAt: new Date(createdAt + CONFIRM_TRANSFER_MS).toISOString(),
  })

  return [
    step('/wechatPay/transfer', (request) => shown(waiting(request))),
    step('/wechatPay/transfer/confirm', (request) => {
      const transfer = waiting(request)
      desk.confirm(transfer)
      return shown(transfer)
    }),
  ]
}
