import { call, wordsFor } from '../../../api/call'
import { showUnread } from '../../../messages/unread'
import { page } from '../../../styles/page'
import { type LetterRow, letterRow } from '../../letter'
import { inboxWords } from './words'

type View = { status: 'loading' } | { status: 'empty' } | { status: 'failed'; why: string } | { status: 'ready' }

Page({
  behaviors: [page(inboxWords)],

  data: {
    view: { status: 'loading' } as View,
    rows: [] as LetterRow[],
    next: null as string | null,
    unread: 0,
    isMore: false,
    isReading: false,
    note: '',
  },

  /** The newest letter that was seen: reading all reads up to it and no further. */
  newest: null as string | null,

  onShow() {
    void this.refresh()
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  async refresh() {
    try {
      const { letters, next, newest, unread } = await call('inbox', { action: 'list' })
      this.newest = newest
      this.setData({
        rows: letters.map((letter) => letterRow(letter)),
        next,
        note: '',
        view: { status: letters.length ? 'ready' : 'empty' },
      })
      this.count(unread)
    } catch (error) {
      if (this.data.view.status === 'ready') this.setData({ note: wordsFor(error) })
      else this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  count(unread: number) {
    this.setData({ unread })
    showUnread(unread)
  },

  async onReachBottom() {
    const { next, isMore, rows } = this.data
    if (!next || isMore) return
    this.setData({ isMore: true })
    try {
      const found = await call('inbox', { action: 'list', after: next })
      this.setData({ rows: [...rows, ...found.letters.map((letter) => letterRow(letter))], next: found.next })
    } catch (error) {
      this.setData({ note: wordsFor(error) })
    }
    this.setData({ isMore: false })
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
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
