import { DAY, MINUTE, memoryMarket, OFFICE } from '../../platform/memory/market'
import { JSAPI_ONLY, MEI } from '../../platform/memory/school'
import type { Input } from '../contract'
import { cancelOrder } from '../orders/cancelOrder'
import { reviewRefunds } from '../orders/reviewRefunds'
import { myWallet } from './myWallet'

const SPRING = { kind: 'course', courseId: 'spring-ink' } as const

test('a wallet tells what moved it, the newest first, in words its owner knows', async () => {
  const { paid, ordered, clock, ports } = await memoryMarket({ ways: JSAPI_ONLY })
  const topUp = await paid(MEI, { kind: 'topUp', fen: 10000 })
  clock.advance(MINUTE)
  const given = await ordered(MEI, SPRING, { useBalance: true })
  clock.advance(MINUTE)
  await cancelOrder(ports)(MEI, { orderId: given })
  clock.advance(MINUTE)
  const bought = await paid(MEI, SPRING, { useBalance: true })
  clock.advance(MINUTE)
  await reviewRefunds(ports)(OFFICE, { action: 'give', orderId: bought, fen: 19900, reason: '老师病了' })
  clock.advance(MINUTE)
  await reviewRefunds(ports)(OFFICE, { action: 'give', orderId: topUp, fen: 1000, reason: '多充了' })

  const { movements, ...rest } = await myWallet(ports)(MEI, { of: 'wallet' })
  expect(movements.map(({ kind, amount, words, orderId }) => ({ kind, amount, words, orderId }))).toEqual([
    { kind: 'takenBack', amount: -1000, words: '钱包充值', orderId: topUp },
    { kind: 'refund', amount: 10000, words: '春日水墨', orderId: bought },
    { kind: 'spent', amount: -10000, words: '春日水墨', orderId: bought },
    { kind: 'released', amount: 10000, words: '春日水墨', orderId: given },
    { kind: 'spent', amount: -10000, words: '春日水墨', orderId: given },
    { kind: 'topUp', amount: 10000, words: '钱包充值', orderId: topUp },
  ])
  expect(rest).toEqual({
    walletFen: 9000,
    points: 0,
    fenPerPoint: 1,
    canTopUp: true,
    topUpFen: [5000, 10000, 20000, 50000],
    next: null,
  })
})

test('points tell how they were earned and taken back, and may stand below zero', async () => {
  const { paid, pass, ports } = await memoryMarket({ ways: JSAPI_ONLY })
  const orderId = await paid(MEI, { kind: 'gift', courseId: 'spring-ink' })
  await pass(7 * DAY)
  await pass(MINUTE)
  await paid(MEI, SPRING, { usePoints: true })
  await pass(MINUTE)
  await reviewRefunds(ports)(OFFICE, { action: 'give', orderId, fen: 19900, reason: '朋友不要' })
  const { points, movements } = await myWallet(ports)(MEI, { of: 'points' })
  expect(points).toBe(-199)
  expect(movements.map(({ kind, amount }) => [kind, amount])).toEqual([
    ['takenBack', -199],
    ['spent', -199],
    ['earned', 199],
  ])
})

test('a long statement is read a page at a time', async () => {
  const { fillWallet, clock, ports } = await memoryMarket()
  for (let n = 0; n < 45; n += 1) {
    await fillWallet('mei', 1)
    clock.advance(1000)
  }
  const page = (after?: Input<'myWallet'>['after']) => myWallet(ports)(MEI, { of: 'wallet', after })
  const first = await page()
  const second = await page(first.next ?? '')
  const third = await page(second.next ?? '')
  expect([first, second, third].map(({ movements }) => movements.length)).toEqual([20, 20, 5])
  expect(third.next).toBeNull()
  const keys = [first, second, third].flatMap(({ movements }) => movements.map(({ key }) => key))
  expect(new Set(keys).size).toBe(45)
})
