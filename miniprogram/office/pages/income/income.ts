import type { Input } from '../../../../core/contract'
import { call, codeOf } from '../../../api/call'
import { page } from '../../../styles/page'
import { money } from '../../../words/money'
import { officeWordsFor } from '../../words'
import { confirmInWeChat } from './confirm'
import {
  allOf,
  amountOf,
  type Income,
  type Line,
  linesOf,
  monthWords,
  mostOf,
  type Withdrawal,
  type WithdrawalRow,
  waitingWords,
  withdrawalRow,
} from './money'
import { incomeWords } from './words'

type View = { status: 'loading' } | { status: 'none' } | { status: 'failed'; why: string } | { status: 'ready' }

/** How often, and how long apart, it is asked whether the money has come after the teacher confirmed. */
const LOOKS = 5
const BETWEEN_LOOKS_MS = 1500

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Why a withdrawal was refused, to its teacher. */
function refusedWords(error: unknown): string {
  switch (codeOf(error)) {
    case 'WITHDRAWAL_NOT_POSSIBLE':
      return incomeWords().underWay
    case 'BALANCE_TOO_LOW':
      return incomeWords().changed
    case 'PAYMENT_UNAVAILABLE':
      return incomeWords().unavailable
    default:
      return officeWordsFor(error)
  }
}

Page({
  behaviors: [page(incomeWords)],

  data: {
    view: { status: 'loading' } as View,
    income: null as Income | null,
    available: '',
    waiting: '',
    rows: [] as WithdrawalRow[],
    lines: [] as Line[],
    month: '',
    thisMonth: '',
    monthName: '',
    opening: '',
    closing: '',
    isTurning: false,
    mayWithdraw: false,
    isUnderWay: false,
    isOpen: false,
    amount: '',
    amountNote: '',
    isComplete: false,
    busyId: '',
    note: '',
  },

  isGone: false,

  onLoad() {
    void this.refresh()
  },

  onShow() {
    // Also back from WeChat's own page, where the money may have been taken.
    if (this.data.view.status === 'ready' && !this.data.busyId) void this.refresh()
  },

  onUnload() {
    this.isGone = true
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  async refresh() {
    const { month } = this.data
    try {
      this.show(await call('teacherIncome', month ? { month } : {}))
    } catch (error) {
      const why = officeWordsFor(error)
      if (this.data.view.status === 'ready') this.setData({ note: why })
      else this.setData({ view: { status: 'failed', why } })
    }
  },

  show(income: Income) {
    const { isTeacher, availableFen, withdrawals, month, statement } = income
    if (!isTeacher && !availableFen && !withdrawals.length && !statement.lines.length && !this.data.thisMonth) {
      this.setData({ view: { status: 'none' } })
      return
    }
    this.setData({
      income,
      available: money(availableFen),
      waiting: waitingWords(income),
      rows: withdrawals.map((one) => withdrawalRow(one)),
      lines: linesOf(income),
      month,
      thisMonth: this.data.thisMonth || month,
      monthName: monthWords(month),
      opening: money(statement.openingFen),
      closing: money(statement.closingFen),
      mayWithdraw: mostOf(income) >= income.leastFen,
      isUnderWay: withdrawals.some(({ endedAt }) => endedAt === null),
      note: '',
      view: { status: 'ready' },
    })
  },

  onTakenTap() {
    void wx.navigateTo({ url: '/office/pages/taken/taken' })
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  async onMonthChange({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ month: detail.value, isTurning: true })
    await this.refresh()
    this.setData({ isTurning: false })
  },

  onWithdrawTap() {
    const { income } = this.data
    if (income) this.setData({ isOpen: true, amount: allOf(income), amountNote: '', isComplete: true })
  },

  onPanelClose() {
    this.setData({ isOpen: false })
  },

  onAmountInput({ detail }: WechatMiniprogram.Input) {
    const { income } = this.data
    if (!income) return
    const asked = amountOf(detail.value, income)
    this.setData({
      amount: detail.value,
      amountNote: 'wrong' in asked && detail.value ? asked.wrong : '',
      isComplete: 'fen' in asked,
    })
  },

  async onAskTap() {
    const { income, amount, busyId } = this.data
    const asked = income && amountOf(amount, income)
    if (!asked || !('fen' in asked) || busyId) return
    await this.carry('ask', { action: 'ask', fen: asked.fen })
  },

  onConfirmTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { id } = currentTarget.dataset
    if (!this.data.busyId) void this.carry(id, { action: 'look', withdrawalId: id })
  },

  async onCancelTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { id } = currentTarget.dataset
    if (this.data.busyId) return
    const { confirm } = await wx.showModal({
      title: incomeWords().cancelTitle,
      content: incomeWords().cancelWords,
      confirmText: incomeWords().cancelYes,
      cancelText: incomeWords().cancelNo,
    })
    if (confirm) await this.carry(id, { action: 'cancel', withdrawalId: id })
  },

  /** One step of a withdrawal, and WeChat's sheet where the teacher's word is needed. */
  async carry(busyId: string, step: Input<'withdraw'>) {
    this.setData({ busyId, note: '', amountNote: '' })
    try {
      const { withdrawal, merchant } = await call('withdraw', step)
      this.setData({ isOpen: false })
      const { packageInfo, withdrawalId } = withdrawal
      if (step.action === 'cancel') await this.watch(withdrawal)
      else if (packageInfo) {
        const left = await confirmInWeChat(merchant, packageInfo)
        if (left === 'pressed') await this.watch(withdrawal)
        await this.refresh()
        if (left !== 'pressed') this.setData({ note: incomeWords().left[left] })
        this.setData({ busyId: '' })
        return
      } else if (withdrawal.state === 'started') await call('withdraw', { action: 'look', withdrawalId })
      await this.refresh()
    } catch (error) {
      const why = refusedWords(error)
      await this.refresh()
      this.setData(this.data.isOpen ? { amountNote: why } : { note: why })
    }
    this.setData({ busyId: '' })
  },

  /** Asks a few times whether it has ended; the server goes on asking by itself when nobody looks any more. */
  async watch({ withdrawalId }: Withdrawal) {
    for (let look = 0; look < LOOKS && !this.isGone; look += 1) {
      const { withdrawal } = await call('withdraw', { action: 'look', withdrawalId })
      if (withdrawal.endedAt) return
      await wait(BETWEEN_LOOKS_MS)
    }
  },
})
