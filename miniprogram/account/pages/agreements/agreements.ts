import type { Agreements } from '../../../../core/contract/address'
import { call, forgetSession, hasSession, wordsFor } from '../../../api/call'
import { page } from '../../../styles/page'
import { when } from '../../../words/time'
import { privacyText } from '../../agreements/privacy'
import { termsText } from '../../agreements/terms'
import { sectionsOf } from '../../agreements/text'
import { agreementsWords } from './words'

type View =
  | { status: 'loading' }
  /** Nobody is asked who they are to read this. */
  | { status: 'stranger' }
  | { status: 'failed'; why: string }
  | { status: 'ready'; busy: '' | 'agree' | 'withdraw'; standing: string; isAgreed: boolean }

/** Both texts, whether this person agreed to them, and everything they said about it. The texts are there before anybody is asked who reads. */
Page({
  behaviors: [page(agreementsWords)],

  data: {
    view: { status: 'loading' } as View,
    shown: 'privacy' as keyof Agreements,
    text: {} as { title: string; lead: string; sections: ReturnType<typeof sectionsOf> },
    names: {} as Record<keyof Agreements, string>,
    since: '',
    history: [] as { line: string; at: string }[],
    agreements: null as Agreements | null,
  },

  onLoad({ text }: Record<string, string | undefined>) {
    this.show(text === 'terms' ? 'terms' : 'privacy')
    if (hasSession()) void this.look()
    else this.setData({ view: { status: 'stranger' } })
  },

  show(shown: keyof Agreements) {
    const { title, lead, lines } = shown === 'privacy' ? privacyText() : termsText()
    const { agreements } = this.data
    this.setData({
      shown,
      text: { title, lead, sections: sectionsOf(lines) },
      names: { privacy: privacyText().title, terms: termsText().title },
      since: agreements ? agreementsWords().since(agreements[shown]) : '',
    })
  },

  async look() {
    const words = agreementsWords()
    try {
      const [{ agreements, agreedAt }, { consents }] = await Promise.all([
        call('account', { action: 'look' }),
        call('account', { action: 'consents' }),
      ])
      this.setData({
        agreements,
        since: words.since(agreements[this.data.shown]),
        history: consents.map(({ said, at, where }) => ({
          line: `${words.said[said]} · ${words.where[where]}`,
          at: when(at),
        })),
        view: {
          status: 'ready',
          busy: '',
          isAgreed: agreedAt !== null,
          standing: agreedAt ? words.agreed(when(agreedAt)) : words.notAgreed,
        },
      })
    } catch (error) {
      this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  onTextTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.show(currentTarget.dataset.text === 'terms' ? 'terms' : 'privacy')
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.look()
  },

  async say(busy: 'agree' | 'withdraw') {
    const { view, agreements } = this.data
    if (view.status !== 'ready' || view.busy || !agreements) return
    this.setData({ view: { ...view, busy } })
    try {
      if (busy === 'agree') await call('account', { action: 'agree', agreements })
      else await call('account', { action: 'withdraw' })
      forgetSession()
      await this.look()
      void wx.showToast({
        title: busy === 'agree' ? agreementsWords().thanks : agreementsWords().withdrawn,
        icon: 'none',
      })
    } catch (error) {
      this.setData({ view })
      void wx.showToast({ title: wordsFor(error), icon: 'none' })
    }
  },

  onAgreeTap() {
    void this.say('agree')
  },

  async onWithdrawTap() {
    const { withdrawTitle, withdrawWords, withdraw } = agreementsWords()
    const { confirm } = await wx.showModal({
      title: withdrawTitle,
      content: withdrawWords,
      confirmText: withdraw.slice(0, 4),
    })
    if (confirm) await this.say('withdraw')
  },
})
