import type { Output } from '../../../../core/contract'
import { call } from '../../../api/call'
import { page } from '../../../styles/page'
import { when } from '../../../words/time'
import { officeWordsFor } from '../../words'
import { type Choice, makeOf } from './make'
import { codesWords } from './words'

type View = { status: 'loading' } | { status: 'empty' } | { status: 'failed'; why: string } | { status: 'ready' }
type Row = { batch: string; title: string; facts: string }

const rowOf = ({ batch, title, count, madeAt }: Output<'makeCodes'>['batches'][number]): Row => ({
  batch,
  title: title || batch,
  facts: codesWords().facts(batch, count, when(madeAt)),
})

const choicesOf = (
  courses: Extract<Output<'browseCatalog'>, { action: 'list' }>['courses'],
  plans: Output<'showMembership'>['plans'],
): Choice[] => [
  ...courses.map(({ courseId, title }) => ({ name: title, goods: { kind: 'course' as const, courseId } })),
  ...plans.map(({ planId, title }) => ({
    name: codesWords().membership(title),
    goods: { kind: 'membership' as const, planId },
  })),
]

/** 20261126 of a moment, for naming a batch. */
const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

Page({
  behaviors: [page(codesWords)],

  data: {
    view: { status: 'loading' } as View,
    rows: [] as Row[],
    note: '',
    isOpen: false,
    choices: [] as Choice[],
    chosen: -1,
    batch: '',
    count: '20',
    makeMany: '',
    lastDay: '',
    today: '',
    isBusy: false,
    panelNote: '',
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
      const rows = (await call('makeCodes', { action: 'batches' })).batches.map(rowOf)
      this.setData({ rows, note: '', view: { status: rows.length ? 'ready' : 'empty' } })
    } catch (error) {
      const why = officeWordsFor(error)
      if (this.data.view.status === 'ready') this.setData({ note: why })
      else this.setData({ view: { status: 'failed', why } })
    }
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onBatchTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `/office/pages/batch/batch?batch=${currentTarget.dataset.batch}` })
  },

  async onNewTap() {
    const day = today()
    this.setData({
      isOpen: true,
      chosen: -1,
      batch: `${day.replace(/-/g, '')}-${Date.now().toString(36).slice(-3)}`,
      count: '20',
      makeMany: codesWords().makeMany('20'),
      lastDay: '',
      today: day,
      panelNote: '',
    })
    try {
      this.setData({ choices: await this.goods() })
    } catch (error) {
      this.setData({ panelNote: officeWordsFor(error) })
    }
  },

  /** Every course on the shelf, page by page, and the plans. */
  async goods(): Promise<Choice[]> {
    const [{ plans }, first] = await Promise.all([
      call('showMembership', {}),
      call('browseCatalog', { action: 'list' }),
    ])
    const courses = [...first.courses]
    for (let after = first.next; after; ) {
      const page = await call('browseCatalog', { action: 'list', after })
      courses.push(...page.courses)
      after = page.next
    }
    return choicesOf(courses, plans)
  },

  onPanelClose() {
    this.setData({ isOpen: false })
  },

  onGoodsChange({ detail }: WechatMiniprogram.CustomEvent<{ value: string | number }>) {
    this.setData({ chosen: Number(detail.value), panelNote: '' })
  },

  onBatchInput({ detail }: WechatMiniprogram.Input) {
    this.setData({ batch: detail.value, panelNote: '' })
  },

  onCountInput({ detail }: WechatMiniprogram.Input) {
    this.setData({ count: detail.value, makeMany: codesWords().makeMany(detail.value || '…'), panelNote: '' })
  },

  onDayChange({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ lastDay: detail.value })
  },

  onForeverTap() {
    this.setData({ lastDay: '' })
  },

  async onMakeTap() {
    const { batch, count, choices, chosen, lastDay, isBusy } = this.data
    if (isBusy) return
    const asked = makeOf({ batch, count, choice: choices[chosen], lastDay })
    if ('wrong' in asked) {
      this.setData({ panelNote: asked.wrong })
      return
    }
    this.setData({ isBusy: true, panelNote: '' })
    try {
      await call('makeCodes', asked)
      this.setData({ isOpen: false })
      await wx.navigateTo({ url: `/office/pages/batch/batch?batch=${asked.batch}` })
    } catch (error) {
      this.setData({ panelNote: officeWordsFor(error) })
    }
    this.setData({ isBusy: false })
  },
})
