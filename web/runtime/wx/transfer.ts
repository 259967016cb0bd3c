import { words as own } from '../words'
import { type Facts, Refusal, textIn } from './api'
import { askCashier } from './cashier'
import type { Desk } from './desk'

/** Money that waits for a person, as the sandbox tells it. `fen` is the amount, `expiresAt` an ISO time. */
export type Offer = {
  outBillNo: string
  fen: number
  remark: string
  merchantName: string
  expiresAt: string
}

/** What the person does: take the money, or leave it for later. */
export type OfferChoice = 'confirm' | 'cancel'

/** The sheet, as the state machine drives it. `close` takes it away whatever it shows. */
export type TransferSheet = {
  ask(offer: Offer): Promise<OfferChoice>
  busy(): void
  done(): Promise<void>
  /** Shows why the money cannot be taken; resolves when the person has read it. */
  refuse(words: string): Promise<void>
  close(): void
}

const NAMES = ['mchId', 'appId', 'package'] as const

function offerOf(value: unknown): Offer {
  const offer = value as Partial<Offer> | null // JSON of the cashier, checked here
  if (
    typeof offer?.outBillNo !== 'string' ||
    typeof offer.remark !== 'string' ||
    typeof offer.merchantName !== 'string' ||
    typeof offer.expiresAt !== 'string' ||
    !Number.isInteger(offer.fen)
  ) {
    throw new Refusal('the cashier answered with no transfer')
  }
  return offer as Offer
}

/**
 * `wx.requestMerchantTransfer` against the sandbox: the person sees who gives them how much, and takes it or leaves it for
 * later. Success says that they pressed, never that the money has come: that only the merchant's question to WeChat Pay tells.
 */
export const requestMerchantTransfer =
  (desk: Desk, openSheet: () => TransferSheet) =>
  async (options: Facts): Promise<void> => {
    const ticket = Object.fromEntries(NAMES.map((name) => [name, textIn(options, name)]))
    const sheet = openSheet()
    try {
      const offer = offerOf(await askCashier(desk, '/wechatPay/transfer', ticket, sheet, own().unreachedBeforeTaking))
      if ((await sheet.ask(offer)) === 'cancel') throw new Refusal('cancel')
      sheet.busy()
      await askCashier(desk, '/wechatPay/transfer/confirm', ticket, sheet, own().unreachedAtTaking)
      await sheet.done()
    } finally {
      sheet.close()
    }
  }
