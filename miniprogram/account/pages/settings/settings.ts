import { clearPhone } from '../../../privacy/clearPhone'
import { choosePlayingOnMobileData, playsOnMobileData } from '../../../study/autoPlay'
import { chooseTypeSize, type TypeSize, typeSize } from '../../../styles/look'
import { page } from '../../../styles/page'
import { chooseLanguage, type Language, language } from '../../../words/speak'
import { languageNames, settingsWords } from './words'

/** Whether somebody chose a language, or WeChat's is spoken. */
const chosenLanguage = (): Language | '' => (wx.getStorageSync('language') ? language() : '')

/** How the shop speaks, looks and plays on this phone. What is chosen here stays on the phone. */
Page({
  behaviors: [page(settingsWords)],

  data: {
    languages: [] as { id: Language | ''; name: string; isOn: boolean }[],
    sizes: [] as { id: TypeSize; name: string; isOn: boolean }[],
    autoPlay: false,
  },

  onShow() {
    this.draw()
  },

  /** Everything in the language and size in use: also right after another one was chosen. */
  draw() {
    const words = settingsWords()
    const chosen = chosenLanguage()
    const languages = (['zh-Hans', 'zh-Hant', 'en'] as const).map((id) => ({
      id,
      name: languageNames[id],
      isOn: chosen === id,
    }))
    this.setData({
      languages: [{ id: '', name: words.follow, isOn: chosen === '' }, ...languages],
      sizes: (['standard', 'large'] as const).map((id) => ({ id, name: words.sizes[id], isOn: typeSize() === id })),
      autoPlay: playsOnMobileData(),
    })
  },

  onLanguageTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    chooseLanguage((currentTarget.dataset.id as Language | '') || null) // set in the template
    // The page begins again in the language chosen; the others follow when they are shown.
    void wx.redirectTo({ url: '/account/pages/settings/settings' })
  },

  onSizeTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    chooseTypeSize(currentTarget.dataset.id as TypeSize) // set in the template
    void wx.redirectTo({ url: '/account/pages/settings/settings' })
  },

  onAutoPlayChange({ detail }: WechatMiniprogram.SwitchChange) {
    choosePlayingOnMobileData(detail.value)
    this.setData({ autoPlay: detail.value })
  },

  /** WeChat's own page, where messages and permissions are switched. */
  onPermissionsTap() {
    wx.openSetting({ fail: () => void wx.showToast({ title: settingsWords().openInWeChat, icon: 'none' }) })
  },

  onGuideTap() {
    wx.openPrivacyContract({ fail: () => void wx.showToast({ title: settingsWords().openInWeChat, icon: 'none' }) })
  },

  async onForgetTap() {
    const { forget, forgetWords, forgetConfirm, forgotten } = settingsWords()
    const { confirm } = await wx.showModal({ title: forget, content: forgetWords, confirmText: forgetConfirm })
    if (!confirm) return
    clearPhone()
    void wx.showToast({ title: forgotten, icon: 'none' })
  },

  onAboutTap() {
    void wx.navigateTo({ url: '/pages/about/about' })
  },
})
