import type { Driver } from '../database/driver'
import { records } from '../records'
import { chinaTime } from './chinaTime'
import type { Notice, Told } from './orders'

export type TransferState = 'WAIT_USER_CONFIRM' | 'TRANSFERING' | 'SUCCESS' | 'FAIL' | 'CANCELING' | 'CANCELLED'

/** A payment from the merchant to a person. Times are milliseconds of the desk's clock. */
export type Transfer = {
  outBillNo: string
  transferBillNo: string
  appid: string
  mchid: string
  openid: string
  fen: number
  remark: string
  notifyUrl?: string
  /** Opens the confirmation page; the same at every repetition. */
  packageInfo: string
  /** The first request in a canonical form: a repetition must be the same. */
  request: string
  createdAt: number
  updatedAt: number
  state: TransferState
  failReason?: string
  /** When what has begun is over (paying out, calling back); null when nothing has. */
  settlesAt: number | null
  /** How paying out will end. */
  outcome: 'SUCCESS' | 'FAIL'
  /** When the money was back with the merchant, after FAIL or CANCELLED. */
  returnedAt?: number
  notice?: Notice
}

const facts = ({ outBillNo, transferBillNo, state, failReason }: Transfer): Told => ({
  out_bill_no: outBillNo,
  transfer_bill_no: transferBillNo,
  state,
  ...(failReason === undefined ? {} : { fail_reason: failReason }),
})

/** The transfer as asking for it is answered; only here, and only while it waits, with the way to the confirmation page. */
export const toldStart = (transfer: Transfer): Told => ({
  ...facts(transfer),
  create_time: chinaTime(transfer.createdAt),
  ...(transfer.state === 'WAIT_USER_CONFIRM' ? { package_info: transfer.packageInfo } : {}),
})

/** The transfer as a query answers it (pay.weixin.qq.com/doc/v3/merchant/4012716437): the merchant is `mch_id` here. */
export const toldTransfer = (transfer: Transfer): Told => ({
  mch_id: transfer.mchid,
  ...facts(transfer),
  appid: transfer.appid,
  transfer_amount: transfer.fen,
  transfer_remark: transfer.remark,
  openid: transfer.openid,
  create_time: chinaTime(transfer.createdAt),
  update_time: chinaTime(transfer.updatedAt),
})

/** The transfers on disk. A transfer and its notice are one record; the pointer by package is written first. */
export function transferBook(driver: Driver) {
  const transfers = records<Transfer>(driver, 'wechatPay.transfers')
  const packages = records<{ outBillNo: string }>(driver, 'wechatPay.transferPackages')
  return {
    find: (outBillNo: string) => transfers.get(outBillNo),
    byPackage(packageInfo: string): Transfer | undefined {
      const pointer = packages.get(packageInfo)
      return pointer && transfers.get(pointer.outBillNo)
    },
    point: (packageInfo: string, outBillNo: string): void => packages.put(packageInfo, { outBillNo }),
    put: (transfer: Transfer): void => transfers.put(transfer.outBillNo, transfer),
    all: () => transfers.all().map(({ value }) => value),
  }
}
export type TransferBook = ReturnType<typeof transferBook>
