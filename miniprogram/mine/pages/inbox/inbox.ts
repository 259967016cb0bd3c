import { call, wordsFor } from '../../../api/call'
import { showUnread } from '../../../messages/unread'
import { type Found, listed, listing } from '../../../styles/listing'
import { page } from '../../../styles/page'
import { type LetterRow, letterRow } from '../../letter'
import { inboxWords } from './words'

Page({
  behaviors: [page(inboxWords)],
  ...listing(wordsFor),

  data: {
    ...listed<LetterRow>(),
    unread: 0,
    isReading: false,
  },

  /** The newest letter that was seen: reading all reads up to it and no further. */
  newest: null as string | null,

  onShow() {
    void this.refresh()
  },

  async ask(after?: string): Promise<Found<LetterRow>> {
    const { letters, next, newest, unread } = await call('inbox', { action: 'list', ...(after && { after }) })
    const also = () => {
      this.newest = newest
      this.count(unread)
    }
    return { rows: letters.map((letter) => letterRow(letter)), next, also }
  },

  count(unread: number) {
    this.setData({ unread })
    showUnread(unread)
  },

  onLetterTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const at = this.data.rows.findIndex(({ letterId }) => letterId === currentTarget.dataset.id)
    const row = this.data.rows[at]
    if (!row) return
    if (!row.isRead) {
      this.setData({ [`rows[${at}].isRead`]: true })
      // Not told to the cloud, it is unread again the next time: nothing is lost by that.
      call('inbox', { action: 'read', letterId: row.letterId }).then(
        ({ unread }) => this.count(unread),
        (error: unknown) => console.info('not noted as read', error),
      )
    }
    void wx.navigateTo({ url: row.url })
  },

  async onReadAllTap() {
    if (!this.newest || this.data.isReading) return
    this.setData({ isReading: true })
    try {
      const { unread } = await call('inbox', { action: 'readAll', upTo: this.newest })
      this.setData({ rows: this.data.rows.map((row) => ({ ...row, isRead: true })) })
      this.count(unread)
    } catch (error) {
      this.setData({ note: wordsFor(error) })
    }
    this.setData({ isReading: false })
  },

  onNoticesTap() {
    void wx.navigateTo({ url: '/mine/pages/notices/notices' })
  },
})
