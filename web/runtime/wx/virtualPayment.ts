import { words as own } from '../words'
import { type Facts, Refusal, textIn } from './api'
import { askCashier } from './cashier'
import type { Desk, DeskReply } from './desk'

/** What the sandbox says about a bill before the person answers. `token` belongs to this one opening of the sheet. */
export type VirtualBill = {
  outTradeNo: string
  fen: number
  description: string
  merchantName: string
  token: string
}
export type Phone = 'android' | 'ios'

/** The sheet as the state machine drives it. `close` takes it away whatever it shows. */
export type VirtualSheet = {
  ask(bill: VirtualBill): Promise<Phone | 'cancel'>
  busy(): void
  done(): Promise<void>
  /** Shows why the payment was refused; resolves when the person has read it. */
  refuse(words: string): Promise<void>
  close(): void
}

/** WeChat's numbers (wx.requestVirtualPayment, table of errors) that are ours to give; the others come from the desk. */
const FAILED = -1
const CANCELLED = -2
const BAD_PARAMETER = 1001

const SIGNED = ['mode', 'signData', 'paySig', 'signature'] as const

function signedIn(options: Facts): Facts {
  try {
    return Object.fromEntries(SIGNED.map((name) => [name, textIn(options, name)]))
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(error.reason, { errCode: BAD_PARAMETER }) : error
  }
}

function billOf(value: unknown): VirtualBill {
  const bill = value as Partial<VirtualBill> | null // JSON of the desk, checked here
  if (
    typeof bill?.outTradeNo !== 'string' ||
    typeof bill.description !== 'string' ||
    typeof bill.merchantName !== 'string' ||
    typeof bill.token !== 'string' ||
    !Number.isInteger(bill.fen)
  ) {
    throw new Refusal('the cashier answered with no bill', { errCode: FAILED })
  }
  return bill as VirtualBill
}

/** WeChat's number for a failure; its general one where the desk gave none, or could not be reached. */
function numbered(reply?: DeskReply): Facts {
  const { errCode } = (reply?.body ?? {}) as { errCode?: unknown } // JSON of the desk, checked here
  return { errCode: typeof errCode === 'number' ? errCode : FAILED }
}

/**
 * `wx.requestVirtualPayment` against the sandbox: the signed parameters go there unchanged, are verified and name the bill; the
 * person chooses a phone and confirms, or leaves. Every failure has WeChat's `errCode`; leaving is -2. An order number is good
 * for one sheet: also one that was left.
 */
export const requestVirtualPayment =
  (desk: Desk, openSheet: () => VirtualSheet) =>
  async (options: Facts): Promise<void> => {
    const signed = signedIn(options)
    const sheet = openSheet()
    try {
      const bill = billOf(
        await askCashier(desk, '/virtualPay/cashier', signed, sheet, own().unreachedBeforePaying, numbered),
      )
      const phone = await sheet.ask(bill)
      if (phone === 'cancel') throw new Refusal('cancel', { errCode: CANCELLED })
      sheet.busy()
      const confirmed = { ...signed, token: bill.token, phone }
      await askCashier(desk, '/virtualPay/cashier/confirm', confirmed, sheet, own().unreachedAtPaying, numbered)
      await sheet.done()
    } finally {
      sheet.close()
    }
  }
