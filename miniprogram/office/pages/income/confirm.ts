import type { Output } from '../../../../core/contract'

/** How WeChat's sheet for taking money was left. It never says that the money came: only the server's question tells that. */
export type Left = 'pressed' | 'later' | 'too-old' | 'failed'

/** Opens WeChat's sheet. `wx.requestMerchantTransfer` answers by callbacks only, also where other calls give promises. */
export function confirmInWeChat({ mchid, appid }: Output<'withdraw'>['merchant'], packageInfo: string): Promise<Left> {
  if (!wx.canIUse('requestMerchantTransfer')) return Promise.resolve('too-old')
  return new Promise((resolve) =>
    wx.requestMerchantTransfer({
      mchId: mchid,
      appId: appid,
      package: packageInfo,
      success: () => resolve('pressed'),
      fail: (error) => {
        const isLater = /cancel/.test(error.errMsg)
        if (!isLater) console.warn('the transfer was not confirmed', error)
        resolve(isLater ? 'later' : 'failed')
      },
    }),
  )
}
