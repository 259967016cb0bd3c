import { inEnglish } from '../../../words/inLanguage.fixture'
import { limitOf, seatsTaken } from './seats'

test('a number of places is a whole number from 1 to 1000; nothing typed is no limit', () => {
  expect(['', '1', '1000', '0', '1001', '1.5', '-3', '五'].map(limitOf)).toEqual([
    null,
    1,
    1000,
    ...Array(5).fill(undefined),
  ])
})

test('the office reads how many are sold and held, and when more are taken than there are', () => {
  expect(seatsTaken({ limit: null, sold: 0, held: 0 })).toBe('')
  expect(seatsTaken({ limit: 50, sold: 0, held: 0 })).toBe('已卖 0 个 · 等付款 0 个')
  expect(seatsTaken({ limit: 3, sold: 2, held: 1 })).toBe('已卖 2 个 · 等付款 1 个')
  expect(seatsTaken({ limit: 2, sold: 2, held: 1 })).toBe(
    '已卖 2 个 · 等付款 1 个。占用的比名额多,有人退课之前不会再卖',
  )
  expect(inEnglish(() => seatsTaken({ limit: 3, sold: 2, held: 1 }))).toBe('2 sold · 1 waiting to be paid')
})
