import fc from 'fast-check'
import { priceOf } from './price'

const POINTS = { wanted: true, held: 5000, fenPerPoint: 1, maxPercent: 50 }

test('nothing taken off: the list price is paid', () => {
  expect(priceOf({ listFen: 19900 })).toEqual({
    steps: [{ kind: 'list', fen: 19900 }],
    goodsFen: 19900,
    points: 0,
    pointsFen: 0,
    balanceFen: 0,
    payFen: 19900,
  })
})

test('every rule in its order, each on what the one before left', () => {
  expect(
    priceOf({
      listFen: 19900,
      campaign: { kind: 'flash', fen: 9900 },
      memberPercent: 80,
      couponFen: 1000,
      points: { ...POINTS, held: 500 },
      balance: { wanted: true, heldFen: 2000 },
    }),
  ).toEqual({
    steps: [
      { kind: 'list', fen: 19900 },
      { kind: 'flash', fen: -10000 },
      { kind: 'member', fen: -1980 },
      { kind: 'coupon', fen: -1000 },
      { kind: 'points', fen: -500 },
      { kind: 'balance', fen: -2000 },
    ],
    goodsFen: 6920,
    points: 500,
    pointsFen: 500,
    balanceFen: 2000,
    payFen: 4420,
  })
})

test('a campaign that costs more than the list price changes nothing', () => {
  expect(priceOf({ listFen: 9900, campaign: { kind: 'group', fen: 19900 } }).payFen).toBe(9900)
})

test('a member’s share is rounded down to a whole fen; 0 percent is free', () => {
  expect(priceOf({ listFen: 999, memberPercent: 85 }).payFen).toBe(849)
  expect(priceOf({ listFen: 999, memberPercent: 0 })).toMatchObject({ goodsFen: 0, payFen: 0 })
})

test('a coupon of a hundred on a price of ten takes ten, and never ninety', () => {
  expect(priceOf({ listFen: 1000, couponFen: 10000 })).toMatchObject({
    payFen: 0,
    steps: [{}, { kind: 'coupon', fen: -1000 }],
  })
})

test('points pay no more than their share, in whole points, and only where they are wanted', () => {
  expect(priceOf({ listFen: 1001, points: { ...POINTS, fenPerPoint: 3 } })).toMatchObject({
    points: 166,
    pointsFen: 498,
  })
  expect(priceOf({ listFen: 1001, points: { ...POINTS, wanted: false } })).toMatchObject({ points: 0, payFen: 1001 })
  expect(priceOf({ listFen: 1001, points: { ...POINTS, held: -20 } })).toMatchObject({ points: 0, payFen: 1001 })
})

test('whatever comes together, no price is below zero and the steps sum to what is paid', () => {
  const fen = fc.integer({ min: 0, max: 10_000_000 })
  const percent = fc.integer({ min: 0, max: 100 })
  fc.assert(
    fc.property(
      fen,
      fc.option(fc.record({ kind: fc.constantFrom('flash' as const, 'group' as const), fen })),
      fc.option(percent),
      fen,
      fc.record({
        wanted: fc.boolean(),
        held: fc.integer({ min: -1000, max: 1_000_000 }),
        fenPerPoint: fc.integer({ min: 1, max: 100 }),
        maxPercent: percent,
      }),
      fc.record({ wanted: fc.boolean(), heldFen: fc.integer({ min: -1000, max: 1_000_000 }) }),
      (listFen, campaign, memberPercent, couponFen, points, balance) => {
        const price = priceOf({ listFen, campaign, memberPercent, couponFen, points, balance })
        expect(price.steps.reduce((sum, step) => sum + step.fen, 0)).toBe(price.payFen)
        expect(price.payFen + price.balanceFen + price.pointsFen).toBe(price.goodsFen)
        expect(
          Math.min(price.payFen, price.goodsFen, price.points, price.pointsFen, price.balanceFen),
        ).toBeGreaterThanOrEqual(0)
        expect(price.goodsFen).toBeLessThanOrEqual(listFen)
        expect(price.balanceFen).toBeLessThanOrEqual(Math.max(0, balance.heldFen))
        expect(price.points).toBeLessThanOrEqual(Math.max(0, points.held))
        expect(price.pointsFen * 100).toBeLessThanOrEqual(price.goodsFen * points.maxPercent)
      },
    ),
  )
})
