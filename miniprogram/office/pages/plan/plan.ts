import { call } from '../../../api/call'
import { page } from '../../../styles/page'
import { officeWordsFor } from '../../words'
import { askedOf, type Draft, draftOf, NEW_PLAN } from './draft'
import { planPageWords } from './words'

type View = { status: 'loading' } | { status: 'gone' } | { status: 'failed'; why: string } | { status: 'ready' }

Page({
  behaviors: [page(planPageWords)],

  data: {
    view: { status: 'loading' } as View,
    planId: '',
    draft: NEW_PLAN,
    isChanged: false,
    isSaving: false,
    note: '',
  },

  onLoad({ planId = '' }: Record<string, string | undefined>) {
    this.setData({ planId })
    wx.setNavigationBarTitle({ title: planId ? planPageWords().barTitle : planPageWords().newTitle })
    if (planId) void this.refresh()
    else this.setData({ view: { status: 'ready' } })
  },

  async refresh() {
    try {
      const { plans } = await call('officeTerms', { action: 'plans' })
      const known = plans.find(({ plan }) => plan.planId === this.data.planId)
      if (known) this.setData({ draft: draftOf(known), view: { status: 'ready' } })
      else this.setData({ view: { status: 'gone' } })
    } catch (error) {
      this.setData({ view: { status: 'failed', why: officeWordsFor(error) } })
    }
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onBackTap() {
    void wx.navigateBack()
  },

  onInput({ currentTarget, detail }: WechatMiniprogram.Input) {
    const field: Exclude<keyof Draft, 'isOnSale'> = currentTarget.dataset.field
    this.setData({ draft: { ...this.data.draft, [field]: detail.value }, isChanged: true, note: '' })
  },

  onSaleChange({ detail }: WechatMiniprogram.CustomEvent<{ value: boolean }>) {
    this.setData({ draft: { ...this.data.draft, isOnSale: detail.value }, isChanged: true, note: '' })
  },

  async onSaveTap() {
    if (this.data.isSaving) return
    const asked = askedOf(this.data.draft, `plan-${Date.now().toString(36)}`)
    if ('wrong' in asked) {
      this.setData({ note: asked.wrong })
      return
    }
    this.setData({ isSaving: true, note: '' })
    try {
      const { plan } = await call('officeTerms', asked)
      this.setData({ planId: plan.planId, draft: { ...this.data.draft, planId: plan.planId }, isChanged: false })
      void wx.showToast({ title: planPageWords().saved, icon: 'none' })
      await wx.navigateBack()
    } catch (error) {
      this.setData({ note: officeWordsFor(error) })
    }
    this.setData({ isSaving: false })
  },
})
