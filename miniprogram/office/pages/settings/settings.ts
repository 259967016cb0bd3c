import { call } from '../../../api/call'
import { page } from '../../../styles/page'
import { yuan } from '../../../words/money'
import { when } from '../../../words/time'
import { officeWordsFor } from '../../words'
import {
  filledIn,
  type Group,
  groups,
  type NumberField,
  type Numbers,
  numbersOf,
  pointsWords,
  promiseWords,
  type Settings,
  type Way,
  warningOf,
  withAmount,
} from './rows'
import { settingsWords } from './words'

type View = { status: 'loading' } | { status: 'failed'; why: string } | { status: 'ready' }

const NO_NUMBERS: Numbers = { days: '', watchedPercent: '', perYuan: '', fenPerPoint: '', maxPercent: '' }

Page({
  behaviors: [page(settingsWords)],

  data: {
    view: { status: 'loading' } as View,
    groups: [] as Group[],
    settings: null as Settings | null,
    numbers: NO_NUMBERS,
    promise: '',
    pointsPromise: '',
    amounts: [] as { fen: number; words: string }[],
    amount: '',
    amountNote: '',
    warning: '',
    changed: '',
    isChanged: false,
    isSaving: false,
    note: '',
  },

  onLoad() {
    void this.refresh()
  },

  async refresh() {
    try {
      this.opened(await call('moneySettings', { action: 'look' }))
    } catch (error) {
      this.setData({ view: { status: 'failed', why: officeWordsFor(error) } })
    }
  },

  /** As the server has it now. */
  opened({ settings, changedAt }: { settings: Settings; changedAt: string | null }) {
    this.show(settings, numbersOf(settings))
    this.setData({
      changed: changedAt ? settingsWords().changed(when(changedAt)) : settingsWords().default,
      isChanged: false,
      view: { status: 'ready' },
    })
  },

  show(settings: Settings, numbers: Numbers) {
    this.setData({
      groups: groups(),
      settings,
      numbers,
      promise: promiseWords(numbers),
      pointsPromise: pointsWords(numbers),
      amounts: settings.topUpFen.map((fen) => ({ fen, words: `¥${yuan(fen)}` })),
      warning: warningOf(settings),
    })
  },

  /** As it would be. */
  change(change: Partial<Settings>, numbers: Partial<Numbers> = {}) {
    const { settings } = this.data
    if (!settings) return
    this.show({ ...settings, ...change }, { ...this.data.numbers, ...numbers })
    this.setData({ isChanged: true, note: '' })
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  async onWayChange({ currentTarget, detail }: WechatMiniprogram.CustomEvent<{ value: boolean }>) {
    const way: Way = currentTarget.dataset.way
    const { settings } = this.data
    if (!settings) return
    if (way === 'jsapi' && detail.value && !(await this.isSureOfJsapi())) {
      // The switch goes back to where it was.
      this.setData({ settings: { ...settings } })
      return
    }
    this.change({ ways: { ...settings.ways, [way]: detail.value } })
  },

  async isSureOfJsapi(): Promise<boolean> {
    const { confirm } = await wx.showModal({
      title: settingsWords().jsapiTitle,
      content: settingsWords().jsapiWords,
      confirmText: settingsWords().jsapiYes,
      cancelText: settingsWords().jsapiNo,
    })
    return confirm
  },

  onNumberInput({ currentTarget, detail }: WechatMiniprogram.Input) {
    const field: NumberField = currentTarget.dataset.field
    this.change({}, { [field]: detail.value })
  },

  onAmountInput({ detail }: WechatMiniprogram.Input) {
    this.setData({ amount: detail.value, amountNote: '' })
  },

  onAmountAdd() {
    const { settings, amount } = this.data
    if (!settings || !amount) return
    const more = withAmount(settings.topUpFen, amount)
    if ('wrong' in more) {
      this.setData({ amountNote: more.wrong })
      return
    }
    this.change(more)
    this.setData({ amount: '' })
  },

  onAmountDrop({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { settings } = this.data
    if (settings) this.change({ topUpFen: settings.topUpFen.filter((fen) => fen !== currentTarget.dataset.fen) })
  },

  async onSaveTap() {
    const { settings, numbers, isSaving } = this.data
    if (!settings || isSaving) return
    const filled = filledIn(settings, numbers)
    if ('wrong' in filled) {
      this.setData({ note: filled.wrong })
      return
    }
    this.setData({ isSaving: true, note: '' })
    try {
      this.opened(await call('moneySettings', { action: 'save', settings: filled.settings }))
      void wx.showToast({ title: settingsWords().saved, icon: 'none' })
    } catch (error) {
      this.setData({ note: officeWordsFor(error) })
    }
    this.setData({ isSaving: false })
  },
})
