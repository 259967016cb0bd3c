import { call, wordsFor } from '../../api/call'
import { kept } from '../../api/kept'
import { clearPhone } from '../../privacy/clearPhone'
import { page } from '../../styles/page'
import { aboutWords } from './words'

Page({
  behaviors: [page(aboutWords)],

  data: { schoolName: '', keeps: [] as { name: string; words: string }[] },

  onLoad() {
    const home = kept<{ schoolName: string }>('home')
    if (home) this.setData({ schoolName: home.schoolName })
    else void this.nameSchool()
  },

  onShow() {
    this.setData({ keeps: Object.values(aboutWords().keeps) })
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

  onTextTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `/account/pages/agreements/agreements?text=${currentTarget.dataset.text}` })
  },

  onAccountTap() {
    void wx.navigateTo({ url: '/account/pages/account/account' })
  },

  /** The full guide that the school has registered with WeChat. */
  onGuideTap() {
    wx.openPrivacyContract({
      fail: (error) => {
        console.info('no privacy contract', error)
        void wx.showToast({ title: aboutWords().guideElsewhere, icon: 'none' })
      },
    })
  },

  async onForgetTap() {
    const { forget, forgetWords, forgetConfirm, forgotten } = aboutWords()
    const { confirm } = await wx.showModal({ title: forget, content: forgetWords, confirmText: forgetConfirm })
    if (!confirm) return
    clearPhone()
    void wx.showToast({ title: forgotten, icon: 'none' })
  },
})
