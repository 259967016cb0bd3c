import { frontGrown, missed } from './frontBaseline'

const COST = { calls: 1, wireBytes: 40_000, pictureBytes: 9_000, largestSetDataBytes: 8_000, setDataBytes: 10_000 }

test('growth of a page is told figure by figure, and a page that nobody has counted', () => {
  expect(frontGrown({ pages: { 'pages/home/home': COST } }, { pages: { 'pages/home/home': COST } })).toEqual([])
  const after = { calls: 2, wireBytes: 60_000, pictureBytes: 9_000, largestSetDataBytes: 9_000, setDataBytes: 20_000 }
  expect(frontGrown({ pages: { 'pages/home/home': COST } }, { pages: { 'pages/home/home': after, me: COST } })).toEqual(
    [
      'pages/home/home: 1 → 2 calls',
      'pages/home/home: 40000 → 60000 wireBytes',
      'pages/home/home: 10000 → 20000 setDataBytes',
      'me is not in the baseline: npm run bench:front -- --write',
    ],
  )
})

test('a page that misses what the front promises is named', () => {
  expect(missed({ pages: { 'pages/home/home': COST } })).toEqual([])
  const heavy = { ...COST, calls: 2, wireBytes: 70_000, largestSetDataBytes: 70_000 }
  expect(missed({ pages: { 'pages/home/home': heavy, 'pages/me/me': heavy } })).toEqual([
    'pages/home/home: 2 calls, of at most 1',
    'pages/home/home: 70000 bytes over the wire, of at most 57344',
    'pages/home/home: 70000 bytes in one setData, of at most 65536',
    'pages/me/me: 70000 bytes in one setData, of at most 65536',
  ])
})
