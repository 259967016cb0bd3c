import { call } from '../../../api/call'
import { type Found, listed, listing } from '../../../styles/listing'
import { page } from '../../../styles/page'
import { officeWordsFor } from '../../words'
import { type DayRow, dayRow } from './books'
import { reconciliationWords } from './words'

Page({
  behaviors: [page(reconciliationWords)],
  ...listing(officeWordsFor),

  data: {
    ...listed<DayRow>(),
  },

  onShow() {
    // Also after a day was looked at: what was resolved there counts here.
    void this.refresh()
  },

  async ask(after?: string): Promise<Found<DayRow>> {
    const { days, next } = await call('reconciliation', { action: 'days', ...(after && { after }) })
    return { rows: days.map((day) => dayRow(day)), next }
  },

  onDayTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `/office/pages/day/day?day=${currentTarget.dataset.day}` })
  },
})
