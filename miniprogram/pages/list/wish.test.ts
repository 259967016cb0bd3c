import { wishOf } from './wish'

test('an address asks for what it says, and nothing it says wrongly', () => {
  expect(wishOf({ category: '%E7%94%9F%E6%B4%BB%2F%E8%8C%B6', price: 'free', trial: '1', sort: 'hot' })).toEqual({
    filter: { category: '生活/茶', price: 'free', trial: true },
    sort: 'hot',
  })
  expect(wishOf({ price: 'cheap', kind: 'film', sort: 'fit', length: 'x' })).toEqual({ filter: {}, sort: 'new' })
})
