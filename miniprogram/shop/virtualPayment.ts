import type { VirtualPayParams } from '../../core/contract/shapes'

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

const OTHERWISE = '微信没有接受这笔付款,没有扣款,可以再试一次'
const NEW_NUMBER = '这张单子已经用过了,没有重复扣款。再点一次会开一张新的'
const OF_THE_SCHOOL = '学堂的收款设置有一处不对,没有扣款。我们已经记下,先换一种方式,或过一会儿再来'
const NOT_ON_SALE = '微信那边还没有备好这件商品,没有扣款。过一会儿再来'
const RESTRICTED = '学堂的收款暂时受限,没有扣款。可以先联系老师'
const SLOWER = '点得有点快,没有扣款。等几秒再试'

/** What the buyer reads, by WeChat's number. */
const words: ReadonlyMap<number, string> = new Map([
  [VIRTUAL.RISK, '微信觉得这笔付款有风险,拦下了,没有扣款。可以换一种方式,或过一会儿再试'],
  [VIRTUAL.NUMBER_USED, NEW_NUMBER],
  [VIRTUAL.CLOSED, NEW_NUMBER],
  [VIRTUAL.BAD_SIGNATURE, OF_THE_SCHOOL],
  [VIRTUAL.BAD_PAY_SIGNATURE, OF_THE_SCHOOL],
  [VIRTUAL.SESSION_EXPIRED, '微信登录过期了,没有扣款。再点一次就好'],
  [VIRTUAL.COIN_UNPUBLISHED, NOT_ON_SALE],
  [VIRTUAL.ITEM_UNPUBLISHED, NOT_ON_SALE],
  [VIRTUAL.ITEM_REFUSED, NOT_ON_SALE],
  [VIRTUAL.BAD_PRICE, '价格刚刚变过,没有扣款。返回再进来,会看到现在的价格'],
  [VIRTUAL.JUST_PUBLISHED, '这门课刚上架,微信要 10 分钟左右才能收款。没有扣款,过一会儿再来'],
  [VIRTUAL.MERCHANT_LIMITED, RESTRICTED],
  [VIRTUAL.MERCHANT_RESTRICTED, RESTRICTED],
  [VIRTUAL.TOO_FAST, SLOWER],
  [VIRTUAL.RATE_LIMITED, SLOWER],
])

export const virtualWords = (errCode: number): string => words.get(errCode) ?? OTHERWISE

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
