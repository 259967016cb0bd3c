import { call, wordsFor } from '../../../api/call'
import { page } from '../../../styles/page'
import { planWords } from './words'

const DAYS = [1, 2, 3, 4, 5, 6, 7]
const MINUTES = [10, 15, 20, 30, 45, 60]

type View = { status: 'loading' } | { status: 'failed'; why: string } | { status: 'ready' }

Page({
  behaviors: [page(planWords)],
  data: {
    view: { status: 'loading' } as View,
    days: [] as { n: number; label: string }[],
    minutes: [] as { n: number; label: string }[],
    daysPerWeek: 3,
    minutesPerDay: 20,
    hasPlan: false,
    sum: '',
    busy: '' as '' | 'save' | 'drop',
  },

  onLoad() {
    const words = planWords()
    this.setData({
      days: DAYS.map((n) => ({ n, label: words.days(n) })),
      minutes: MINUTES.map((n) => ({ n, label: words.minutes(n) })),
    })
    void this.open()
  },

  async open() {
    try {
      const { plan } = await call('myLearning', {})
      this.setData({ ...plan, hasPlan: plan !== null, view: { status: 'ready' } })
      this.say()
    } catch (error) {
      this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.open()
  },

  say() {
    this.setData({ sum: planWords().sum(this.data.daysPerWeek, this.data.minutesPerDay) })
  },

  onDaysTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.setData({ daysPerWeek: Number(currentTarget.dataset.n) })
    this.say()
  },

  onMinutesTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.setData({ minutesPerDay: Number(currentTarget.dataset.n) })
    this.say()
  },

  onSaveTap() {
    const { daysPerWeek, minutesPerDay } = this.data
    void this.tell('save', { daysPerWeek, minutesPerDay })
  },

  onDropTap() {
    void this.tell('drop', null)
  },

  async tell(busy: 'save' | 'drop', plan: { daysPerWeek: number; minutesPerDay: number } | null) {
    if (this.data.busy) return
    this.setData({ busy })
    try {
      await call('planStudy', { plan })
      void wx.showToast({ title: plan ? planWords().saved : planWords().dropped, icon: 'none' })
      void wx.navigateBack().catch(() => wx.switchTab({ url: '/pages/learning/learning' }))
    } catch (error) {
      void wx.showToast({ title: wordsFor(error), icon: 'none' })
    } finally {
      this.setData({ busy: '' })
    }
  },
})
