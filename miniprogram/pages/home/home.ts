import type { Output } from '../../../core/contract'
import { call, wordsFor } from '../../api/call'
import { keep, kept } from '../../api/kept'
import { SHOP } from '../../api/words'
import { chatCard, momentsCard } from '../../sharing/card'
import { beatsTold } from '../../study/beats'
import { wearAccent } from '../../styles/accent'
import { look } from '../../styles/look'
import { page } from '../../styles/page'
import { homeWords } from './words'

type Home = Extract<Output<'browseCatalog'>, { action: 'home' }>
type View = { status: 'loading' } | { status: 'empty' } | { status: 'failed'; why: string } | { status: 'ready' }

Page({
  behaviors: [page(homeWords)],

  data: {
    view: { status: 'loading' } as View,
    schoolName: '',
    blocks: [] as Home['blocks'],
    /** Shown under the title when what is on the page could not be refreshed. */
    stale: '',
  },

  /** As it was shown last: an answer that says the same changes nothing. */
  last: '',

  onLoad() {
    const last = kept<Partial<Home>>('home')
    // What an earlier version kept has no blocks.
    if (last?.blocks) this.show(last as Home)
  },

  onShow() {
    // Coming back from a lesson, the place to go on has changed.
    void this.refresh()
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  show(home: Home) {
    const now = JSON.stringify(home.blocks)
    wearAccent(home.accent ?? null)
    const view: View = { status: home.courseCount || home.blocks.length ? 'ready' : 'empty' }
    this.setData({
      view,
      stale: '',
      schoolName: home.schoolName,
      // The owner may have chosen another colour.
      look: look(),
      ...(now !== this.last && { blocks: home.blocks }),
    })
    this.last = now
    if (home.schoolName) wx.setNavigationBarTitle({ title: home.schoolName })
  },

  async refresh() {
    // What was just studied counts on this page: it is told first.
    await beatsTold()
    try {
      const home = await call('browseCatalog', { action: 'home' })
      keep('home', home)
      this.show(home)
    } catch (error) {
      if (this.data.view.status === 'ready') this.setData({ stale: wordsFor(error) })
      else this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  async onRetry() {
    if (this.data.view.status !== 'ready') this.setData({ view: { status: 'loading' } })
    await this.refresh()
  },

  onSearchTap() {
    void wx.navigateTo({ url: '/find/pages/search/search' })
  },

  onShareAppMessage() {
    return chatCard(homeWords().share(this.data.schoolName || SHOP), '/pages/home/home')
  },

  onShareTimeline() {
    return momentsCard(homeWords().share(this.data.schoolName || SHOP), '')
  },
})
