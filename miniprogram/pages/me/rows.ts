import type { Doors } from './doors'
import { meWords } from './words'

/** `sign` is one of our own drawings, where the set of icons has none that fits. */
export type Row = { id: string; icon: string; sign?: string; name: string; url: string }
type RowName = keyof ReturnType<typeof meWords>['rows']

/** Where each row leads. */
const places: Record<RowName, Omit<Row, 'name'>> = {
  certificates: { id: 'my-certificates', icon: 'certificate-1', url: '/mine/pages/certificates/certificates' },
  notes: { id: 'my-notes', icon: 'edit', url: '/learn/pages/notes/notes' },
  plan: { id: 'my-plan', icon: 'time', url: '/learn/pages/plan/plan' },
  downloads: { id: 'my-downloads', icon: 'download', url: '/learn/pages/downloads/downloads' },
  orders: { id: 'my-orders', icon: 'order', url: '/pages/orders/orders' },
  wallet: { id: 'my-wallet', icon: 'wallet', url: '/shop/pages/wallet/wallet' },
  membership: { id: 'my-membership', icon: 'star', url: '/shop/pages/membership/membership' },
  codes: { id: 'my-codes', icon: 'gift', url: '/shop/pages/redeem/redeem' },
  favourites: { id: 'my-favourites', icon: '', sign: 'heart', url: '/mine/pages/favourites/favourites' },
  inbox: { id: 'my-inbox', icon: '', sign: 'letter', url: '/mine/pages/inbox/inbox' },
  verify: { id: 'verify-certificate', icon: 'verified', url: '/pages/verify/verify' },
  income: { id: 'my-income', icon: 'money', url: '/office/pages/income/income' },
  office: { id: 'office', icon: 'user-safety', url: '/office/pages/desk/desk' },
  account: { id: 'my-account', icon: 'user', url: '/account/pages/account/account' },
  settings: { id: 'settings', icon: 'filter', url: '/account/pages/settings/settings' },
  about: { id: 'about', icon: 'secured', url: '/pages/about/about' },
}

const groups: RowName[][] = [
  ['inbox', 'favourites', 'certificates', 'notes', 'plan', 'downloads'],
  ['orders', 'wallet', 'membership', 'codes'],
  ['verify'],
  ['income', 'office'],
  ['account', 'settings', 'about'],
]

/** The rows of 我的 for this person, in groups; a group with nothing in it is left out. */
export function rowsFor(doors: Doors): { name: string; rows: Row[] }[] {
  const words = meWords().rows
  const isOpen = (name: RowName) => (name === 'income' ? doors.income : name === 'office' ? doors.office : true)
  return groups
    .map((names) => ({
      name: names.join(),
      rows: names.filter(isOpen).map((name) => ({ ...places[name], name: words[name] })),
    }))
    .filter(({ rows }) => rows.length)
}
