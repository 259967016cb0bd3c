import { call, wordsFor } from '../../api/call'
import { kept } from '../../api/kept'
import { page } from '../../styles/page'

Page({
  behaviors: [page()],

  data: { schoolName: '' },

  onLoad() {
    const home = kept<{ schoolName: string }>('home')
    if (home) this.setData({ schoolName: home.schoolName })
    else void this.nameSchool()
  },

  async nameSchool() {
    try {
      const { schoolName } = await call('browseCatalog', { action: 'home' })
      this.setData({ schoolName })
    } catch (error) {
      // The page says the same without the name.
      console.info('the school has not told its name', wordsFor(error))
    }
  },

  /** The full guide that the school has registered with WeChat. */
  onGuideTap() {
    wx.openPrivacyContract({
      fail: (error) => {
        console.info('no privacy contract', error)
        void wx.showToast({ title: '请在微信里打开完整指引', icon: 'none' })
      },
    })
  },

  async onForgetTap() {
    const { confirm } = await wx.showModal({
      title: '清除这台手机上的记录',
      content: '搜索记录、缓存的页面和登录状态会被清掉。课程、学习进度和证书都在云上,不受影响。',
      confirmText: '清除',
    })
    if (!confirm) return
    // What was studied offline and is not reported yet is the learner's, not a trace.
    const beats: unknown = wx.getStorageSync('beats')
    wx.clearStorageSync()
    if (beats) wx.setStorageSync('beats', beats)
    void wx.showToast({ title: '已清除', icon: 'none' })
  },
})
