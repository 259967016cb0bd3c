import type { VirtualPayParams } from '../../core/contract/shapes'
import { purchaseWords } from './words'

/** WeChat's numbers for a virtual payment that did not go through (table of errors at wx.requestVirtualPayment). */
export const VIRTUAL = {
  CANCELLED: -2,
  RISK: -4,
  NUMBER_USED: -15002,
  BAD_SIGNATURE: -15005,
  BAD_PAY_SIGNATURE: -15006,
  SESSION_EXPIRED: -15007,
  COIN_UNPUBLISHED: -15009,
  ITEM_UNPUBLISHED: -15010,
  CLOSED: -15012,
  BAD_PRICE: -15013,
  JUST_PUBLISHED: -15014,
  MERCHANT_LIMITED: -15017,
  ITEM_REFUSED: -15018,
  MERCHANT_RESTRICTED: -15019,
  TOO_FAST: -15020,
  RATE_LIMITED: -15021,
} as const

type Failure = Exclude<keyof ReturnType<typeof purchaseWords>, 'kept' | 'left'>

/** What the buyer reads, by WeChat's number. */
const failures: ReadonlyMap<number, Failure> = new Map([
  [VIRTUAL.RISK, 'risk'],
  [VIRTUAL.NUMBER_USED, 'numberUsed'],
  [VIRTUAL.CLOSED, 'numberUsed'],
  [VIRTUAL.BAD_SIGNATURE, 'ofTheSchool'],
  [VIRTUAL.BAD_PAY_SIGNATURE, 'ofTheSchool'],
  [VIRTUAL.SESSION_EXPIRED, 'sessionExpired'],
  [VIRTUAL.COIN_UNPUBLISHED, 'notOnSale'],
  [VIRTUAL.ITEM_UNPUBLISHED, 'notOnSale'],
  [VIRTUAL.ITEM_REFUSED, 'notOnSale'],
  [VIRTUAL.BAD_PRICE, 'priceChanged'],
  [VIRTUAL.JUST_PUBLISHED, 'justPublished'],
  [VIRTUAL.MERCHANT_LIMITED, 'restricted'],
  [VIRTUAL.MERCHANT_RESTRICTED, 'restricted'],
  [VIRTUAL.TOO_FAST, 'slower'],
  [VIRTUAL.RATE_LIMITED, 'slower'],
])

export const virtualWords = (errCode: number): string => purchaseWords()[failures.get(errCode) ?? 'otherwise']

/** WeChat's number of a failure; NaN for one that has none. */
export const numberOf = (error: unknown): number =>
  typeof error === 'object' && error !== null && 'errCode' in error ? Number(error.errCode) : Number.NaN

/** Opens WeChat's sheet. `signData` was signed as it stands and goes on unchanged. Rejects with WeChat's failure. */
export const payVirtually = (params: VirtualPayParams): Promise<void> =>
  new Promise((resolve, reject) => {
    wx.requestVirtualPayment({
      ...params,
      // The typings want an object where WeChat's own page says: a string, and the signed one.
      signData: params.signData as unknown as WechatMiniprogram.SignData,
      success: () => resolve(),
      fail: reject,
    })
  })

/** A fresh code of `wx.login`: the server turns it into the session key that the payment is signed with. */
export async function freshLoginCode(): Promise<string> {
  const { code } = await wx.login()
  return code
}
