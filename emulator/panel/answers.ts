/** What the desk's JSON doors answer, as the panel reads it. The shapes are the services' own, inferred, not told again. */
import type { LookCollection, LookPage } from '../database/service'
import type { Fault } from '../faults'
import type { Invocation } from '../functions/invocations'
import type { StorageService } from '../storage/service'
import type { CourierLetter } from '../tencentCloud/service'
import type { Timers } from '../timers/timers'
import type { Account } from '../wechat/accounts'
import type { Message } from '../wechat/messages'
import type { OpenApiCall } from '../wechat/openApi'
import type { LoggedCall } from '../wechatPay/api'
import type { CallFault, NoticeFault, RefundFault, TransferFault } from '../wechatPay/faults'
import type { WeChatPaySandbox } from '../wechatPay/service'
import type { overview } from './overview'

export type Overview = ReturnType<typeof overview>
export type Clock = { now: string; offsetMs: number }
export type BriefInvocation = Omit<Invocation, 'logs' | 'operations'>
export type WholeInvocation = Invocation & { chain: number[] }
export type Collection = LookCollection
export type Documents = LookPage & { collection: string }
export type StoredFile = ReturnType<StorageService['files']>[number]
export type Payment = ReturnType<WeChatPaySandbox['look']>[number]
export type Notice = NonNullable<Payment['notice']>
export type Transfer = ReturnType<WeChatPaySandbox['lookTransfers']>[number]
export type Transfers = { balanceFen: number; transfers: Transfer[] }
export type PayFaults = {
  notices: NoticeFault[]
  calls: CallFault[]
  refunds: RefundFault[]
  transfers: TransferFault[]
}
export type PayCall = LoggedCall
export type Timer = ReturnType<Timers['list']>[number]
export type { Account, CourierLetter, Fault, Message, OpenApiCall }
