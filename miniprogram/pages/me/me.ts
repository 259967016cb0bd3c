import type { Input } from '../../../core/contract'
import type { Profile } from '../../../core/contract/shapes'
import { call, wordsFor } from '../../api/call'
import { keep, kept } from '../../api/kept'
import { countUnread, unreadWords } from '../../messages/unread'
import { mineWords } from '../../messages/words'
import { page } from '../../styles/page'
import { avatarBase64 } from './avatar'
import { type Doors, doorsOf } from './doors'

type View = { status: 'loading' } | { status: 'failed'; why: string } | { status: 'ready' }

Page({
  behaviors: [page()],

  data: {
    view: { status: 'loading' } as View,
    profile: null as Profile | null,
    /** Kept from the last visit so that nothing jumps; the server decides behind each door. */
    doors: { office: false, income: false } as Doors,
    isSaving: false,
    /** 99+ where there are more; '' for none. */
    unread: '',
    mine: mineWords(),
  },

  onLoad() {
    const profile = kept<Profile>('profile')
    const doors = kept<Doors>('doors')
    if (doors) this.setData({ doors })
    if (profile) this.setData({ profile, view: { status: 'ready' } })
  },

  onShow() {
    this.setData({ mine: mineWords() })
    void this.refresh()
    void this.count()
  },

  async refresh() {
    try {
      const { profile, ...standing } = await call('login', {})
      const doors = doorsOf(standing, kept<Doors>('doors'))
      keep('doors', doors)
      this.setData({ doors })
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

  async count() {
    this.setData({ unread: unreadWords(await countUnread()) })
  },

  onInboxTap() {
    void wx.navigateTo({ url: '/mine/pages/inbox/inbox' })
  },

  onFavouritesTap() {
    void wx.navigateTo({ url: '/mine/pages/favourites/favourites' })
  },

  onOrdersTap() {
    void wx.navigateTo({ url: '/pages/orders/orders' })
  },

  onWalletTap() {
    void wx.navigateTo({ url: '/shop/pages/wallet/wallet' })
  },

  onMembershipTap() {
    void wx.navigateTo({ url: '/shop/pages/membership/membership' })
  },

  onRedeemTap() {
    void wx.navigateTo({ url: '/shop/pages/redeem/redeem' })
  },

  onCertificatesTap() {
    void wx.navigateTo({ url: '/mine/pages/certificates/certificates' })
  },

  onVerifyTap() {
    void wx.navigateTo({ url: '/pages/verify/verify' })
  },

  onOfficeTap() {
    void wx.navigateTo({ url: '/office/pages/desk/desk' })
  },

  onIncomeTap() {
    void wx.navigateTo({ url: '/office/pages/income/income' })
  },

  /** What the school needs to share a course's income with this person, or to give them a role. */
  onNumberTap() {
    if (this.data.profile) void wx.setClipboardData({ data: this.data.profile.userId })
  },

  onAboutTap() {
    void wx.navigateTo({ url: '/pages/about/about' })
  },
})
