import { call } from '../../../api/call'
import { type Found, listed, listing } from '../../../styles/listing'
import { page } from '../../../styles/page'
import { officeWordsFor } from '../../words'
import { type DateRow, daysByDate } from './books'
import { reconciliationWords } from './words'

Page({
  behaviors: [page(reconciliationWords)],
  ...listing(officeWordsFor),

  data: {
    ...listed<DateRow>(),
  },

  onShow() {
    // Also after a day was looked at: what was resolved there counts here.
    void this.refresh()
  },

  async ask(after?: string): Promise<Found<DateRow>> {
    const { days, next } = await call('reconciliation', { action: 'days', ...(after && { after }) })
    // A page ends with a whole day: none of its services stands on the next.
    return { rows: daysByDate(days), next }
  },

  onDayTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { gateway, day } = currentTarget.dataset
    void wx.navigateTo({ url: `/office/pages/day/day?gateway=${gateway}&day=${day}` })
  },
})
