import type { CertificateView } from './contract/issueCertificate'
import type { PayParams } from './contract/shapes'

/** Everything the core asks of the world, on one page. The world is CloudBase, the desk, or memory. */
export type Ports = {
  store: Store
  files: Files
  payments: Payments
  messages: Messages
  certificates: CertificateTools
  clock: Clock
  ids: Ids
  shop: ShopSettings
  sessions: Sessions
  /** Work that may go on after the answer (an order's outbox). It may be lost with the process: something else must sweep. */
  afterwards: (work: () => Promise<void>) => void
  /** Something a person should look at: a code and facts, no personal data. */
  alert: (code: string, facts: Record<string, string | number>) => void
}

export type Caller = {
  /** Empty for a caller nobody vouches for. */
  userId: string
  /** WeChat's name for this person in this mini-program; empty outside WeChat. */
  openid: string
  roles: readonly Role[]
}
export type Role = 'learner' | 'editor'

export type Clock = { now(): Date }

export type Ids = {
  /** A fresh id: 20 characters of [0-9a-z], unguessable. */
  next(): string
  /** The same parts always give the same id (20 characters of [0-9A-Z]): how "only one of these" becomes a document id. */
  of(...parts: (string | number)[]): string
}

// ---------------------------------------------------------------------------------------------------------- documents

export type Doc = { _id: string; [field: string]: unknown }
export type Scalar = string | number | boolean | null

/** One field's condition. A bare value means equal. `matches` finds text, whatever its case. */
export type Condition =
  | Scalar
  | { gt: Scalar }
  | { gte: Scalar }
  | { lt: Scalar }
  | { lte: Scalar }
  | { ne: Scalar }
  | { in: Scalar[] }
  | { matches: string }
export type Filter = Record<string, Condition | Condition[]>

/** A change of one document, by field path. */
export type Change = {
  set?: Record<string, unknown>
  inc?: Record<string, number>
  push?: Record<string, unknown>
  pull?: Record<string, Scalar>
}

export type Question = {
  where: Filter
  orderBy?: [field: string, direction: 'asc' | 'desc'][]
  /** At most 100. */
  limit: number
}

/** Documents by id first. Every write is conditional on one document, or inside a transaction. */
export type Store = {
  get(collection: string, id: string): Promise<Doc | null>
  /** Questions need a declared index (core/collections.ts). */
  find(collection: string, question: Question): Promise<Doc[]>
  /** False when a document of this id is already there; then nothing changed. */
  insert(collection: string, doc: Doc): Promise<boolean>
  /** Changes the document if it still meets `when`, in one step, and returns it as it is afterwards; null when it did not. */
  change(collection: string, id: string, when: Filter, change: Change): Promise<Doc | null>
  /** Writes the whole document, whatever was there. For editors' texts; what people compete for goes through the others. */
  put(collection: string, doc: Doc): Promise<void>
}

// -------------------------------------------------------------------------------------------------------------- files

export type Files = {
  /** Stores bytes under a path and answers the file's id (`cloud://…`). The same path again replaces it. */
  put(path: string, bytes: Uint8Array, contentType: string): Promise<string>
  /** Signed addresses that stop working after `ttlSeconds`, in one call for all; a missing file gives null. */
  addresses(fileIds: string[], ttlSeconds: number): Promise<(string | null)[]>
}

// ----------------------------------------------------------------------------------------------------------- payments

export type Payment = {
  outTradeNo: string
  state: 'SUCCESS' | 'REFUND' | 'NOTPAY' | 'CLOSED' | 'REVOKED' | 'USERPAYING' | 'PAYERROR'
  mchid: string
  appid: string
  /** Undefined until somebody has paid. */
  fen?: number
  currency?: string
  transactionId?: string
  openid?: string
  /** ISO time, as the payment service says. */
  paidAt?: string
}

export type Refund = {
  outRefundNo: string
  outTradeNo: string
  refundId: string
  state: 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL'
  fen: number
}

export type Notice = { id: string; kind: 'paid'; payment: Payment } | { id: string; kind: 'refund'; refund: Refund }

/** A payment service. Its failures are AppError PAYMENT_REFUSED {code} or PAYMENT_UNAVAILABLE (ask again). */
export type Payments = {
  /** Who must have been paid, for comparing with what a payment says. */
  readonly merchant: { mchid: string; appid: string }
  /** Places the order and signs what the client needs. The same parameters again give a fresh prepay for the same order. */
  prepay(order: {
    outTradeNo: string
    /** At least 1. */
    fen: number
    openid: string
    description: string
    /** ISO time after which nobody can pay. */
    expiresAt: string
  }): Promise<PayParams>
  /** Null when the service has never heard of the order. */
  query(outTradeNo: string): Promise<Payment | null>
  /** `paid`: too late, it has been paid. */
  close(outTradeNo: string): Promise<'closed' | 'paid'>
  /** Gives money back. The same `outRefundNo` for every retry: another one would refund twice. */
  refund(request: {
    outTradeNo: string
    outRefundNo: string
    fen: number
    totalFen: number
    reason: string
  }): Promise<Refund>
  refundOf(outRefundNo: string): Promise<Refund | null>
  /** Proves a notice genuine on its raw bytes and opens it; AppError NOTICE_REFUSED {reason} otherwise. */
  readNotice(headers: Record<string, string | undefined>, rawBody: string | Uint8Array): Promise<Notice>
}

// ----------------------------------------------------------------------------------------------- messages and the rest

export type Messages = {
  /** Tells the buyer once that the course is open; `refused` when the buyer gave no consent (that is all right). */
  coursePaid(to: {
    openid: string
    courseId: string
    title: string
    fen: number
    orderId: string
    paidAt: string
  }): Promise<'sent' | 'refused'>
  /** Whether a nickname is fit to be shown to others. */
  isFit(openid: string, text: string): Promise<boolean>
}

export type CertificateTools = {
  /** Ed25519 over UTF-8 text; base64url. */
  sign(text: string): Promise<string>
  verify(text: string, signature: string): Promise<boolean>
  /** The public key, 32 bytes in base64url. */
  publicKey(): Promise<string>
  /** Draws the certificate as a PNG. */
  draw(certificate: CertificateView & { schoolName: string; verifyUrl: string }): Promise<Uint8Array>
}

export type Sessions = {
  issue(claims: {
    userId: string
    openid: string
    roles: readonly Role[]
  }): Promise<{ token: string; expiresAt: string }>
}

export type ShopSettings = {
  schoolName: string
  /** Where the shop stands on the web, ending in `/`. */
  shopUrl: string
  /** The subscribe-message template for a paid order; null when the shop has none. */
  paidTemplateId: string | null
}
