import type { Output } from '../../../core/contract'
import { call, wordsFor } from '../../api/call'
import { keep, kept } from '../../api/kept'
import { beatsTold } from '../../study/beats'
import { type Colours, followColours } from '../../styles/colours'
import { page } from '../../styles/page'
import { clockOf } from '../../words/time'

type Home = Extract<Output<'browseCatalog'>, { action: 'home' }>
type View = { status: 'loading' } | { status: 'empty' } | { status: 'failed'; why: string } | { status: 'ready' }

const EMPTY: Home = {
  action: 'home',
  schoolName: '',
  categories: [],
  featured: [],
  newest: [],
  free: [],
  resume: null,
}

const viewOf = (home: Home): View => ({ status: home.newest.length || home.featured.length ? 'ready' : 'empty' })

Page({
  behaviors: [page()],

  data: {
    view: { status: 'loading' } as View,
    home: EMPTY,
    resumeAt: '',
    /** Shown under the title when what is on the page could not be refreshed. */
    stale: '',
    colours: {} as Colours,
  },

  onLoad() {
    // The first tab is never left: nothing has to stop following.
    followColours((colours) => this.setData({ colours }))
    const last = kept<Home>('home')
    if (last) this.show(last)
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
    const resumeAt =
      home.resume && home.resume.positionSeconds >= 1 ? `学到 ${clockOf(home.resume.positionSeconds)}` : ''
    this.setData({ home, resumeAt, view: viewOf(home), stale: '' })
    if (home.schoolName) wx.setNavigationBarTitle({ title: home.schoolName })
  },

  async refresh() {
    // What was just studied counts on this page: it is told first.
    await beatsTold()
    try {
      const home = await call('browseCatalog', { action: 'home' })
      this.show(home)
      keep('home', home)
    } catch (error) {
      if (this.data.view.status === 'ready') this.setData({ stale: wordsFor(error) })
      else this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  async onRetry() {
    this.setData({ view: { status: 'loading' } })
    await this.refresh()
  },

  onSearchTap() {
    void wx.navigateTo({ url: '/pages/list/list?focus=1' })
  },

  onCategoryTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `/pages/list/list?category=${encodeURIComponent(currentTarget.dataset.name)}` })
  },

  onFreeTap() {
    void wx.navigateTo({ url: '/pages/list/list?price=free' })
  },

  onAllTap() {
    void wx.navigateTo({ url: '/pages/list/list' })
  },

  onFeaturedTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `/pages/course/course?courseId=${currentTarget.dataset.id}` })
  },

  onResumeTap() {
    const { resume } = this.data.home
    if (resume)
      void wx.navigateTo({
        url: `/learn/pages/lesson/lesson?courseId=${resume.courseId}&lessonId=${resume.lessonId}`,
      })
  },

  onShareAppMessage() {
    return { title: `${this.data.home.schoolName || '杏坛'}:安静地学点东西`, path: '/pages/home/home' }
  },
})
