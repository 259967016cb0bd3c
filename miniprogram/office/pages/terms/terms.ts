import { call } from '../../../api/call'
import { page } from '../../../styles/page'
import { priceWords } from '../../../words/money'
import { officeWordsFor, percentOf } from '../../words'
import { type ItemRow, itemRow, type MemberChoice, memberChoices, shareWords, type Terms } from './item'
import { limitOf, seatsTaken } from './seats'
import { termsWords } from './words'

type View = { status: 'loading' } | { status: 'failed'; why: string } | { status: 'ready' }

const NO_ITEM: ItemRow = { state: '', tone: '', words: '', act: '' }

Page({
  behaviors: [page(termsWords)],

  data: {
    view: { status: 'loading' } as View,
    courseId: '',
    title: '',
    price: '',
    fen: 0,
    memberChoices: [] as MemberChoice[],
    forMembers: 'discount' as Terms['forMembers'],
    teacherId: '',
    /** Whose account it is, once that is known. */
    teacher: '',
    teacherNote: '',
    percent: '',
    shareWords: '',
    /** As it is typed; empty: no limit. */
    limit: '',
    /** How many are sold and held, where any are. */
    seatsTaken: '',
    /** What is to be read before it is bought; empty: what the school says of all its courses. */
    notes: '',
    isHeldBack: false,
    isHolding: false,
    item: NO_ITEM,
    isChanged: false,
    isSaving: false,
    isPublishing: false,
    note: '',
  },

  onLoad({ courseId = '' }: Record<string, string | undefined>) {
    this.setData({ courseId })
    void this.refresh()
  },

  async refresh() {
    const { courseId } = this.data
    try {
      const [terms, { course }, { isHeldBack }] = await Promise.all([
        call('officeTerms', { action: 'look', courseId }),
        call('browseCatalog', { action: 'detail', courseId }),
        call('moderate', { action: 'course', courseId }),
      ])
      const { title, fen } = course.card
      this.setData({ title, fen, price: priceWords(fen), memberChoices: memberChoices(), isHeldBack })
      await this.opened(terms)
      this.setData({ view: { status: 'ready' } })
    } catch (error) {
      this.setData({ view: { status: 'failed', why: officeWordsFor(error) } })
    }
  },

  /** As the server has it now. */
  async opened(terms: Pick<Terms, 'share' | 'forMembers' | 'item' | 'itemState' | 'seats' | 'notes'>) {
    const { share, forMembers, seats, notes } = terms
    this.setData({
      forMembers,
      teacherId: share?.userId ?? '',
      percent: share ? String(share.percent) : '',
      shareWords: share ? shareWords(this.data.fen, share.percent) : '',
      limit: seats.limit === null ? '' : String(seats.limit),
      seatsTaken: seatsTaken(seats),
      notes,
      item: itemRow(terms, this.data.fen),
      isChanged: false,
      note: '',
    })
    if (share) await this.nameTeacher(share.userId)
  },

  /** Whose account this is; null when it is nobody's. */
  async nameTeacher(userId: string): Promise<string | null> {
    const { nickname } = await call('officeTerms', { action: 'teacher', userId })
    if (userId === this.data.teacherId)
      this.setData({
        teacher: nickname ?? '',
        teacherNote: nickname === null ? termsWords().nobody : '',
      })
    return nickname
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onTeacherInput({ detail }: WechatMiniprogram.Input) {
    this.setData({ teacherId: detail.value.trim(), teacher: '', teacherNote: '', isChanged: true, note: '' })
  },

  async onTeacherDone() {
    const { teacherId } = this.data
    if (!teacherId) return
    try {
      await this.nameTeacher(teacherId)
    } catch (error) {
      this.setData({ teacherNote: officeWordsFor(error) })
    }
  },

  onPercentInput({ detail }: WechatMiniprogram.Input) {
    const percent = percentOf(detail.value)
    this.setData({
      percent: detail.value,
      shareWords: percent === null ? '' : shareWords(this.data.fen, percent),
      isChanged: true,
      note: '',
    })
  },

  onMembersTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.setData({ forMembers: currentTarget.dataset.value, isChanged: true, note: '' })
  },

  onLimitInput({ detail }: WechatMiniprogram.Input) {
    this.setData({ limit: detail.value.trim(), isChanged: true, note: '' })
  },

  onNotesInput({ detail }: WechatMiniprogram.Input) {
    this.setData({ notes: detail.value, isChanged: true, note: '' })
  },

  async onSaveTap() {
    const { courseId, teacherId, percent, forMembers, limit, notes, fen, title, isSaving } = this.data
    if (isSaving) return
    const part = percentOf(percent)
    if (teacherId && part === null) {
      this.setData({ note: termsWords().wrongPercent })
      return
    }
    const seats = limitOf(limit)
    if (seats === undefined) {
      this.setData({ note: termsWords().wrongLimit })
      return
    }
    this.setData({ isSaving: true, note: '' })
    try {
      const share = teacherId && part !== null ? { userId: teacherId, percent: part } : null
      if (share) {
        const nickname = await this.nameTeacher(share.userId)
        const isSure =
          nickname !== null &&
          (
            await wx.showModal({
              title: termsWords().sureTitle(nickname),
              content: termsWords().sure(title, nickname, share.percent, shareWords(fen, share.percent)),
              confirmText: termsWords().sureYes,
              cancelText: termsWords().sureNo,
            })
          ).confirm
        if (!isSure) {
          this.setData({ isSaving: false })
          return
        }
      }
      await this.opened(await call('officeTerms', { action: 'course', courseId, share, forMembers, seats, notes }))
      void wx.showToast({ title: termsWords().saved, icon: 'none' })
    } catch (error) {
      this.setData({ note: officeWordsFor(error) })
    }
    this.setData({ isSaving: false })
  },

  /** Of its own, at once: it has nothing to do with the money that is saved together. */
  async onHeldBackChange({ detail }: WechatMiniprogram.CustomEvent<{ value: boolean }>) {
    const { courseId, isHolding, isHeldBack: before } = this.data
    if (isHolding) return
    const isHeldBack = detail.value
    this.setData({ isHeldBack, isHolding: true, note: '' })
    try {
      await call('moderate', { action: 'holdBack', courseId, isHeldBack })
      const { heldBackSaved, heldBackFreed } = termsWords()
      void wx.showToast({ title: isHeldBack ? heldBackSaved : heldBackFreed, icon: 'none' })
    } catch (error) {
      this.setData({ isHeldBack: before, note: officeWordsFor(error) })
    }
    this.setData({ isHolding: false })
  },

  onWaitingTap() {
    void wx.navigateTo({ url: '/office/pages/reviews/reviews?kind=waiting' })
  },

  onTakenTap() {
    void wx.navigateTo({ url: `/office/pages/taken/taken?courseId=${this.data.courseId}` })
  },

  async onItemTap() {
    const { courseId, isPublishing, fen } = this.data
    if (isPublishing) return
    this.setData({ isPublishing: true, note: '' })
    try {
      this.setData({ item: itemRow(await call('officeTerms', { action: 'item', courseId }), fen) })
    } catch (error) {
      this.setData({ note: officeWordsFor(error) })
    }
    this.setData({ isPublishing: false })
  },
})
