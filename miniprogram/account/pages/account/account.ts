import type { ProviderName } from '../../../../core/contract/address'
import type { OutputFor } from '../../../api/call'
import { call, wordsFor } from '../../../api/call'
import { page } from '../../../styles/page'
import { day } from '../../../words/time'
import { providerNames } from '../../providerNames'
import { accountWords } from './words'

type Looked = OutputFor<'account', { action: 'look' }>
type View = { status: 'loading' } | { status: 'failed'; why: string } | { status: 'ready' }

/** How somebody signs in, and the ways to everything else about their account. */
Page({
  behaviors: [page(accountWords)],

  data: {
    view: { status: 'loading' } as View,
    account: null as Looked | null,
    /** A way this school cannot send to is only shown where something is bound already; in WeChat a number needs no text. */
    canBind: { phone: false, email: false },
    providers: [] as { provider: ProviderName; name: string; value: string }[],
    leaving: '',
    isStaying: false,
  },

  onShow() {
    void this.look()
  },

  async look() {
    try {
      const account = await call('account', { action: 'look' })
      const { phone, email, ways, hasWeChat, providers, closing } = account
      const { bound, bind } = accountWords()
      this.setData({
        account,
        canBind: { phone: ways.phone || hasWeChat || phone !== null, email: ways.email || email !== null },
        providers: providers.map(({ provider, isBound }) => ({
          provider,
          name: providerNames()[provider],
          value: isBound ? bound : bind,
        })),
        leaving: closing ? accountWords().leaving(day(closing.dueAt)) : '',
        view: { status: 'ready' },
      })
    } catch (error) {
      if (this.data.view.status !== 'ready') this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.look()
  },

  onBindTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `/account/pages/bind/bind?kind=${currentTarget.dataset.kind}` })
  },

  onProviderTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `/account/pages/provider/provider?provider=${currentTarget.dataset.provider}` })
  },

  onPasswordTap() {
    const { account } = this.data
    if (!account) return
    if (!account.phone && !account.email) {
      void wx.showToast({ title: accountWords().passwordFirst, icon: 'none' })
      return
    }
    void wx.navigateTo({ url: `/account/pages/bind/bind?kind=${account.phone ? 'phone' : 'email'}&for=password` })
  },

  onGoTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { to } = currentTarget.dataset
    void wx.navigateTo({ url: `/account/pages/${to}/${to}` })
  },

  async onStayTap() {
    if (this.data.isStaying) return
    this.setData({ isStaying: true })
    try {
      await call('account', { action: 'takeBack' })
      await this.look()
      void wx.showToast({ title: accountWords().stayed, icon: 'none' })
    } catch (error) {
      void wx.showToast({ title: wordsFor(error), icon: 'none' })
    }
    this.setData({ isStaying: false })
  },
})
