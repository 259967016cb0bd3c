import { sliceOf } from './range'

test('a player asks for a part of a film of 1000 bytes', () => {
  const asked: Record<string, ReturnType<typeof sliceOf>> = {
    'bytes=0-': { start: 0, end: 999 },
    'bytes=0-0': { start: 0, end: 0 },
    'bytes=200-399': { start: 200, end: 399 },
    'bytes=900-5000': { start: 900, end: 999 },
    'bytes=-100': { start: 900, end: 999 },
    'bytes=-5000': { start: 0, end: 999 },
    'bytes=1000-': 'unsatisfiable',
    'bytes=-0': 'unsatisfiable',
    'bytes=5-2': 'all',
    'bytes=-': 'all',
    'bytes=0-1,5-6': 'all',
    'lines=0-1': 'all',
  }
  expect(Object.fromEntries(Object.keys(asked).map((header) => [header, sliceOf(header, 1000)]))).toEqual(asked)
})

test('without a range the film comes whole, and an empty film has no parts', () => {
  expect(sliceOf(undefined, 1000)).toBe('all')
  expect(sliceOf('bytes=0-', 0)).toBe('unsatisfiable')
})
