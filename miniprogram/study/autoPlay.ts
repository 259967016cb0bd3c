const KEY = 'autoPlayOnMobileData'
const MOBILE = ['2g', '3g', '4g', '5g']

/** Whether the next lesson may begin by itself where data is paid for; switched in the settings, off until somebody wants it. */
export const playsOnMobileData = (): boolean => wx.getStorageSync(KEY) === true
export const choosePlayingOnMobileData = (isOn: boolean): void => wx.setStorageSync(KEY, isOn)

/** Nobody's data is spent on a lesson they did not ask for. */
export async function mayPlayByItself(): Promise<boolean> {
  if (playsOnMobileData()) return true
  const told = await wx.getNetworkType().catch(() => null)
  return told === null || !MOBILE.includes(told.networkType)
}
