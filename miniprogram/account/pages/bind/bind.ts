import type { AddressKind } from '../../../../core/contract/address'
import { call, type OutputFor, wordsFor } from '../../../api/call'
import { page } from '../../../styles/page'
import { joinIfWanted } from '../../join'
import { addressFault, addressIn, type Form, faultOf, refusalWords } from './form'
import { bindWords } from './words'

type Busy = '' | 'send' | 'save' | 'weChat' | 'unbind'
type View = { status: 'loading' } | { status: 'failed'; why: string } | { status: 'ready'; busy: Busy; problem: string }
type Bound = OutputFor<'account', { action: 'bind' }>['bound']

const A_SECOND = 1000

/** Binds a phone number or an e-mail address, takes it away, or sets the password with a code sent to it. */
Page({
  behaviors: [page(bindWords)],

  data: {
    view: { status: 'loading' } as View,
    kind: 'phone' as AddressKind,
    isPassword: false,
    /** The address that is bound now, masked; empty for none. */
    bound: '',
    why: '',
    now: '',
    canType: true,
    /** WeChat's own button is there only inside WeChat. */
    canAskWeChat: false,
    form: { address: '', code: '', password: '' } as Form,
    sendLabel: '',
    isWaiting: false,
  },

  timer: 0,

  onLoad({ kind, for: wish }: Record<string, string | undefined>) {
    const isPassword = wish === 'password'
    this.setData({ kind: kind === 'email' ? 'email' : 'phone', isPassword, sendLabel: bindWords().send })
    const { titles } = bindWords()
    void wx.setNavigationBarTitle({ title: isPassword ? titles.password : titles[this.data.kind] })
    void this.look()
  },

  onUnload() {
    clearInterval(this.timer)
  },

  async look() {
    const words = bindWords()
    const { kind, isPassword } = this.data
    try {
      const account = await call('account', { action: 'look' })
      const bound = account[kind] ?? ''
      this.setData({
        bound,
        canType: account.ways[kind],
        canAskWeChat:
          kind === 'phone' && !isPassword && account.hasWeChat && wx.canIUse('button.open-type.getPhoneNumber'),
        why: isPassword ? words.passwordWhy(bound) : kind === 'phone' ? words.phoneWhy : words.emailWhy,
        now: bound && !isPassword ? words.now(bound) : '',
        view: { status: 'ready', busy: '', problem: '' },
      })
    } catch (error) {
      this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.look()
  },

  onInput({ currentTarget, detail }: WechatMiniprogram.Input) {
    this.setData({ [`form.${currentTarget.dataset.field}`]: detail.value })
  },

  set(busy: Busy, problem = '') {
    this.setData({ view: { status: 'ready', busy, problem } })
  },

  isFree(): boolean {
    return this.data.view.status === 'ready' && !this.data.view.busy
  },

  /** Until another code may be asked for the button says how long. */
  wait(seconds: number) {
    const end = Date.now() + seconds * A_SECOND
    clearInterval(this.timer)
    const tick = () => {
      const left = Math.ceil((end - Date.now()) / A_SECOND)
      if (left <= 0) clearInterval(this.timer)
      this.setData({ isWaiting: left > 0, sendLabel: left > 0 ? bindWords().again(left) : bindWords().send })
    }
    this.timer = setInterval(tick, A_SECOND)
    tick()
  },

  async onSendTap() {
    const { kind, isPassword, form, isWaiting } = this.data
    if (!this.isFree() || isWaiting) return
    const fault = isPassword ? '' : addressFault(kind, form.address)
    if (fault) {
      this.set('', fault)
      return
    }
    this.set('send')
    try {
      const { sent } = isPassword
        ? await call('account', { action: 'sendOwnCode', kind })
        : await call('account', { action: 'sendCode', address: addressIn(kind, form.address) })
      this.set('')
      this.wait(sent.waitSeconds)
      void wx.showToast({ title: bindWords().sent, icon: 'none' })
    } catch (error) {
      this.set('', refusalWords(error))
    }
  },

  async onSaveTap() {
    const { kind, isPassword, form } = this.data
    if (!this.isFree()) return
    const fault = faultOf(kind, isPassword, form)
    if (fault) {
      this.set('', fault)
      return
    }
    this.set('save')
    try {
      if (isPassword) {
        await call('account', { action: 'setPassword', kind, code: form.code, password: form.password })
        this.leave(bindWords().passwordDone)
        return
      }
      const address = addressIn(kind, form.address)
      const { bound } = await call('account', { action: 'bind', address, code: form.code })
      await this.settle(bound)
    } catch (error) {
      this.set('', refusalWords(error))
    }
  },

  async onPhoneNumber({ detail }: WechatMiniprogram.CustomEvent<{ code?: string }>) {
    if (!this.isFree()) return
    if (!detail.code) {
      // Nobody is pressed for a number.
      if (this.data.canType) void wx.showToast({ title: bindWords().denied, icon: 'none' })
      return
    }
    this.set('weChat')
    try {
      const { bound } = await call('account', { action: 'bindWeChatPhone', code: detail.code })
      await this.settle(bound)
    } catch (error) {
      this.set('', refusalWords(error))
    }
  },

  /** Bound; or it leads to an account of theirs, which they may go on with. */
  async settle(bound: Bound) {
    if (bound.status === 'bound') {
      this.leave(bindWords().done)
      return
    }
    const joined = await joinIfWanted(bound.masked)
    if (joined) this.leave(joined)
    else this.set('')
  },

  async onUnbindTap() {
    const { unbindTitle, unbindWords, unbound } = bindWords()
    if (!this.isFree()) return
    const { confirm } = await wx.showModal({ title: unbindTitle, content: unbindWords })
    if (!confirm) return
    this.set('unbind')
    try {
      await call('account', { action: 'unbind', kind: this.data.kind })
      this.leave(unbound)
    } catch (error) {
      this.set('', refusalWords(error))
    }
  },

  leave(words: string) {
    this.set('')
    void wx.navigateBack({ complete: () => void wx.showToast({ title: words, icon: 'none' }) })
  },
})
