import { type GoneOut, noteGoneOut, takeGoneOut } from './goneOut'

const OUT: GoneOut = { provider: 'weibo', ticket: 't1', secret: 's1' }

beforeEach(() => {
  const kept = new Map<string, unknown>()
  Object.assign(globalThis, {
    wx: {
      setStorageSync: (key: string, value: unknown) => void kept.set(key, value),
      getStorageSync: (key: string) => kept.get(key) ?? '',
      removeStorageSync: (key: string) => void kept.delete(key),
    },
  })
})

test('only an answer to what went out from here is taken, and once', () => {
  expect(takeGoneOut('t1')).toBeNull()
  noteGoneOut(OUT)
  expect([takeGoneOut('another'), takeGoneOut('t1'), takeGoneOut('t1')]).toEqual([null, OUT, null])
})
