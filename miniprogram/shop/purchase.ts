import { call, codeOf, wordsFor } from '../api/call'
import { words } from '../api/words'

/** How a purchase ended for the page that began it. */
export type Purchase =
  | { outcome: 'paid'; orderId: string }
  | { outcome: 'joined' }
  | { outcome: 'owned' }
  | { outcome: 'left'; orderId: string; why: string }
  | { outcome: 'failed'; why: string }

/** Consent for one message about this order. Refusing it, or an old WeChat, never stands in the way of buying. */
async function askToNotify(templateId: string | null): Promise<void> {
  if (!templateId) return
  await wx.requestSubscribeMessage({ tmplIds: [templateId] }).catch((error: unknown) => {
    console.info('no message consent', error)
  })
}

const isCancel = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'errMsg' in error && /cancel/.test(String(error.errMsg))

/** A left order keeps its price until it expires. */
const heldWords = (expiresAt: string): string =>
  `订单已保留,${Math.max(1, Math.ceil((Date.parse(expiresAt) - Date.now()) / 60_000))} 分钟内可继续付款`

/** Buys a course, or goes on paying for its open order. Resolves when the pay sheet is gone; never throws. */
export async function purchase(courseId: string): Promise<Purchase> {
  try {
    const bill = await call('buyCourse', { courseId })
    if (bill.status === 'opened') return { outcome: 'joined' }
    await askToNotify(bill.templateId)
    try {
      await wx.requestPayment(bill.payment)
      return { outcome: 'paid', orderId: bill.orderId }
    } catch (error) {
      if (isCancel(error)) return { outcome: 'left', orderId: bill.orderId, why: heldWords(bill.expiresAt) }
      console.warn('the payment did not go through', error)
      return { outcome: 'failed', why: words.PAYMENT_REFUSED }
    }
  } catch (error) {
    return codeOf(error) === 'ALREADY_OWNED' ? { outcome: 'owned' } : { outcome: 'failed', why: wordsFor(error) }
  }
}
