import { memoryWorld } from '../../platform/memory/world'
import { MoneySettings } from '../contract/moneySettings'
import type { Caller } from '../ports'
import { moneySettings } from './moneySettings'

const OFFICE: Caller = { userId: 'office', openid: '', roles: ['admin'] }

test('a school that never said anything keeps to WeChat’s rules: virtual payment inside, and no ordinary WeChat Pay there', async () => {
  const { ports } = memoryWorld()
  expect(await moneySettings(ports)(OFFICE, { action: 'look' })).toEqual({
    settings: {
      ways: {
        virtualGoods: true,
        virtualCoins: true,
        jsapi: false,
        native: true,
        h5: true,
        alipay: true,
        balance: true,
        points: true,
        topUp: true,
        gifts: true,
        codes: true,
      },
      refund: { days: 7, watchedPercent: 20 },
      points: { perYuan: 1, fenPerPoint: 1, maxPercent: 50 },
      topUpFen: [5000, 10000, 20000, 50000],
    },
    changedAt: null,
  })
})

test('what is saved holds from then on, and who changed it to what is kept for good', async () => {
  const { ports, store, clock } = memoryWorld()
  const at = clock.now().toISOString()
  const settings = MoneySettings.parse({ ways: { jsapi: true }, refund: { days: 14 } })
  await moneySettings(ports)(OFFICE, { action: 'save', settings })
  clock.advance(1000)
  const later = MoneySettings.parse({})
  await moneySettings(ports)({ ...OFFICE, userId: 'lan' }, { action: 'save', settings: later })
  expect(await moneySettings(ports)(OFFICE, { action: 'look' })).toEqual({
    settings: later,
    changedAt: clock.now().toISOString(),
  })
  expect(store.all('audits')).toEqual([
    { _id: 'id-1', at, by: 'office', what: 'moneySettings', settings },
    { _id: 'id-2', at: clock.now().toISOString(), by: 'lan', what: 'moneySettings', settings: later },
  ])
})

test('settings that are none are refused before anything is written', () => {
  for (const wrong of [
    { ways: { cash: true } },
    { refund: { days: -1 } },
    { points: { maxPercent: 101 } },
    { points: { fenPerPoint: 0 } },
    { topUpFen: [99] },
  ])
    expect(MoneySettings.safeParse(wrong).success).toBe(false)
})
