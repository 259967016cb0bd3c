import type * as z from 'zod'
import type { ProviderName } from './contract/address'
import type { TemplateKey } from './contract/consents'
import type { LetterFacts, LetterKind } from './contract/inbox'
import type { CertificateView } from './contract/issueCertificate'
import type { Region } from './contract/reviewShapes'
import type { GatewayName as GatewayNameShape, PayMethod, PaySheet, Role as RoleShape } from './contract/shapes'

/** Everything the core asks of the world, on one page. The world is CloudBase, the desk, or memory. */
export type Ports = {
  store: Store
  files: Files
  gateways: Gateways
  /** Null for a school without virtual payment. */
  virtualItems: () => VirtualItems | null
  transfers: Transfers
  bills: BillsOf
  messages: Messages
  miniProgramCodes: MiniProgramCodes
  miniProgramLinks: MiniProgramLinks
  certificates: CertificateTools
  clock: Clock
  ids: Ids
  shop: ShopSettings
  sessions: Sessions
  vault: Vault
  courier: Courier
  identityProviders: IdentityProviders
  weChatPhones: WeChatPhones
  /** Where an address (IPv4 or IPv6) is, as coarsely as the rule asks; null for '' and where nobody knows. */
  regionOf: (address: string) => Region | null
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
  /** What they had agreed to when they signed in. */
  agreed?: string
  /** The address the request came from, where the door knows it from somebody else than the client. */
  clientIp?: string
}
export type Role = z.infer<typeof RoleShape>

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

/**
 * What to add up: a number of every document that is found or, with `each`, of every element of one of its lists, whose fields are then named
 * behind the list's (`lines.amount`).
 */
export type Sum = {
  where: Filter
  each?: string
  of: string
  /** The fields that make a row. `kindOf`: only what stands before the first colon, `gateway` of `gateway:alipay`. */
  by: (string | { kindOf: string })[]
}
/** One combination that occurs. `count`: documents, each once, in the row of its first element. */
export type SumRow = { by: Scalar[]; sum: number; count: number }

export type Together = { doc: Doc; others: Record<string, Doc[]> }

/** Documents by id first. Every write is conditional on one document, or inside a transaction. */
export type Store = {
  get(collection: string, id: string): Promise<Doc | null>
  /**
   * A document together with those others that there are, by collection and in no order, in one request: what is decided over several is read
   * at once. Null without the first document, whatever there is of the others.
   */
  getWith(collection: string, id: string, others: Record<string, string[]>): Promise<Together | null>
  /** Questions need a declared index (core/collections.ts). */
  find(collection: string, question: Question): Promise<Doc[]>
  /** Sums over all that `where` finds, in no order, in one request, however many documents that are; it needs an index too. */
  sum(collection: string, sum: Sum): Promise<SumRow[]>
  /** False when a document of this id is already there; then nothing changed. */
  insert(collection: string, doc: Doc): Promise<boolean>
  /** Changes the document if it still meets `when`, in one step, and returns it as it is afterwards; null when it did not. */
  change(collection: string, id: string, when: Filter, change: Change): Promise<Doc | null>
  /** Writes the whole document, whatever was there. For editors' texts; what people compete for goes through the others. */
  put(collection: string, doc: Doc): Promise<void>
  /** Takes the document away if it still meets `when`; false when it did not, or is not there. */
  remove(collection: string, id: string, when: Filter): Promise<boolean>
  /**
   * Several documents together, or none. `body` sees a snapshot, reaches documents by id only, touches nothing but `tx`, and
   * may run again when somebody else wrote one of its documents meanwhile. Throwing in it takes everything back.
   * AppError BUSY when it lost every time.
   */
  transaction<T>(body: (tx: Tx) => Promise<T>): Promise<T>
}

/** Documents inside a transaction. */
export type Tx = {
  get(collection: string, id: string): Promise<Doc | null>
  put(collection: string, doc: Doc): Promise<void>
}

// -------------------------------------------------------------------------------------------------------------- files

export type Files = {
  /** Stores bytes under a path and answers the file's id (`cloud://…`). The same path again replaces it. */
  put(path: string, bytes: Uint8Array, contentType: string): Promise<string>
  /** Signed addresses that stop working after `ttlSeconds`, in one call for all; a missing file gives null. */
  addresses(fileIds: string[], ttlSeconds: number): Promise<(string | null)[]>
  /** A signed address like those, whose bytes a browser keeps under this name instead of showing them; null for a missing file. */
  download(fileId: string, name: string, ttlSeconds: number): Promise<string | null>
  /** Takes files away for good; one that is not there is no trouble. */
  remove(fileIds: string[]): Promise<void>
}

// ----------------------------------------------------------------------------------------------------------- payments

/** Who takes the money. Each is one contract with one merchant. */
export type GatewayName = z.infer<typeof GatewayNameShape>

export type Payment = {
  outTradeNo: string
  state: 'SUCCESS' | 'REFUND' | 'NOTPAY' | 'CLOSED' | 'REVOKED' | 'USERPAYING' | 'PAYERROR'
  /** Whom it was paid to, in the gateway's own names: mchid or seller id or offer id, and the app it was paid in. */
  mchid: string
  appid: string
  /** Undefined until somebody has paid. */
  fen?: number
  currency?: string
  transactionId?: string
  openid?: string
  /** ISO time, as the payment service says. */
  paidAt?: string
  /** Given back so far, by whomever; undefined where the service does not tell it with the payment. */
  backFen?: number
}

export type Refund = {
  outRefundNo: string
  outTradeNo: string
  refundId: string
  state: 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL'
  fen: number
}

/**
 * What a gateway sends us. `paid` and `refund` are proven by the notice itself. `look` proves nothing: something happened
 * to this order, so ask the gateway. `transfer`: one of ours ended somehow; ask `transferOf`. `iosRefund`: Apple asks whether
 * it should give the money back.
 */
export type Notice =
  | { id: string; kind: 'paid'; payment: Payment }
  | { id: string; kind: 'refund'; refund: Refund }
  | { id: string; kind: 'look'; outTradeNo: string }
  | { id: string; kind: 'transfer'; outBillNo: string }
  | { id: string; kind: 'iosRefund'; outTradeNo: string }

/** An order as its gateway must be told of it again. */
export type Placed = {
  outTradeNo: string
  method: PayMethod
  /** At least 1. */
  fen: number
  /** WeChat's name of the payer; empty for a buyer outside WeChat. */
  openid: string
  /** What `prepay` gave to keep with the order, opaque; null when it gave nothing. */
  seal: string | null
}

/** A payment service. Its failures are AppError PAYMENT_REFUSED {code} or PAYMENT_UNAVAILABLE (ask again). */
export type Gateway = {
  readonly name: GatewayName
  /** Who must have been paid, for comparing with what a payment says. */
  readonly merchant: { mchid: string; appid: string }
  /** Whether an unpaid order can be closed there. Where not, a payment may arrive after we closed, and is honoured. */
  readonly canClose: boolean
  /**
   * Places the order and signs what the client needs. The same parameters again give a fresh sheet for the same order.
   * `seal` is for the order to keep and to bring back in `Placed`.
   */
  prepay(
    order: Omit<Placed, 'seal'> & {
      description: string
      /** ISO time after which nobody can pay. */
      expiresAt: string
      /** Where the payer's browser goes when done, for methods that lead away from the page. */
      returnUrl: string
      /** The payer's address, for methods that demand it. Part of the order there: bring the same one again. */
      clientIp: string
      /** A fresh code of `wx.login`, for WeChat's virtual payment. */
      loginCode: string
      /** The published item (道具) sold, for WeChat's virtual payment of goods. */
      productId: string
    },
  ): Promise<{ sheet: PaySheet; seal: string | null }>
  /** Null when the service has never heard of the order. */
  query(order: Placed): Promise<Payment | null>
  /** `paid`: too late, it has been paid. Only where `canClose`. */
  close(order: Placed): Promise<'closed' | 'paid'>
  /**
   * Gives money back. The same `outRefundNo` for every retry: another one would refund twice. PAYMENT_REFUSED with
   * {code: 'REFUND_BY_APPLE'}: only Apple can give this one back, when the buyer asks there.
   */
  refund(request: Placed & { outRefundNo: string; refundFen: number; reason: string }): Promise<Refund>
  refundOf(request: Placed & { outRefundNo: string }): Promise<Refund | null>
  /** Proves a notice genuine on its raw bytes and opens it; AppError NOTICE_REFUSED {reason} otherwise. */
  readNotice(headers: Record<string, string | undefined>, rawBody: string | Uint8Array): Promise<Notice>
}

/** The gateways this school has set up; null for one that it has not. */
export type Gateways = (name: GatewayName) => Gateway | null

/** Items (道具) of WeChat's virtual payment: what is sold in goods mode must first be published there at its price. */
export type VirtualItems = {
  /** Uploads and publishes the item, or its changed price; the same again changes nothing. Poll `stateOf` afterwards. */
  publish(item: { productId: string; title: string; fen: number }): Promise<void>
  /** `fen` is the published price; `readyAt` the ISO time from which clients may buy it. Null when it is not there. */
  stateOf(
    productId: string,
  ): Promise<{ state: 'publishing' | 'published' | 'refused'; fen: number; readyAt: string } | null>
}

/** A payment from us to a person (商家转账): asked for, confirmed by that person in WeChat within 24 hours, paid. */
export type Transfer = {
  outBillNo: string
  transferBillNo: string
  state:
    | 'ACCEPTED'
    | 'PROCESSING'
    | 'WAIT_USER_CONFIRM'
    | 'TRANSFERING'
    | 'SUCCESS'
    | 'FAIL'
    | 'CANCELING'
    | 'CANCELLED'
  fen: number
  openid: string
  /**
   * Opens WeChat's confirmation page (`wx.requestMerchantTransfer`). Only `start` tells it, also when repeated: null from
   * `transferOf`, and when there is nothing to confirm any more.
   */
  packageInfo: string | null
  failReason: string | null
}
export type Transfers = {
  readonly merchant: { mchid: string; appid: string }
  /**
   * The same `outBillNo` with the same facts is the same transfer, however often it is asked. Another number pays a second
   * time: only once `transferOf` says FAIL or CANCELLED. PAYMENT_REFUSED {code}: NOT_ENOUGH (our balance; try again with the
   * same number), NAME_NEEDED (2000 yuan or more), INVALID_REQUEST (beyond a limit, or another transfer of this number).
   */
  start(request: { outBillNo: string; openid: string; fen: number; remark: string }): Promise<Transfer>
  transferOf(outBillNo: string): Promise<Transfer | null>
  /** Only before the person has confirmed. It is accepted, not done: `transferOf` tells when it is CANCELLED. */
  cancel(outBillNo: string): Promise<void>
}

/** One line of a trade bill (交易账单、业务明细): money that was paid, or given back. */
export type TradeLine = {
  kind: 'payment' | 'refund'
  outTradeNo: string
  /** What the fund bill calls the movement of this payment: the service's own number of it, or the order's (Alipay). */
  transactionId: string
  /** '' on a payment. */
  outRefundNo: string
  /** What the fund bill calls the movement of this refund; '' on a payment. */
  refundId: string
  /** Of the payment, or of the refund. */
  fen: number
  /** The service's fee in 1/1000 fen (WeChat Pay's bill has five decimals of a yuan); negative when given back with a refund. */
  feeMilliFen: number
  /** ISO time. */
  at: string
  state: string
}
/** One line of a fund bill (资金账单、账务明细): what moved on the merchant's account. */
export type FundLine = {
  at: string
  /** What moved, as `TradeLine` calls it: a payment, a refund; or the number of a transfer. */
  bizNo: string
  kind: string
  direction: 'in' | 'out'
  fen: number
  balanceFen: number
}
/** The lines of a day, none when nothing moved; `late` while the service has no bill yet: ask again. */
export type Bill<Line> = Line[] | 'late'
/** Bills of a finished Shanghai day (`YYYY-MM-DD`). PAYMENT_REFUSED for a day that cannot be had: not over, or too long ago. */
export type Bills = {
  trade(day: string): Promise<Bill<TradeLine>>
  /** Null where the service has no such bill: WeChat's virtual payment. */
  funds: ((day: string) => Promise<Bill<FundLine>>) | null
}
/** The bills of the gateways this school has set up; null for one that it has not. */
export type BillsOf = (name: GatewayName) => Bills | null

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
  /**
   * Sends a letter as a subscribe message; `refused` when WeChat has no consent for it (43101), or the school no template.
   */
  tell(letter: {
    openid: string
    template: TemplateKey
    kind: LetterKind
    facts: LetterFacts
    at: string
  }): Promise<'sent' | 'refused'>
  /** Whether a nickname, or a `comment`, is fit to be shown to others. */
  isFit(openid: string, text: string, kind?: 'profile' | 'comment'): Promise<boolean>
}

/**
 * What keeps people's secrets: fields are sealed with a key that is named in the seal and can be changed, found again by an
 * index that tells nothing, and passwords are hashed slowly.
 */
export type Vault = {
  /** Seals a text for this place alone (`collection/id`): put anywhere else it does not open. */
  seal(text: string, place: string): string
  /** Null when it was sealed for another place, with a key that is gone, or was changed. */
  open(sealed: string, place: string): string | null
  /** Sealed with a key that is not the present one any more: to be sealed again. */
  isOld(sealed: string): boolean
  /** The same text always gives the same, and nobody without the key can tell which text it was, not even by trying all. */
  blind(text: string): string
  hash(password: string): Promise<string>
  /** `weak`: right, but hashed more cheaply than today. Without a hash it takes as long, and is wrong. */
  check(password: string, hash: string | null): Promise<'right' | 'weak' | 'wrong'>
  /** Six digits by chance. */
  digits(): string
}

/** Brings codes to people outside WeChat. AppError ADDRESS_REFUSED {code} where it cannot be reached, BUSY {reason} to try again. */
export type Courier = {
  /** What this school has set up. */
  ways(): { phone: boolean; email: boolean }
  /** `phone` is in E.164: `+8613812345678`. */
  text(to: { phone: string; code: string; minutes: number }): Promise<void>
  mail(to: { email: string; code: string; minutes: number }): Promise<void>
}

/**
 * Somebody else's accounts by which people sign in on the web (OAuth 2.0, authorization code). What they vouch for is who somebody
 * is there, and nothing else is asked of them.
 */
export type IdentityProvider = {
  /** Where the browser asks its person. It comes back to `returnUrl` with `code` and `state`, or without a code where the person said no. */
  authorizeUrl(asked: { state: string; returnUrl: string; isPhone: boolean }): string
  /**
   * The person's lasting number there. A code is good once and for a few minutes. AppError SIGN_IN_OVER for one that is not any more;
   * PROVIDER_UNAVAILABLE {provider, reason} where it does not answer, or will not have our app.
   */
  subjectOf(answer: { code: string; returnUrl: string }): Promise<string>
}
/** Those this school has set up; null for one that it has not. */
export type IdentityProviders = (name: ProviderName) => IdentityProvider | null

/** The phone number behind a code of `<button open-type="getPhoneNumber">`, in E.164; null for a code that is over. */
export type WeChatPhones = { numberOf(code: string): Promise<string | null> }

export type CertificateTools = {
  /** Ed25519 over UTF-8 text; base64url. */
  sign(text: string): Promise<string>
  verify(text: string, signature: string): Promise<boolean>
  /** The public key, 32 bytes in base64url. */
  publicKey(): Promise<string>
  /** Draws the certificate as a PNG. */
  draw(certificate: CertificateView & { schoolName: string; verifyUrl: string }): Promise<Uint8Array>
}

/** Draws the code (小程序码) that opens a page of the mini-program: a PNG or JPEG, or null where WeChat does not draw one now. */
export type MiniProgramCodes = {
  /** `scene`: at most 32 characters of those WeChat takes; the page finds it under that name. */
  draw(page: string, scene: string): Promise<{ bytes: Uint8Array; contentType: string } | null>
}

/** Links that open a page of the mini-program from anywhere, also from outside WeChat (URL Link). */
export type MiniProgramLinks = {
  /** `path` as in app.json, `query` without its sign. Null where WeChat makes none now. */
  make(page: { path: string; query: string; days: number }): Promise<{ url: string; expiresAt: string } | null>
}

export type Sessions = {
  /**
   * A session for this person inside WeChat under `openid`, or with an empty `openid` on the web. Neither works in the
   * other's place.
   */
  issue(claims: {
    userId: string
    openid: string
    roles: readonly Role[]
    /** The versions of the texts they agreed to (`core/people/agreements.ts`); nothing for none. */
    agreed?: string
  }): Promise<{ token: string; expiresAt: string }>
}

export type ShopSettings = {
  schoolName: string
  /** Where the shop stands on the web, ending in `/`. */
  shopUrl: string
  /** The subscribe-message template for a paid order; null when the shop has none. */
  paidTemplateId: string | null
  /** Every subscribe-message template the school has; `opened` is `paidTemplateId`. */
  templates: Record<TemplateKey, string | null>
}
