import type { Output } from '../../../../core/contract'
import { call, wordsFor } from '../../../api/call'
import { allowMore } from '../../../messages/consent'
import { page } from '../../../styles/page'
import { kindOf, noticesWords } from './words'

type View =
  | { status: 'loading' }
  | { status: 'failed'; why: string }
  /** WeChat is not here, or the school sends nothing through it. */
  | { status: 'outside' }
  | { status: 'ready' }
type Templates = Output<'consents'>['templates']

/** WeChat's number for the person's main switch being off (requestSubscribeMessage, errCode). */
const SWITCHED_OFF = 20004

const rowOf = ({ key, held }: Templates[number]) => ({
  key,
  ...kindOf(key),
  held,
  left: held ? noticesWords().left(held) : noticesWords().none,
})

Page({
  behaviors: [page(noticesWords)],

  data: {
    view: { status: 'loading' } as View,
    rows: [] as ReturnType<typeof rowOf>[],
    isBusy: false,
    note: '',
  },

  templates: [] as Templates,

  onLoad() {
    void this.look()
  },

  async look() {
    this.setData({ view: { status: 'loading' } })
    try {
      this.show((await call('consents', { action: 'look' })).templates)
    } catch (error) {
      this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  show(templates: Templates) {
    this.templates = templates
    this.setData({
      rows: templates.map((one) => rowOf(one)),
      view: { status: templates.length ? 'ready' : 'outside' },
    })
  },

  async onAllowTap() {
    if (this.data.isBusy) return
    this.setData({ isBusy: true, note: '' })
    const before = this.templates
    const words = noticesWords()
    try {
      const after = await allowMore(before)
      this.show(after)
      const sum = (all: Templates) => all.reduce((all, { held }) => all + held, 0)
      if (sum(after) > sum(before)) void wx.showToast({ title: words.allowed, icon: 'none' })
      else this.setData({ note: words.refused })
    } catch (error) {
      const isOff = typeof error === 'object' && error !== null && Object(error).errCode === SWITCHED_OFF
      this.setData({ note: isOff ? words.shut : wordsFor(error) })
    }
    this.setData({ isBusy: false })
  },

  onInboxTap() {
    void wx.redirectTo({ url: '/mine/pages/inbox/inbox' })
  },
})
