import type { Output } from '../../../../core/contract'
import type { Role } from '../../../../core/contract/shapes'
import { deskWords } from './words'

/** What may wait for somebody of the office. */
export type Waiting = 'refunds' | 'reviews' | 'invoices' | 'reconciliation'

type Key = keyof ReturnType<typeof deskWords>['doors']

/** A door of the office: where it leads and whom it is for. */
export type Door = { key: Key; name: string; hint: string; icon: string; url: string; role: Role; waits?: Waiting }

const page = (name: string): string => `/office/pages/${name}/${name}`

const doors: Omit<Door, 'name' | 'hint'>[] = [
  {
    key: 'refunds',
    icon: 'rollback',
    url: page('refunds'),
    role: 'support',
    waits: 'refunds',
  },
  {
    key: 'reviews',
    icon: 'edit',
    url: page('reviews'),
    role: 'support',
    waits: 'reviews',
  },
  {
    key: 'reconciliation',
    icon: 'assignment-checked',
    url: page('reconciliation'),
    role: 'finance',
    waits: 'reconciliation',
  },
  {
    key: 'invoices',
    icon: 'bill',
    url: page('invoices'),
    role: 'finance',
    waits: 'invoices',
  },
  {
    key: 'income',
    icon: 'money',
    url: page('school-income'),
    role: 'finance',
  },
  {
    key: 'settings',
    icon: 'wallet',
    url: page('settings'),
    role: 'admin',
  },
  {
    key: 'terms',
    icon: 'book-open',
    url: page('course-terms'),
    role: 'admin',
  },
  {
    key: 'home',
    icon: 'layers',
    url: page('home'),
    role: 'editor',
  },
  {
    key: 'categories',
    icon: 'view-list',
    url: page('categories'),
    role: 'editor',
  },
  {
    key: 'codes',
    icon: 'gift',
    url: page('codes'),
    role: 'admin',
  },
]

/** The doors that somebody with these roles may open. An admin may open all; the server looks again behind each. */
export const doorsFor = (roles: readonly Role[]): Door[] =>
  doors
    .filter(({ role }) => roles.includes('admin') || roles.includes(role))
    .map((door) => ({ ...door, ...deskWords().doors[door.key] }))

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
    stuck ? deskWords().refundsStuck(count, stuck) : deskWords().refunds(count),
  )
}

export const invoicesWaiting = ({ orders, next }: Output<'issueInvoices'>): Count =>
  counted(orders.length, next !== null, deskWords().invoices)

export function differencesOpen({ days, next }: Extract<Output<'reconciliation'>, { action: 'days' }>): Count {
  const open = days.reduce((sum, { openDifferences }) => sum + openDifferences, 0)
  return counted(open, open > 0 && next !== null, deskWords().differences)
}

export const complaintsOpen = ({ complaints, next }: Extract<Output<'moderate'>, { action: 'complaints' }>): Count =>
  counted(complaints.length, next !== null, deskWords().complaints)
