import { words as own } from '../words'
import { type Facts, Refusal, textIn } from './api'
import { askCashier } from './cashier'
import type { Desk } from './desk'

/** What the sandbox's cashier says about a bill before the person answers. `fen` is the amount, `expiresAt` an ISO time. */
export type Bill = {
  outTradeNo: string
  fen: number
  description: string
  merchantName: string
  expiresAt: string
}

/** What the person at the pay sheet does: pay this, or leave. */
export type PayChoice = 'confirm' | 'cancel'

/** The pay sheet, as the state machine drives it. `close` takes it away whatever it shows. */
export type PaySheet = {
  ask(bill: Bill): Promise<PayChoice>
  busy(): void
  done(): Promise<void>
  /** Shows why the payment was refused; resolves when the person has read it. */
  refuse(words: string): Promise<void>
  close(): void
}

const SIGNED = ['timeStamp', 'nonceStr', 'package', 'signType', 'paySign'] as const

function billOf(value: unknown): Bill {
  const bill = value as Partial<Bill> | null // JSON of the cashier, checked here
  if (
    typeof bill?.outTradeNo !== 'string' ||
    typeof bill.description !== 'string' ||
    typeof bill.merchantName !== 'string' ||
    typeof bill.expiresAt !== 'string' ||
    !Number.isInteger(bill.fen)
  ) {
    throw new Refusal('the cashier answered with no bill')
  }
  return bill as Bill
}

/**
 * `wx.requestPayment` against the sandbox: the signed parameters go to the cashier, which verifies them and names the bill;
 * the person confirms or leaves; only a confirmed bill is paid. Leaving fails with `cancel`, a refusal with the cashier's words.
 */
export const requestPayment =
  (desk: Desk, openSheet: () => PaySheet) =>
  async (options: Facts): Promise<void> => {
    const signed = Object.fromEntries(SIGNED.map((name) => [name, textIn(options, name)]))
    const sheet = openSheet()
    try {
      const seen = await askCashier(desk, '/wechatPay/cashier', signed, sheet, own().unreachedBeforePaying)
      const bill = billOf(seen)
      if ((await sheet.ask(bill)) === 'cancel') throw new Refusal('cancel')
      sheet.busy()
      await askCashier(desk, '/wechatPay/cashier/confirm', signed, sheet, own().unreachedAtPaying)
      await sheet.done()
    } finally {
      sheet.close()
    }
  }
