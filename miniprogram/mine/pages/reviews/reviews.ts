import type { Output } from '../../../../core/contract'
import { communityWords } from '../../../community/words'
import { page } from '../../../styles/page'

type Told = Pick<Extract<Output<'reviews'>, { action: 'list' }>, 'may' | 'mine'>
type Whole = { refresh(): Promise<void>; more(): Promise<void> }

Page({
  behaviors: [page(communityWords)],

  data: {
    courseId: '',
    /** What its reader can do about it; nothing when not (yet) their course. */
    act: '' as '' | 'write' | 'change',
  },

  onLoad({ courseId = '' }: Record<string, string | undefined>) {
    this.setData({ courseId })
  },

  whole(): Whole | null {
    return this.selectComponent('#reviews') as unknown as Whole | null // the component of this page's own template
  },

  onTold({ detail: { may, mine } }: WechatMiniprogram.CustomEvent<Told>) {
    this.setData({ act: may !== 'yes' || mine?.state === 'hidden' ? '' : mine ? 'change' : 'write' })
  },

  onWriteTap() {
    void wx.navigateTo({ url: `/mine/pages/write/write?courseId=${this.data.courseId}` })
  },

  async onPullDownRefresh() {
    await this.whole()?.refresh()
    wx.stopPullDownRefresh()
  },

  onReachBottom() {
    void this.whole()?.more()
  },
})
