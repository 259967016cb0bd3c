import type { Input } from '../../core/contract'
import { call, wordsFor } from '../api/call'
import { communityWords, complaintReasons } from './words'

/** Asks what is wrong and tells the school. Closing the list is an answer too. */
export async function askComplaint(about: Input<'complain'>['about'], id: string): Promise<void> {
  const reasons = complaintReasons()
  const chosen = await wx
    .showActionSheet({ itemList: reasons.map(({ words }) => words) })
    .catch(() => ({ tapIndex: -1 }))
  const reason = reasons[chosen.tapIndex]
  if (!reason) return
  try {
    await call('complain', { about, id, why: reason.why, words: '' })
    void wx.showToast({ title: communityWords().complained, icon: 'none' })
  } catch (error) {
    void wx.showToast({ title: wordsFor(error), icon: 'none' })
  }
}
