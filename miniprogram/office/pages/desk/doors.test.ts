import { differencesOpen, doorsFor, invoicesWaiting, refundsWaiting } from './doors'

const names = (roles: Parameters<typeof doorsFor>[0]) => doorsFor(roles).map(({ key }) => key)

test('each role sees its own doors, an admin all of them, a learner none', () => {
  expect(names(['learner', 'support'])).toEqual(['refunds', 'reviews'])
  expect(names(['learner', 'finance'])).toEqual(['reconciliation', 'invoices', 'income'])
  expect(names(['learner', 'editor'])).toEqual(['home', 'categories'])
  expect(names(['learner', 'admin'])).toEqual([
    'refunds',
    'reviews',
    'reconciliation',
    'invoices',
    'income',
    'settings',
    'terms',
    'home',
    'categories',
    'codes',
  ])
  expect(names(['learner'])).toEqual([])
})

test('what waits is counted in words, and a full page says that there is more', () => {
  const order = (state: 'asked' | 'stuck') => ({ order: { refunds: [{ state }] } }) as never // only what is counted
  expect(refundsWaiting({ action: 'waiting', orders: [order('stuck'), order('asked')], next: null })).toEqual({
    waiting: 2,
    isMore: false,
    words: '2 笔在等,其中 1 笔卡住了',
  })
  expect(refundsWaiting({ action: 'waiting', orders: [order('asked')], next: 'later' }).words).toBe('1+ 笔在等你看')
  expect(invoicesWaiting({ orders: [], next: null })).toEqual({ waiting: 0, isMore: false, words: '' })
  const day = (openDifferences: number) => ({ openDifferences }) as never // only what is counted
  expect(differencesOpen({ action: 'days', days: [day(0), day(2), day(1)], next: null }).words).toBe('3 处差异要看')
})
