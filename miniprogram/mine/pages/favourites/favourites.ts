import type { Favourite } from '../../../../core/contract/favourites'
import { call, wordsFor } from '../../../api/call'
import { buyingShut } from '../../../device/channel'
import { type Found, listed, listing } from '../../../styles/listing'
import { page } from '../../../styles/page'
import { money } from '../../../words/money'
import { favouritesWords } from './words'

type Row = Favourite & { fell: string; isOff: boolean }

const rowOf = (one: Favourite): Row => ({
  ...one,
  fell: one.fellFen > 0 && !buyingShut() ? favouritesWords().fell(money(one.fellFen)) : '',
  isOff: false,
})

Page({
  behaviors: [page(favouritesWords)],
  ...listing(wordsFor),

  data: {
    ...listed<Row>(),
  },

  onShow() {
    void this.refresh()
  },

  async ask(after?: string): Promise<Found<Row>> {
    const { favourites, next } = await call('favourites', { action: 'list', ...(after && { after }) })
    return { rows: favourites.map((one) => rowOf(one)), next }
  },

  onFindTap() {
    void wx.switchTab({ url: '/pages/home/home' })
  },

  /** Taken off at once, and its row stays with a way back. */
  async onHeartTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const at = this.data.rows.findIndex(({ courseId }) => courseId === currentTarget.dataset.id)
    const row = this.data.rows[at]
    if (!row) return
    const isOff = !row.isOff
    this.setData({ [`rows[${at}].isOff`]: isOff, note: '' })
    try {
      await call('favourites', { action: isOff ? 'remove' : 'add', courseId: row.courseId })
    } catch (error) {
      this.setData({ [`rows[${at}].isOff`]: row.isOff, note: wordsFor(error) })
    }
  },
})
