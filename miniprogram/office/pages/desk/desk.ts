import { call } from '../../../api/call'
import { page } from '../../../styles/page'
import { officeWordsFor, roleWords } from '../../words'
import {
  type Count,
  complaintsOpen,
  type Door,
  differencesOpen,
  doorsFor,
  invoicesWaiting,
  refundsWaiting,
  type Waiting,
} from './doors'
import { deskWords } from './words'

type View = { status: 'loading' } | { status: 'closed' } | { status: 'failed'; why: string } | { status: 'ready' }

/** A door with what waits behind it; `words` is empty while that is not known, and when nothing waits. */
type Entry = Door & { words: string; count: string; isLooking: boolean }

const looks: Record<Waiting, () => Promise<Count>> = {
  refunds: async () => refundsWaiting(await call('reviewRefunds', { action: 'waiting' })),
  reviews: async () => complaintsOpen(await call('moderate', { action: 'complaints' })),
  invoices: async () => invoicesWaiting(await call('issueInvoices', { action: 'waiting' })),
  reconciliation: async () => differencesOpen(await call('reconciliation', { action: 'days' })),
}

Page({
  behaviors: [page(deskWords)],

  data: {
    view: { status: 'loading' } as View,
    deskOf: '',
    roles: [] as string[],
    desk: [] as Entry[],
    cupboard: [] as Entry[],
  },

  onShow() {
    void this.refresh()
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  async refresh() {
    try {
      // Signing in anew: a role that was just given, or taken, counts at once.
      const { profile, roles } = await call('login', {})
      const doors = doorsFor(roles)
      if (!doors.length) {
        this.setData({ view: { status: 'closed' } })
        return
      }
      const known = new Map(this.data.desk.map(({ key, words, count }) => [key, { words, count }]))
      const entries = doors.map((door) => ({ ...door, words: '', count: '', ...known.get(door.key), isLooking: true }))
      this.setData({
        deskOf: deskWords().deskOf(profile.nickname),
        roles: roles.filter((role) => role !== 'learner').map((role) => roleWords()[role]),
        desk: entries.filter(({ waits }) => waits),
        cupboard: entries.filter(({ waits }) => !waits),
        view: { status: 'ready' },
      })
      await Promise.all(this.data.desk.map((entry) => this.count(entry)))
    } catch (error) {
      if (this.data.view.status !== 'ready') this.setData({ view: { status: 'failed', why: officeWordsFor(error) } })
    }
  },

  /** One door's count. Where it cannot be had the door still opens, and its page says why. */
  async count({ key, waits }: Entry) {
    if (!waits) return
    let found: Pick<Entry, 'words' | 'count'>
    try {
      const { waiting, isMore, words } = await looks[waits]()
      found = { words: words || deskWords().nothingWaits, count: waiting ? `${waiting}${isMore ? '+' : ''}` : '' }
    } catch (error) {
      console.info('not counted', key, officeWordsFor(error))
      found = { words: deskWords().notCounted, count: '' }
    }
    this.setData({
      desk: this.data.desk.map((entry) => (entry.key === key ? { ...entry, ...found, isLooking: false } : entry)),
    })
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onBackTap() {
    void wx.switchTab({ url: '/pages/me/me' })
  },

  onDoorTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: currentTarget.dataset.url })
  },
})
