import * as z from 'zod'
import type { Payment, Refund, Transfer } from '../../core/ports'

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString())

/** A transaction as WeChat Pay tells of it, in a query's reply and in a notice alike. Fields we do not use are let through unread. */
export const Transaction = z
  .object({
    mchid: z.string(),
    appid: z.string(),
    out_trade_no: z.string(),
    trade_state: z.enum(['SUCCESS', 'REFUND', 'NOTPAY', 'CLOSED', 'REVOKED', 'USERPAYING', 'PAYERROR']),
    transaction_id: z.string().optional(),
    success_time: instant.optional(),
    payer: z.object({ openid: z.string().optional() }).optional(),
    amount: z.object({ total: z.int().optional(), currency: z.string().optional() }).optional(),
  })
  .transform(
    (told): Payment => ({
      outTradeNo: told.out_trade_no,
      state: told.trade_state,
      mchid: told.mchid,
      appid: told.appid,
      fen: told.amount?.total,
      currency: told.amount?.currency,
      transactionId: told.transaction_id,
      openid: told.payer?.openid,
      paidAt: told.success_time,
    }),
  )

const refundStates = ['PROCESSING', 'SUCCESS', 'CLOSED', 'ABNORMAL'] as const

const refundFields = {
  refund_id: z.string(),
  out_refund_no: z.string(),
  out_trade_no: z.string(),
  amount: z.object({ refund: z.int() }),
}

/** A refund as the API answers it. */
export const RefundReply = z.object({ ...refundFields, status: z.enum(refundStates) }).transform(
  (told): Refund => ({
    outRefundNo: told.out_refund_no,
    outTradeNo: told.out_trade_no,
    refundId: told.refund_id,
    state: told.status,
    fen: told.amount.refund,
  }),
)

/** A refund as a notice tells of it: the state is `refund_status` here, and there is a mchid but no appid. */
export const RefundNotice = z
  .object({ ...refundFields, mchid: z.string(), refund_status: z.enum(refundStates) })
  .transform((told): Refund & { mchid: string } => ({
    outRefundNo: told.out_refund_no,
    outTradeNo: told.out_trade_no,
    refundId: told.refund_id,
    state: told.refund_status,
    fen: told.amount.refund,
    mchid: told.mchid,
  }))

export const PrepayReply = z.object({ prepay_id: z.string().min(1) })
/** `weixin://wxpay/bizpayurl?pr=…`, to be shown as a QR code; good for two hours. */
export const NativeReply = z.object({ code_url: z.string().min(1) })
/** Where a phone's browser goes to open WeChat; good for five minutes. */
export const H5Reply = z.object({ h5_url: z.url() })

const transferFields = {
  out_bill_no: z.string(),
  transfer_bill_no: z.string(),
  state: z.enum([
    'ACCEPTED',
    'PROCESSING',
    'WAIT_USER_CONFIRM',
    'TRANSFERING',
    'SUCCESS',
    'FAIL',
    'CANCELING',
    'CANCELLED',
  ]),
  fail_reason: z.string().optional(),
}
type TransferFields = z.output<z.ZodObject<typeof transferFields>>

const transferOf = (told: TransferFields) => ({
  outBillNo: told.out_bill_no,
  transferBillNo: told.transfer_bill_no,
  state: told.state,
  failReason: told.fail_reason || null,
})

/** A transfer as asking for it is answered: with the way to WeChat's page, without amount and receiver. */
export const TransferStart = z
  .object({ ...transferFields, package_info: z.string().optional() })
  .transform(
    (told): Omit<Transfer, 'fen' | 'openid'> => ({ ...transferOf(told), packageInfo: told.package_info || null }),
  )

/** A transfer as a question is answered: it never tells the way to WeChat's page again. */
export const TransferReply = z
  .object({ ...transferFields, openid: z.string().default(''), transfer_amount: z.int() })
  .transform(
    (told): Transfer => ({ ...transferOf(told), openid: told.openid, fen: told.transfer_amount, packageInfo: null }),
  )

/** A transfer's end as a notice tells of it: a hint to look, so only what says which one it is. */
export const TransferNotice = z.object({ mch_id: z.string(), out_bill_no: z.string() })

/** The body of every refusal; programs branch on the HTTP status and `code`, never on `message`. */
export const RefusalReply = z.object({ code: z.string() })

/** The envelope of every notice. */
export const NoticeEnvelope = z.object({
  id: z.string().min(1),
  event_type: z.string(),
  resource_type: z.literal('encrypt-resource'),
  resource: z.object({
    algorithm: z.literal('AEAD_AES_256_GCM'),
    ciphertext: z.base64(),
    associated_data: z.string().default(''),
    nonce: z.string().min(1),
  }),
})
export type NoticeEnvelope = z.infer<typeof NoticeEnvelope>

/** Where a bill lies for a few minutes, and what its uncompressed bytes must hash to. */
export const BillReply = z.object({
  hash_type: z.literal('SHA1'),
  hash_value: z.string().regex(/^[0-9A-Fa-f]{40}$/),
  download_url: z.url(),
})
