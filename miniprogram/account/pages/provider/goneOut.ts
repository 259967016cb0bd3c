import type { ProviderName } from '../../../../core/contract/address'

/** What this phone keeps while its person is at QQ or Weibo: only an answer to this ticket is taken, once. */
export type GoneOut = { provider: ProviderName; ticket: string; secret: string }

const KEY = 'goneOut'

export const noteGoneOut = (out: GoneOut): void => wx.setStorageSync(KEY, out)

/** What went out with this ticket; null for one of which nothing is known here. */
export function takeGoneOut(ticket: string): GoneOut | null {
  const out = wx.getStorageSync(KEY) as GoneOut | '' // ours, '' when there is none
  if (!out || out.ticket !== ticket) return null
  wx.removeStorageSync(KEY)
  return out
}
