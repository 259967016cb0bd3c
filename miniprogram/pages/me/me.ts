import type { Input } from '../../../core/contract'
import type { Profile } from '../../../core/contract/shapes'
import { call, wordsFor } from '../../api/call'
import { keep, kept } from '../../api/kept'
import { countUnread, unreadWords } from '../../messages/unread'
import { page } from '../../styles/page'
import { day } from '../../words/time'
import { avatarBase64 } from './avatar'
import { type Doors, doorsOf } from './doors'
import { rowsFor } from './rows'
import { meWords } from './words'

type View = { status: 'loading' } | { status: 'failed'; why: string } | { status: 'ready' }

Page({
  behaviors: [page(meWords)],

  data: {
    view: { status: 'loading' } as View,
    profile: null as Profile | null,
    number: '',
    groups: [] as ReturnType<typeof rowsFor>,
    /** Said while this person has asked to leave and may still stay. */
    leaving: '',
    isSaving: false,
    /** 99+ where there are more; '' for none. */
    unread: '',
  },

  onLoad() {
    const profile = kept<Profile>('profile')
    if (profile) this.show(profile)
  },

  onShow() {
    // Kept from the last visit so that nothing jumps; the server decides behind each door.
    this.setData({ groups: rowsFor(kept<Doors>('doors') ?? { office: false, income: false }) })
    void this.refresh()
    void this.count()
  },

  async count() {
    this.setData({ unread: unreadWords(await countUnread()) })
  },

  async refresh() {
    try {
      const { profile, closesAt, ...standing } = await call('login', {})
      const doors = doorsOf(standing, kept<Doors>('doors'))
      keep('doors', doors)
      this.setData({ groups: rowsFor(doors), leaving: closesAt ? meWords().leaving(day(closesAt)) : '' })
      this.show(profile)
    } catch (error) {
      if (this.data.view.status !== 'ready') this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  show(profile: Profile) {
    keep('profile', profile)
    this.setData({ profile, number: meWords().accountNumber(profile.userId), view: { status: 'ready' } })
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
      void wx.showToast({ title: meWords().saved, icon: 'none' })
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
      void wx.showToast({ title: meWords().unreadable, icon: 'none' })
    }
  },

  onNicknameDone({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    const nickname = detail.value.trim()
    if (nickname && nickname !== this.data.profile?.nickname) void this.save({ nickname })
  },

  onRowTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { url } = currentTarget.dataset as { url: string } // set in the template
    void wx.navigateTo({ url })
  },

  onLeavingTap() {
    void wx.navigateTo({ url: '/account/pages/account/account' })
  },

  /** What the school needs to share a course's income with this person, or to give them a role. */
  onNumberTap() {
    if (this.data.profile) void wx.setClipboardData({ data: this.data.profile.userId })
  },
})
