import type { Output } from '../../../../core/contract'
import type { Role } from '../../../../core/contract/shapes'

/** What may wait for somebody of the office. */
export type Waiting = 'refunds' | 'invoices' | 'reconciliation'

/** A door of the office: where it leads and whom it is for. */
export type Door = { key: string; name: string; hint: string; icon: string; url: string; role: Role; waits?: Waiting }

const page = (name: string): string => `/office/pages/${name}/${name}`

const doors: Door[] = [
  {
    key: 'refunds',
    name: '退款',
    hint: '看申请,同意或说明原因',
    icon: 'rollback',
    url: page('refunds'),
    role: 'support',
    waits: 'refunds',
  },
  {
    key: 'reconciliation',
    name: '对账',
    hint: '账单和账本逐笔比对',
    icon: 'assignment-checked',
    url: page('reconciliation'),
    role: 'finance',
    waits: 'reconciliation',
  },
  {
    key: 'invoices',
    name: '发票',
    hint: '抄下抬头,开好后记上号码',
    icon: 'bill',
    url: page('invoices'),
    role: 'finance',
    waits: 'invoices',
  },
  {
    key: 'settings',
    name: '收款设置',
    hint: '怎么收款、退款承诺、积分',
    icon: 'wallet',
    url: page('settings'),
    role: 'admin',
  },
  {
    key: 'terms',
    name: '分成、会员与道具',
    hint: '每门课怎么分,会员方案卖多少',
    icon: 'book-open',
    url: page('course-terms'),
    role: 'admin',
  },
  {
    key: 'codes',
    name: '兑换码',
    hint: '做一批码,送给团购或线下学员',
    icon: 'gift',
    url: page('codes'),
    role: 'admin',
  },
]

/** The doors that somebody with these roles may open. An admin may open all; the server looks again behind each. */
export const doorsFor = (roles: readonly Role[]): Door[] =>
  doors.filter(({ role }) => roles.includes('admin') || roles.includes(role))

/** How much waits: `isMore` when the first page was not all of it. */
export type Count = { waiting: number; isMore: boolean; words: string }

const counted = (waiting: number, isMore: boolean, words: (count: string) => string): Count => ({
  waiting,
  isMore,
  words: waiting ? words(isMore ? `${waiting}+` : String(waiting)) : '',
})

export function refundsWaiting({ orders, next }: Extract<Output<'reviewRefunds'>, { action: 'waiting' }>): Count {
  const stuck = orders.filter(({ order }) => order.refunds.some(({ state }) => state === 'stuck')).length
  return counted(orders.length, next !== null, (count) =>
    stuck ? `${count} 笔在等,其中 ${stuck} 笔卡住了` : `${count} 笔在等你看`,
  )
}

export const invoicesWaiting = ({ orders, next }: Output<'issueInvoices'>): Count =>
  counted(orders.length, next !== null, (count) => `${count} 张要开`)

export function differencesOpen({ days, next }: Extract<Output<'reconciliation'>, { action: 'days' }>): Count {
  const open = days.reduce((sum, { openDifferences }) => sum + openDifferences, 0)
  return counted(open, open > 0 && next !== null, (count) => `${count} 处差异要看`)
}
