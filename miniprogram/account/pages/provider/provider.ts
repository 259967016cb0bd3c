import type { ProviderName } from '../../../../core/contract/address'
import { call, codeOf, wordsFor } from '../../../api/call'
import { device } from '../../../device/channel'
import { page } from '../../../styles/page'
import { joinIfWanted } from '../../join'
import { providerNames } from '../../providerNames'
import { noteGoneOut, takeGoneOut } from './goneOut'
import { providerWords } from './words'

type View =
  | { status: 'loading' }
  | { status: 'failed'; why: string }
  /** Back from there: what came back is looked at. */
  | { status: 'coming' }
  /** It came to nothing, and why. */
  | { status: 'over'; why: string }
  | { status: 'leaving'; url: string }
  | { status: 'ready'; isBound: boolean; isBusy: boolean; problem: string }

/** Connects an account at QQ or Weibo as a way to sign in, or takes it away. `?ticket=` is how the browser comes back from there. */
Page({
  behaviors: [page(providerWords)],

  data: {
    view: { status: 'loading' } as View,
    provider: 'qq' as ProviderName,
    why: '',
    bound: '',
    connect: '',
  },

  onLoad({ provider, ticket = '', code }: Record<string, string | undefined>) {
    this.show(provider === 'weibo' ? 'weibo' : 'qq')
    if (ticket) void this.comeBack(ticket, code ?? null)
    else void this.look()
  },

  show(provider: ProviderName) {
    const { why, isBound, connect } = providerWords()
    this.setData({ provider, why: why[provider], bound: isBound[provider], connect: connect[provider] })
  },

  async look() {
    try {
      const { providers } = await call('account', { action: 'look' })
      const isBound = providers.some((one) => one.provider === this.data.provider && one.isBound)
      this.setData({ view: { status: 'ready', isBound, isBusy: false, problem: '' } })
    } catch (error) {
      this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.look()
  },

  async onConnectTap() {
    const { view, provider } = this.data
    if (view.status !== 'ready' || view.isBusy) return
    this.setData({ view: { ...view, isBusy: true, problem: '' } })
    try {
      const asked = { provider, isPhone: device() === 'phone' }
      const { ticket, secret, url } = await call('account', { action: 'goOut', ...asked })
      noteGoneOut({ provider, ticket, secret })
      this.setData({ view: { status: 'leaving', url } })
    } catch (error) {
      this.setData({ view: { ...view, problem: this.reason(error) } })
    }
  },

  reason(error: unknown): string {
    const { denied, over, down } = providerWords()
    switch (codeOf(error)) {
      case 'SIGN_IN_DENIED':
        return denied
      case 'SIGN_IN_OVER':
        return over
      case 'PROVIDER_UNAVAILABLE':
        return down
      default:
        return wordsFor(error)
    }
  },

  async comeBack(ticket: string, code: string | null) {
    const out = takeGoneOut(ticket)
    if (!out) {
      this.setData({ view: { status: 'over', why: providerWords().over } })
      return
    }
    this.show(out.provider)
    this.setData({ view: { status: 'coming' } })
    try {
      const { bound } = await call('account', { action: 'comeBack', ticket, secret: out.secret, code })
      const done = bound.status === 'bound' ? providerWords().done : await joinIfWanted(providerNames()[out.provider])
      if (done) void wx.showToast({ title: done, icon: 'none' })
      await this.look()
    } catch (error) {
      this.setData({ view: { status: 'over', why: this.reason(error) } })
    }
  },

  onBackTap() {
    void wx.redirectTo({ url: '/account/pages/account/account' })
  },

  async onUnbindTap() {
    const { view, provider } = this.data
    if (view.status !== 'ready' || view.isBusy) return
    const { unbindTitle, unbindWords, unbound } = providerWords()
    const { confirm } = await wx.showModal({ title: unbindTitle, content: unbindWords })
    if (!confirm) return
    this.setData({ view: { ...view, isBusy: true, problem: '' } })
    try {
      await call('account', { action: 'unbind', kind: provider })
      void wx.showToast({ title: unbound, icon: 'none' })
      await this.look()
    } catch (error) {
      this.setData({ view: { ...view, problem: this.reason(error) } })
    }
  },
})
