/** @jest-environment jsdom */
import { MAX_VALUE_BYTES, storageApi } from './storage'

let owner = 'mei'
const storage = storageApi(localStorage, () => owner)

beforeEach(() => {
  localStorage.clear()
  owner = 'mei'
})

test('what is kept comes back with its type', () => {
  const kept = { 字: '杏', 数: 1.5, 否: false, 空: null, 列: [1, { a: 2 }] }
  storage.setStorageSync('record', kept)
  storage.setStorageSync('day', new Date('2026-03-01T00:00:00Z'))
  expect(storage.getStorageSync('record')).toEqual(kept)
  expect(storage.getStorageSync('day')).toEqual(new Date('2026-03-01T00:00:00Z'))
})

test('a key that holds nothing answers an empty string at once, and a refusal through the callback style', async () => {
  expect(storage.getStorageSync('none')).toBe('')
  await expect(storage.getStorage({ key: 'none' })).rejects.toEqual({ errMsg: 'getStorage:fail data not found' })
})

test('each WeChat user has a storage of their own', () => {
  storage.setStorageSync('note', '小梅的')
  owner = 'zhou'
  expect(storage.getStorageSync('note')).toBe('')
  storage.setStorageSync('note', '老周的')
  storage.clearStorageSync()
  owner = 'mei'
  expect(storage.getStorageSync('note')).toBe('小梅的')
})

test('clearing leaves what is not a page’s alone', () => {
  localStorage.setItem('xingtan.session', 's')
  storage.setStorageSync('note', 1)
  storage.clearStorageSync()
  expect({ ...localStorage }).toEqual({ 'xingtan.session': 's' })
})

test('the list of keys and the room they take are told in WeChat’s units', async () => {
  storage.setStorageSync('b', 'x'.repeat(2048))
  storage.setStorageSync('a', 1)
  await expect(storage.getStorageInfo()).resolves.toEqual({
    keys: ['a', 'b'],
    currentSize: 3,
    limitSize: 10240,
    errMsg: 'getStorageInfo:ok',
  })
})

test('room is taken in bytes: three for a Chinese character, two for é, four for a sign beyond them', () => {
  const kilobytes = (text: string) => {
    localStorage.clear()
    storage.setStorageSync('t', text.repeat(1024))
    return storage.getStorageInfoSync().currentSize
  }
  // One more for the key and what is around the text.
  expect(['x', 'é', '杏', '🌸'].map(kilobytes)).toEqual([2, 3, 4, 5])
})

test('one value over a megabyte is refused, and what stood before stays', async () => {
  storage.setStorageSync('big', 'small')
  const data = 'x'.repeat(MAX_VALUE_BYTES)
  await expect(storage.setStorage({ key: 'big', data })).rejects.toEqual({
    errMsg: 'setStorage:fail exceed storage item max length',
  })
  expect(() => storage.setStorageSync('big', data)).toThrow('setStorageSync:fail exceed storage item max length')
  expect(storage.getStorageSync('big')).toBe('small')
})

test('what cannot be written down is refused', () => {
  expect(() => storage.setStorageSync('act', () => 1)).toThrow('setStorageSync:fail data is not serializable')
})
