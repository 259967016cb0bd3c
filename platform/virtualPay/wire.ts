import * as z from 'zod'

/** Every reply of api.weixin.qq.com: `errcode` is left out or 0 when all went well. */
export const Verdict = z.object({ errcode: z.int().default(0), errmsg: z.string().default('') })

/** Numbers programs decide by. developers.weixin.qq.com/miniprogram/dev/server/API/VirtualPayment/api_query_order.html */
export const SYSTEM_BUSY = -1
export const BAD_PARAMETER = 268490002
export const DONE_BEFORE = 268490004
export const SESSION_OVER = 268490009
export const DATA_GENERATING = 268490011
export const TASK_RUNNING = 268490012
export const REFUND_RUNNING = 268490014
export const TOO_OFTEN = 268490015
export const LEFT_FEE_CHANGED = 268490016

/** access_token is no longer good: 40001 replaced, 40014 not one of ours, 42001 run out. */
export const TOKEN_OVER: readonly number[] = [40001, 40014, 42001]

/** This person logs in too often. */
export const TOO_MANY_LOGINS = 45011

/** A code of `wx.login` that is unknown, run out (40029) or was used (40163). */
export const LOGIN_CODE_OVER: readonly number[] = [40029, 40163]

export const TokenReply = z.object({ access_token: z.string().min(1), expires_in: z.int().positive() })

export const SessionReply = z.object({ openid: z.string().min(1), session_key: z.string().min(1) })

/** What kind of thing an order number names (`order_type`). */
export const kinds = { payment: 0, refund: 1, iosPayment: 7, iosRefund: 8 } as const

/**
 * Where it stands (`status`): 0 not made, 1 made, 2 paid, 3 being delivered, 4 delivered, 5 given back, 6 closed, 7 giving
 * back failed, 8 given back to the user, 9 and 10 later book-keeping of a refund (advertising money, profit sharing).
 */
const Status = z.int().min(0).max(10)

/** An order of `query_order`; a refund number is asked for in the same way, and then `order_type` says refund. */
export const QueriedOrder = z.object({
  order_id: z.string(),
  status: Status,
  order_type: z.int().default(kinds.payment),
  /** 1 live, 2 sandbox: not the numbers a request uses. */
  env_type: z.int(),
  order_fee: z.int().nonnegative().optional(),
  paid_fee: z.int().nonnegative().optional(),
  /** On a payment: what may still be given back. */
  left_fee: z.int().nonnegative().optional(),
  /** On a refund: how much. */
  refund_fee: z.int().nonnegative().optional(),
  /** Seconds; 0 or missing until paid. */
  paid_time: z.int().nonnegative().optional(),
  /** What we gave when it was made. */
  biz_meta: z.string().optional(),
  wx_order_id: z.string().optional(),
  wxpay_order_id: z.string().optional(),
})
export type QueriedOrder = z.infer<typeof QueriedOrder>

export const QueryReply = z.object({ order: QueriedOrder })

export const RefundReply = z.object({ refund_order_id: z.string(), refund_wx_order_id: z.string() })

/** A task of uploading or publishing: 0 none, 1 running, 2 ended with a failure, 3 ended well. */
const TaskStatus = z.int().min(0).max(3)

/** Of one item: 0 running, 1 it was there before, 2 done, 3 failed. */
const ItemStatus = z.int().min(0).max(3)

export const UploadTask = z.object({
  status: TaskStatus,
  upload_item: z
    .array(
      z.object({
        id: z.string(),
        price: z.int(),
        remark: z.string(),
        upload_status: ItemStatus,
        errmsg: z.string().optional(),
      }),
    )
    .default([]),
})
export const PublishTask = z.object({
  status: TaskStatus,
  publish_item: z
    .array(z.object({ id: z.string(), publish_status: ItemStatus, errmsg: z.string().optional() }))
    .default([]),
})
export const task = { none: 0, running: 1, failed: 2, done: 3 } as const
export const item = { running: 0, thereBefore: 1, done: 2, failed: 3 } as const

/** A task of writing a list of orders: 0 begun, 1 running, 2 done, 3 failed. */
export const DownloadTask = z.object({ task_id: z.string().min(1) })
export const DownloadTaskReply = z.object({ status: z.int().min(0).max(3), download_url: z.string().optional() })
export const downloadTask = { done: 2, failed: 3 } as const
