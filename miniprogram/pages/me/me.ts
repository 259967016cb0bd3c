import type { Input } from '../../../core/contract'
import type { Profile } from '../../../core/contract/shapes'
import { call, wordsFor } from '../../api/call'
import { keep, kept } from '../../api/kept'
import { avatarBase64 } from './avatar'

type View = { status: 'loading' } | { status: 'failed'; why: string } | { status: 'ready' }

Page({
  data: {
    view: { status: 'loading' } as View,
    profile: null as Profile | null,
    isSaving: false,
  },

  onLoad() {
    const profile = kept<Profile>('profile')
    if (profile) this.setData({ profile, view: { status: 'ready' } })
  },

  onShow() {
    void this.refresh()
  },

  async refresh() {
    try {
      const { profile } = await call('login', {})
      this.show(profile)
    } catch (error) {
      if (this.data.view.status !== 'ready') this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  show(profile: Profile) {
    keep('profile', profile)
    this.setData({ profile, view: { status: 'ready' } })
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  async save(change: Input<'updateProfile'>) {
    this.setData({ isSaving: true })
    try {
      const { profile } = await call('updateProfile', change)
      this.show(profile)
      void wx.showToast({ title: '已保存', icon: 'none' })
    } catch (error) {
      // What could not be saved is not shown as if it were.
      this.setData({ profile: this.data.profile && { ...this.data.profile } })
      void wx.showToast({ title: wordsFor(error), icon: 'none' })
    }
    this.setData({ isSaving: false })
  },

  async onAvatarChosen({ detail }: WechatMiniprogram.CustomEvent<{ avatarUrl: string }>) {
    try {
      await this.save({ avatarBase64: await avatarBase64(detail.avatarUrl) })
    } catch (error) {
      console.warn('the picture could not be read', error)
      void wx.showToast({ title: '这张图片读不出来,换一张试试', icon: 'none' })
    }
  },

  onNicknameDone({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    const nickname = detail.value.trim()
    if (nickname && nickname !== this.data.profile?.nickname) void this.save({ nickname })
  },

  onOrdersTap() {
    void wx.navigateTo({ url: '/pages/orders/orders' })
  },

  onCertificatesTap() {
    void wx.switchTab({ url: '/pages/learning/learning' })
  },

  onVerifyTap() {
    void wx.navigateTo({ url: '/pages/verify/verify' })
  },

  onAboutTap() {
    void wx.navigateTo({ url: '/pages/about/about' })
  },
})
